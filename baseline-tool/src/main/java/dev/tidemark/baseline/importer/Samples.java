package dev.tidemark.baseline.importer;

import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkOrigin;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.MeasurementSetup;
import dev.tidemark.runs.Outcome;
import dev.tidemark.runs.Quantile;
import dev.tidemark.runs.TimeOutcome;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds the parts of a result from plain values. */
final class Samples {

  private Samples() {}

  /** A fork whose mean is that of its iterations. */
  static ForkSample fork(String session, int round, int order, double... iterations) {
    return fork(session, round, order, iterations, iterations.length, mean(iterations), Map.of());
  }

  static ForkSample fork(
      String session,
      int round,
      int order,
      double[] iterations,
      long n,
      double mean,
      Map<Quantile, Double> quantiles) {
    return new ForkSample(
        new ForkOrigin(session, round, order, Optional.empty(), OptionalLong.empty()),
        List.of(),
        Arrays.stream(iterations).boxed().toList(),
        n,
        mean,
        quantiles,
        OptionalDouble.empty());
  }

  /** The spread of iteration means, in nanoseconds. */
  static TimeOutcome ofIterations(double meanNs, double... iterations) {
    double[] sorted = iterations.clone();
    Arrays.sort(sorted);
    return new TimeOutcome(
        meanNs,
        OptionalDouble.of(median(sorted)),
        deviation(sorted),
        OptionalDouble.of(sorted[0]),
        OptionalDouble.of(sorted[sorted.length - 1]),
        sorted.length,
        TimeOutcome.Basis.ITERATION_MEANS,
        Map.of());
  }

  /** A time of which only the mean is known. */
  static TimeOutcome ofMean(double meanNs) {
    return new TimeOutcome(
        meanNs,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        1,
        TimeOutcome.Basis.UNKNOWN,
        Map.of());
  }

  static BenchmarkResult result(
      Outcome outcome, MeasurementSetup setup, SortedMap<String, Double> aux, ForkSample... forks) {
    return new BenchmarkResult(
        outcome, setup, OptionalDouble.empty(), OptionalDouble.empty(), aux, List.of(forks));
  }

  /** A set-up of which only mode and parameters are known. */
  static MeasurementSetup setup(String mode, Map<String, String> params) {
    MeasurementSetup none = MeasurementSetup.NOT_RECORDED;
    return new MeasurementSetup(
        none.harnessVersion(),
        Optional.of(mode),
        none.threads(),
        new TreeMap<>(params),
        none.batch(),
        none.itemsPerCall(),
        none.warmup(),
        none.measurement(),
        none.rate(),
        none.durability(),
        none.tier());
  }

  static double mean(double... values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static OptionalDouble deviation(double[] values) {
    if (values.length < 2) {
      return OptionalDouble.empty();
    }
    double mean = mean(values);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return OptionalDouble.of(StrictMath.sqrt(squares / (values.length - 1)));
  }
}
