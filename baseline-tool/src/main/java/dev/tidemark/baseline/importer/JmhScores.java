package dev.tidemark.baseline.importer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.runs.Direction;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.Outcome;
import dev.tidemark.runs.Quantile;
import dev.tidemark.runs.RecordNode;
import dev.tidemark.runs.TimeOutcome;
import dev.tidemark.runs.ValueOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * A primary metric fork by fork. Times are in nanoseconds; throughput is in operations per second
 * and stays a rate, since the mean of reciprocals is not the reciprocal of the mean. The mean is
 * that of the fork means.
 */
final class JmhScores {

  /** The values of a fork that lives no more. */
  private record Fork(double[] iterations, Optional<JmhHistogram> operations) {
    double mean() {
      return operations.map(JmhHistogram::mean).orElseGet(() -> Samples.mean(iterations));
    }

    long n() {
      return operations.map(JmhHistogram::total).orElse((long) iterations.length);
    }

    boolean usable(boolean time) {
      boolean any = operations.map(o -> o.total() > 0).orElse(iterations.length > 0);
      return any && Double.isFinite(mean()) && (!time || mean() > 0);
    }
  }

  private final RecordNode metric;
  private final JmhUnit unit;
  private final double score;
  private final List<Fork> forks = new ArrayList<>();
  private final int unusable;

  JmhScores(RecordNode metric) {
    this.metric = metric;
    String text = metric.text("scoreUnit");
    this.unit =
        JmhUnit.parse(text)
            .orElseThrow(
                () ->
                    metric.error(
                        metric.at("scoreUnit"), "is \"" + text + "\"", "use ops/TIME or TIME/op"));
    if (!metric.has("score")) {
      throw metric.missing("score");
    }
    this.score =
        JmhNumber.of(metric, metric.at("score"), metric.tree().get("score")) * unit.factor();
    rows("rawData").forEach(this::addIterations);
    rows("rawDataHistogram").forEach(this::addHistograms);
    int left = forks.size();
    forks.removeIf(fork -> !fork.usable(!unit.rate()));
    this.unusable = left - forks.size();
  }

  /** Forks that left values, but none that can be compared. */
  int unusable() {
    return unusable;
  }

  int forks() {
    return forks.size();
  }

  /** Empty when neither the forks nor the score say anything. */
  Optional<Outcome> outcome() {
    double mean = mean();
    if (!Double.isFinite(mean) || (!unit.rate() && mean <= 0)) {
      return Optional.empty();
    }
    if (unit.rate()) {
      return Optional.of(new ValueOutcome(mean, "ops/s", Direction.HIGHER_IS_BETTER));
    }
    return Optional.of(forks.isEmpty() ? Samples.ofMean(mean) : time(mean));
  }

  /** Operations per second of a rate. */
  OptionalDouble rate() {
    return unit.rate() && Double.isFinite(mean())
        ? OptionalDouble.of(mean())
        : OptionalDouble.empty();
  }

  List<ForkSample> samples(String session, int order) {
    List<ForkSample> samples = new ArrayList<>();
    for (Fork fork : forks) {
      Map<Quantile, Double> quantiles =
          fork.operations().map(JmhHistogram::quantiles).orElse(Map.of());
      samples.add(
          Samples.fork(
              session,
              samples.size() + 1,
              order,
              fork.iterations(),
              fork.n(),
              fork.mean(),
              quantiles));
    }
    return samples;
  }

  private double mean() {
    return forks.stream().mapToDouble(Fork::mean).average().orElse(score);
  }

  private TimeOutcome time(double mean) {
    JmhHistogram all = new JmhHistogram();
    forks.forEach(fork -> fork.operations().ifPresent(all::addAll));
    if (all.total() == 0) {
      return Samples.ofIterations(
          mean, forks.stream().flatMapToDouble(f -> DoubleStream.of(f.iterations())).toArray());
    }
    Map<Quantile, Double> quantiles = all.quantiles();
    return new TimeOutcome(
        mean,
        OptionalDouble.of(quantiles.get(Quantile.P50)),
        OptionalDouble.of(all.deviation()),
        OptionalDouble.of(all.least()),
        OptionalDouble.of(all.largest()),
        all.total(),
        TimeOutcome.Basis.OPERATIONS,
        quantiles);
  }

  private List<JsonNode> rows(String field) {
    List<JsonNode> rows = new ArrayList<>();
    if (metric.has(field)) {
      for (JsonNode row : metric.tree().get(field)) {
        requireArray(metric.at(field) + "[" + rows.size() + "]", row);
        rows.add(row);
      }
    }
    return rows;
  }

  private void addIterations(JsonNode row) {
    String place = metric.at("rawData") + "[" + forks.size() + "]";
    double[] iterations = new double[row.size()];
    for (int i = 0; i < iterations.length; i++) {
      iterations[i] = JmhNumber.of(metric, place + "[" + i + "]", row.get(i)) * unit.factor();
    }
    forks.add(new Fork(iterations, Optional.empty()));
  }

  private void addHistograms(JsonNode row) {
    String place = metric.at("rawDataHistogram") + "[" + forks.size() + "]";
    JmhHistogram whole = new JmhHistogram();
    List<Double> means = new ArrayList<>();
    for (JsonNode iteration : row) {
      requireArray(place, iteration);
      JmhHistogram one = new JmhHistogram();
      one.addAll(metric, place, iteration, unit.factor());
      if (one.total() > 0) {
        means.add(one.mean());
      }
      whole.addAll(one);
    }
    forks.add(
        new Fork(means.stream().mapToDouble(Double::doubleValue).toArray(), Optional.of(whole)));
  }

  private void requireArray(String place, JsonNode node) {
    if (!node.isArray()) {
      throw metric.error(place, "is no array", "JMH writes an array for each fork");
    }
  }
}
