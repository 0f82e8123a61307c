package dev.tidemark.runs;

import dev.tidemark.baseline.statistics.Interval;
import dev.tidemark.baseline.statistics.LogSample;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The value of a gate's metric in a result, for the whole run and fork by fork. */
record GateMetric(double point, List<Double> forks, String unit, Direction direction) {

  private static final double CONFIDENCE = 0.99;

  /** The t interval over the logarithms of the forks; empty with fewer than two above 0. */
  Optional<Interval> interval() {
    if (forks.size() < 2 || forks.stream().anyMatch(v -> v <= 0)) {
      return Optional.empty();
    }
    return Optional.of(
        LogSample.of(forks.stream().mapToDouble(Double::doubleValue).toArray())
            .interval(CONFIDENCE));
  }

  static boolean known(String metric) {
    return metric.equals("mean_ns") || metric.equals("value") || quantile(metric).isPresent();
  }

  static List<String> allowed() {
    return Stream.concat(
            Stream.of("mean_ns", "value"), Arrays.stream(Quantile.values()).map(Quantile::field))
        .toList();
  }

  /** Empty when the result does not hold the metric. */
  static Optional<GateMetric> of(BenchmarkResult result, String metric) {
    boolean time = result.outcome() instanceof TimeOutcome;
    if (time && quantile(metric).isPresent()) {
      return ofQuantile(result, (TimeOutcome) result.outcome(), quantile(metric).get());
    }
    if (!metric.equals(time ? "mean_ns" : "value")) {
      return Optional.empty();
    }
    Outcome outcome = result.outcome();
    return Optional.of(
        new GateMetric(outcome.point(), means(result), outcome.unit(), outcome.direction()));
  }

  private static List<Double> means(BenchmarkResult result) {
    return result.forks().stream().map(ForkSample::mean).toList();
  }

  private static Optional<GateMetric> ofQuantile(
      BenchmarkResult result, TimeOutcome time, Quantile quantile) {
    OptionalDouble point =
        time.quantiles().containsKey(quantile)
            ? OptionalDouble.of(time.quantiles().get(quantile))
            : OptionalDouble.empty();
    List<Double> forks =
        result.forks().stream()
            .filter(fork -> fork.quantiles().containsKey(quantile))
            .map(fork -> fork.quantiles().get(quantile))
            .toList();
    return point.isEmpty()
        ? Optional.empty()
        : Optional.of(new GateMetric(point.getAsDouble(), forks, "ns", time.direction()));
  }

  private static Optional<Quantile> quantile(String metric) {
    return Arrays.stream(Quantile.values()).filter(q -> q.field().equals(metric)).findFirst();
  }
}
