package dev.tidemark.baseline.calibrate;

import dev.tidemark.baseline.compare.Comparer;
import dev.tidemark.baseline.compare.Criteria;
import dev.tidemark.baseline.compare.Verdict;
import dev.tidemark.baseline.history.ChangePoints;
import dev.tidemark.baseline.statistics.SeededRandom;
import dev.tidemark.runs.BenchmarkResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Whether a history shows what happened to an id over many runs, and nothing else. */
final class Series {

  private static final int MANY = 10_000;
  private static final int SOME = 2_000;
  private static final int FORKS = 10;
  private static final int STEPS = 10;
  private static final double FORK_DEVIATION = 0.02;
  private static final double RUN_DEVIATION = 0.015;
  private static final int STEP_AT = 20;
  private static final int RUNS_AFTER = 5;

  private final SeededRandom random;
  private final Comparer comparer = new Comparer(Criteria.DEFAULT);

  private Series(SeededRandom random) {
    this.random = random;
  }

  /** Ten steps of 1 % are seen against an anchor, though none is against the run before. */
  static List<Check> drift(SeededRandom random) {
    Series series = new Series(random);
    int byAnchor = 0;
    int byStep = 0;
    for (int i = 0; i < SOME; i++) {
      List<BenchmarkResult> runs = series.drifting();
      byAnchor += series.anyRegressed(runs, run -> 0) ? 1 : 0;
      byStep += series.anyRegressed(runs, run -> run - 1) ? 1 : 0;
    }
    String drift = "ten times +1 %, 10 forks, within ten runs";
    return List.of(
        Check.atLeast("found: " + drift + ", against the anchor", byAnchor, 0.95, SOME),
        Check.atMost("REGRESSED: " + drift + ", against the run before", byStep, 0.01, SOME));
  }

  private List<BenchmarkResult> drifting() {
    return IntStream.rangeClosed(0, STEPS)
        .mapToObj(step -> step * StrictMath.log(1.01))
        .map(mean -> Noise.plain(random, FORKS, mean, FORK_DEVIATION))
        .map(forks -> Trial.result(forks, "run"))
        .toList();
  }

  /**
   * Whether any run is called REGRESSED.
   *
   * @param base of each run
   */
  private boolean anyRegressed(List<BenchmarkResult> runs, IntUnaryOperator base) {
    return IntStream.range(1, runs.size())
        .mapToObj(run -> comparer.compare("id", runs.get(base.applyAsInt(run)), runs.get(run)))
        .anyMatch(row -> row.verdict() == Verdict.REGRESSED);
  }

  /** A change of level is found five runs later and placed; none is where there is none. */
  static List<Check> changes(SeededRandom random) {
    Series series = new Series(random);
    List<Check> checks = new ArrayList<>();
    for (int length : new int[] {20, 50, 250}) {
      checks.add(
          Check.atMost(
              "any change of level: " + length + " runs of the same code",
              count(MANY, () -> !series.points(length, length).isEmpty()),
              0.01,
              MANY));
    }
    checks.add(
        Check.atLeast(
            "change of level placed within one run: +5 % after 20 runs apart by 1.5 %, 5 runs"
                + " later",
            count(SOME, series::placed), 0.9, SOME));
    return checks;
  }

  private boolean placed() {
    return points(STEP_AT + RUNS_AFTER, STEP_AT).stream()
        .anyMatch(point -> Math.abs(point - STEP_AT) <= 1);
  }

  private static int count(int times, BooleanSupplier event) {
    return (int) IntStream.range(0, times).filter(i -> event.getAsBoolean()).count();
  }

  /** The changes found in a series that is 5 % slower from some run on. */
  private List<Integer> points(int length, int slowerFrom) {
    double[] values =
        IntStream.range(0, length)
            .mapToDouble(run -> run < slowerFrom ? 0 : StrictMath.log(1.05))
            .map(mean -> StrictMath.exp(mean + RUN_DEVIATION * random.nextGaussian()))
            .toArray();
    return ChangePoints.of(values, random.nextLong()).stream().map(point -> point.index()).toList();
  }
}
