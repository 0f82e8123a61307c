package dev.tidemark.baseline.compare;

import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Works out what to measure, and for how long, from how two runs were measured. */
public final class Remedies {

  private static final int MOST_FORKS = 999;
  private static final int SHORT_COMMIT = 10;
  private static final double MILLIS_PER_MINUTE = 60_000;

  private final RunRecord base;
  private final RunRecord current;
  private final Criteria criteria;

  private Remedies(RunRecord base, RunRecord current, Criteria criteria) {
    this.base = base;
    this.current = current;
    this.criteria = criteria;
  }

  /** For two runs that must not be compared: both revisions measured in turns on one machine. */
  public static Remedy measureBoth(RunRecord base, RunRecord current, Criteria criteria) {
    List<String> ids =
        current.results().entrySet().stream()
            .filter(entry -> base.results().containsKey(entry.getKey()))
            .filter(entry -> measured(entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    return new Remedies(base, current, criteria).measure(ids, Criteria.PLANNED_FORKS);
  }

  /**
   * For the inconclusive rows; empty when there is none that was measured. More forks do not settle
   * an unstable row.
   */
  static Optional<Remedy> settle(
      RunRecord base, RunRecord current, List<Row> rows, Criteria criteria) {
    List<Row> undecided =
        rows.stream()
            .filter(row -> row.verdict() == Verdict.INCONCLUSIVE)
            .filter(row -> row.current().filter(Remedies::measured).isPresent())
            .toList();
    int forks =
        undecided.stream()
            .mapToInt(row -> row.forksNeeded().orElse(Criteria.PLANNED_FORKS))
            .max()
            .orElse(0);
    List<String> ids = undecided.stream().map(Row::id).toList();
    return ids.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Remedies(base, current, criteria).measure(ids, Math.min(forks, MOST_FORKS)));
  }

  /** A result that was derived from others, or whose measuring is not recorded, cannot be rerun. */
  static boolean measured(BenchmarkResult result) {
    return result.setup().mode().isPresent();
  }

  private Remedy measure(List<String> ids, int forks) {
    return new Remedy(command(ids, forks), forks, minutes(ids.size(), forks), Sessions.of(base));
  }

  private String command(List<String> ids, int forks) {
    List<String> suites = current.run().suites();
    if (ids.isEmpty()
        || suites.isEmpty()
        || base.gitDirty()
        || base.gitCommit().equals("unknown")) {
      return "";
    }
    String quoted = ids.stream().map(Remedies::quoted).collect(Collectors.joining(" "));
    if (suites.size() == 1) {
      return "scripts/bench_ab.sh %s %s --module=%s --rounds=%d --threshold=%s %s"
          .formatted(
              revision(base),
              current.gitDirty() ? "." : revision(current),
              suites.get(0),
              forks,
              criteria.threshold().text(),
              quoted);
    }
    return "for rev in %s %s; do git switch --detach $rev && scripts/bench_runner.sh --profile=full %s; done"
        .formatted(
            revision(base),
            revision(current),
            ids.stream().map(id -> "--filter=" + quoted(id)).collect(Collectors.joining(" ")));
  }

  private static String revision(RunRecord run) {
    return run.gitCommit().substring(0, Math.min(SHORT_COMMIT, run.gitCommit().length()));
  }

  private static String quoted(String id) {
    return id.matches("[\\w./:=+-]+") ? id : "'" + id.replace("'", "'\\''") + "'";
  }

  /** Both sides, at the median time from one fork's start to the next in CURRENT. */
  private OptionalLong minutes(int ids, int forks) {
    List<Instant> starts =
        current.results().values().stream()
            .filter(Remedies::measured)
            .flatMap(result -> result.forks().stream())
            .map(ForkSample::startedAt)
            .flatMap(Optional::stream)
            .sorted()
            .toList();
    if (starts.size() < 2 || ids == 0) {
      return OptionalLong.empty();
    }
    long[] gaps = new long[starts.size() - 1];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = Duration.between(starts.get(i), starts.get(i + 1)).toMillis();
    }
    Arrays.sort(gaps);
    double millis = 2.0 * ids * forks * gaps[gaps.length / 2];
    return OptionalLong.of(Math.max(1, (long) Math.ceil(millis / MILLIS_PER_MINUTE)));
  }
}
