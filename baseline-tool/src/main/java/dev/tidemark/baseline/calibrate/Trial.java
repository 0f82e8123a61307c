package dev.tidemark.baseline.calibrate;

import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkOrigin;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.MeasurementSetup;
import dev.tidemark.runs.TimeOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One synthetic comparison.
 *
 * @param base iterations by fork
 * @param current iterations by fork
 * @param baseSessions over which the forks of BASE are spread evenly, in order
 */
record Trial(double[][] base, double[][] current, int baseSessions) {

  private static final int NANOS = 1000;
  private static final MeasurementSetup SETUP = averageTime();

  BenchmarkResult baseResult() {
    return result(base, baseSessions, "base");
  }

  BenchmarkResult currentResult() {
    return result(current, "current");
  }

  static double[] pooled(double[][] forks) {
    double[] pooled = new double[forks.length * forks[0].length];
    for (int i = 0; i < forks.length; i++) {
      System.arraycopy(forks[i], 0, pooled, i * forks[i].length, forks[i].length);
    }
    return pooled;
  }

  static double mean(double[][] forks) {
    double sum = 0;
    for (double[] fork : forks) {
      for (double iteration : fork) {
        sum += iteration;
      }
    }
    return sum / forks.length / forks[0].length;
  }

  /** Of each fork. */
  static double[] medians(double[][] forks) {
    return Arrays.stream(forks)
        .mapToDouble(fork -> Arrays.stream(fork).sorted().toArray()[fork.length / 2])
        .toArray();
  }

  /** A result of one session. */
  static BenchmarkResult result(double[][] forks, String session) {
    return result(forks, 1, session);
  }

  private static BenchmarkResult result(double[][] forks, int sessions, String name) {
    List<ForkSample> samples = new ArrayList<>();
    for (int i = 0; i < forks.length; i++) {
      samples.add(fork(name + i * sessions / forks.length, i + 1, forks[i]));
    }
    TimeOutcome time =
        new TimeOutcome(
            NANOS * mean(forks),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            forks.length,
            TimeOutcome.Basis.ITERATION_MEANS,
            Map.of());
    return new BenchmarkResult(
        time, SETUP, OptionalDouble.empty(), OptionalDouble.empty(), new TreeMap<>(), samples);
  }

  private static ForkSample fork(String session, int round, double[] iterations) {
    Double[] nanos = new Double[iterations.length];
    double sum = 0;
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = NANOS * iterations[i];
      sum += nanos[i];
    }
    return new ForkSample(
        new ForkOrigin(session, round, 0, Optional.empty(), OptionalLong.empty()),
        List.of(),
        List.of(nanos),
        iterations.length,
        sum / iterations.length,
        Map.of(),
        OptionalDouble.empty());
  }

  private static MeasurementSetup averageTime() {
    MeasurementSetup none = MeasurementSetup.NOT_RECORDED;
    return new MeasurementSetup(
        none.harnessVersion(),
        Optional.of("avgt"),
        none.threads(),
        none.params(),
        none.batch(),
        none.itemsPerCall(),
        none.warmup(),
        none.measurement(),
        none.rate(),
        none.durability(),
        none.tier());
  }
}
