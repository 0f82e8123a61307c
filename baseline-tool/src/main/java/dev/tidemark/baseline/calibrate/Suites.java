package dev.tidemark.baseline.calibrate;

import dev.tidemark.baseline.compare.Comparer;
import dev.tidemark.baseline.compare.Comparison;
import dev.tidemark.baseline.compare.Criteria;
import dev.tidemark.baseline.compare.Repetition;
import dev.tidemark.baseline.compare.Row;
import dev.tidemark.baseline.compare.Threshold;
import dev.tidemark.baseline.compare.Verdict;
import dev.tidemark.baseline.statistics.SeededRandom;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.IdFilter;
import dev.tidemark.runs.RunStore.StoredRun;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Whole runs of a hundred ids, judged together: after one comparison, after measuring CURRENT again
 * where it looked slower, and after measuring both again.
 */
final class Suites {

  private static final int IDS = 100;
  private static final int FORKS = 10;
  private static final int UNCHANGED = 5_000;
  private static final int SLOWER = 2_000;
  private static final int AT_ONCE = 50;
  private static final double MOST_FALSE = 0.01;
  private static final double LEAST_FOUND = 0.95;
  private static final double FACTOR = 1.05;
  private static final String SLOW = "id_00";
  private static final Criteria CRITERIA =
      Criteria.DEFAULT.withThreshold(new Threshold.Factor(1.02));
  private static final List<String> ALL =
      IntStream.range(0, IDS).mapToObj("id_%02d"::formatted).toList();

  /** How often each way of judging called something REGRESSED. */
  private record Called(int once, int currentAgain, int bothAgain) {
    Called plus(Called other) {
      return new Called(
          once + other.once, currentAgain + other.currentAgain, bothAgain + other.bothAgain);
    }
  }

  private final SeededRandom random;
  private final double factor;
  private final Comparer comparer = new Comparer(CRITERIA);

  private Suites(long seed, double factor) {
    this.random = new SeededRandom(seed);
    this.factor = factor;
  }

  /** Nothing is slower: whether any id is called so. */
  static List<Check> unchanged(SeededRandom random) {
    Called called = tried(random, UNCHANGED, 1);
    String any = "any false REGRESSED among 100 ids, 10 forks, threshold 2%: ";
    return List.of(
        Check.atMost(any + "adjusted", called.once(), MOST_FALSE, UNCHANGED),
        Check.atMost(any + "CURRENT again", called.currentAgain(), MOST_FALSE, UNCHANGED),
        Check.atMost(any + "both again", called.bothAgain(), MOST_FALSE, UNCHANGED));
  }

  /** One id is slower. What the two cheaper ways find is stated, and kept where it is stated. */
  static List<Check> oneSlower(SeededRandom random) {
    Called called = tried(random, SLOWER, FACTOR);
    String found = "found: one of 100 ids, 10 forks, +5 %, threshold 2%: ";
    return List.of(
        new Check(found + "adjusted, as stated", called.once(), 1_100, 1_300, SLOWER),
        new Check(found + "CURRENT again, as stated", called.currentAgain(), 1_500, 1_700, SLOWER),
        Check.atLeast(found + "both again", called.bothAgain(), LEAST_FOUND, SLOWER));
  }

  private static Called tried(SeededRandom random, int suites, double factor) {
    long[] seeds = LongStream.generate(random::nextLong).limit(suites / AT_ONCE).toArray();
    return Arrays.stream(seeds)
        .parallel()
        .mapToObj(seed -> new Suites(seed, factor))
        .map(some -> IntStream.range(0, AT_ONCE).mapToObj(i -> some.judged()))
        .map(judged -> judged.reduce(new Called(0, 0, 0), Called::plus))
        .reduce(new Called(0, 0, 0), Called::plus);
  }

  private Called judged() {
    StoredRun base = run(ALL, 1);
    StoredRun current = run(ALL, factor);
    Comparison once = compare(base, current, Optional.empty(), List.of());
    List<String> suspects = once.suspects();
    if (suspects.isEmpty()) {
      return new Called(called(once), 0, 0);
    }
    StoredRun again = run(suspects, factor);
    Repetition ofCurrent = new Repetition(Optional.empty(), again);
    Repetition ofBoth = new Repetition(Optional.of(run(suspects, 1)), again);
    return new Called(
        called(once),
        called(compare(base, current, Optional.of(ofCurrent), List.of())),
        called(compare(base, current, Optional.of(ofBoth), suspects)));
  }

  private Comparison compare(
      StoredRun base, StoredRun current, Optional<Repetition> again, List<String> ids) {
    return comparer.compare(base, current, again, IdFilter.of(ids));
  }

  private int called(Comparison comparison) {
    return comparison.rows().stream()
            .filter(row -> factor == 1 || row.id().equals(SLOW))
            .map(Row::verdict)
            .anyMatch(verdict -> verdict == Verdict.REGRESSED)
        ? 1
        : 0;
  }

  private StoredRun run(List<String> ids, double slowdown) {
    String name = "run";
    Map<String, BenchmarkResult> results =
        ids.stream()
            .collect(
                Collectors.toMap(
                    id -> id,
                    id -> result(id.equals(SLOW) ? StrictMath.log(slowdown) : 0),
                    (a, b) -> b,
                    TreeMap::new));
    return new StoredRun(name, Path.of(name), SyntheticRun.of(results, Instant.EPOCH));
  }

  private BenchmarkResult result(double logMean) {
    return Trial.result(Noise.NORMAL.forks(random, FORKS, logMean), "session");
  }
}
