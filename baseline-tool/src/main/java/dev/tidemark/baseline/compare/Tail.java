package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.ForkBootstrap;
import dev.tidemark.baseline.statistics.Interval;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.Quantile;
import dev.tidemark.runs.TimeOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A percentile of both runs, over all their operations. Shown when enough operations lie beyond it;
 * judged, by resampling the forks' own percentiles, only when enough lie beyond it in every fork.
 *
 * @param baseNs over all operations of BASE
 * @param currentNs over all operations of CURRENT
 * @param beyond how many operations lie beyond it, on the side with fewer
 * @param interval of current / base at the criteria's confidence; empty when it is not judged
 */
public record Tail(
    Quantile quantile, double baseNs, double currentNs, long beyond, Optional<Interval> interval) {

  private static final long FEWEST_SHOWN = 10;
  private static final long FEWEST_JUDGED = 100;

  /**
   * The percentiles of a row that both runs hold, from the median outward. Resamples: meant for
   * rows that are shown.
   */
  public static List<Tail> of(Row row, Criteria criteria) {
    List<Tail> tails = new ArrayList<>();
    if (row.verdict().isPaired()
        && row.base().orElseThrow().outcome() instanceof TimeOutcome base
        && row.current().orElseThrow().outcome() instanceof TimeOutcome current) {
      for (Quantile quantile : base.quantiles().keySet()) {
        long beyond = Math.min(quantile.beyond(base.samples()), quantile.beyond(current.samples()));
        if (current.quantiles().containsKey(quantile) && beyond >= FEWEST_SHOWN) {
          tails.add(
              new Tail(
                  quantile,
                  base.quantiles().get(quantile),
                  current.quantiles().get(quantile),
                  beyond,
                  interval(row, quantile, criteria)));
        }
      }
    }
    return tails;
  }

  /** What is said of it. */
  public String judgement() {
    if (interval.isEmpty()) {
      return "not judged";
    }
    if (interval.get().low() > 1) {
      return "slower";
    }
    return interval.get().high() < 1 ? "faster" : "no difference shown";
  }

  private static Optional<Interval> interval(Row row, Quantile quantile, Criteria criteria) {
    BenchmarkResult base = row.base().orElseThrow();
    BenchmarkResult current = row.current().orElseThrow();
    return judged(base, quantile) && judged(current, quantile)
        ? Optional.of(
            ForkBootstrap.ratio(
                values(base, quantile),
                values(current, quantile),
                criteria.confidence(),
                criteria.seed() ^ (row.id() + quantile).hashCode()))
        : Optional.empty();
  }

  private static boolean judged(BenchmarkResult result, Quantile quantile) {
    return result.forks().size() >= Criteria.FEWEST_FORKS
        && result.forks().stream().allMatch(fork -> judged(fork, quantile));
  }

  private static boolean judged(ForkSample fork, Quantile quantile) {
    return quantile.beyond(fork.n()) >= FEWEST_JUDGED
        && fork.quantiles().getOrDefault(quantile, 0.0) > 0;
  }

  private static double[] values(BenchmarkResult result, Quantile quantile) {
    return result.forks().stream().mapToDouble(fork -> fork.quantiles().get(quantile)).toArray();
  }
}
