package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.Interval;
import dev.tidemark.baseline.statistics.RatioEstimate;
import dev.tidemark.baseline.statistics.Rounding;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fixed piece of work that both runs measured beside their benchmarks. It is the same in every
 * build: where it takes another time, the machine is another one.
 *
 * @param ratio how many times slower it was in CURRENT
 * @param detectable the slowdown, as a share, that its forks would have found 19 times in 20
 */
public record Ruler(String id, double ratio, Interval interval, double detectable) {

  /** Those that both runs measured alike, with forks enough. */
  static List<Ruler> between(RunRecord base, RunRecord current, Criteria criteria) {
    List<Ruler> rulers = new ArrayList<>();
    for (Map.Entry<String, BenchmarkResult> entry : base.rulers().entrySet()) {
      Optional.ofNullable(current.rulers().get(entry.getKey()))
          .map(result -> new Pair(entry.getKey(), entry.getValue(), result))
          .filter(Pair::comparable)
          .flatMap(pair -> Comparer.estimate(pair, Blocks.of(base, current)))
          .ifPresent(estimate -> rulers.add(of(entry.getKey(), estimate, criteria)));
    }
    return rulers;
  }

  /** What an estimate says of a ruler. */
  public static Ruler of(String id, RatioEstimate estimate, Criteria criteria) {
    return new Ruler(
        id,
        estimate.ratio(),
        estimate.interval(criteria.confidence()),
        estimate.detectable(criteria.alpha()));
  }

  /** Whether it moved by more than its forks would have detected, either way. */
  public boolean drifted() {
    return Math.max(ratio, 1 / ratio) > 1 + detectable;
  }

  /** For people. */
  public String text() {
    return id
        + " took "
        + Rounding.plain(ratio)
        + " of its time in BASE ["
        + Rounding.plain(interval.low())
        + ", "
        + Rounding.plain(interval.high())
        + "]"
        + (drifted()
            ? ", beyond the "
                + Rounding.plain(detectable * 100)
                + " % that it resolves: the SESSION DRIFTED, the machine was not the same; measure"
                + " both sides in turns with scripts/bench_ab.sh"
            : "");
  }
}
