package dev.tidemark.baseline.html;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.Quantile;
import dev.tidemark.runs.TimeOutcome;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Percentile curves; a point is shown only where ten samples or more lie beyond it. */
final class Percentiles {

  private static final int FEWEST_BEYOND = 10;

  /** The share of samples beyond each quantile, in the order that a curve lists them. */
  private static final SortedMap<Quantile, Double> BEYOND =
      new TreeMap<>(
          Map.of(
              Quantile.P50, 0.5,
              Quantile.P90, 0.1,
              Quantile.P95, 0.05,
              Quantile.P99, 0.01,
              Quantile.P999, 0.001));

  private Percentiles() {}

  /** Of all forks together; empty if single operations were not timed. */
  static Optional<ArrayNode> merged(BenchmarkResult result) {
    return result.outcome() instanceof TimeOutcome time
            && time.basis() == TimeOutcome.Basis.OPERATIONS
        ? curve(time.quantiles(), time.samples())
        : Optional.empty();
  }

  static Optional<ArrayNode> of(ForkSample fork) {
    return curve(fork.quantiles(), fork.n());
  }

  private static Optional<ArrayNode> curve(Map<Quantile, Double> quantiles, long samples) {
    ArrayNode curve = JsonNodeFactory.instance.arrayNode();
    for (Map.Entry<Quantile, Double> beyond : BEYOND.entrySet()) {
      Double value = quantiles.get(beyond.getKey());
      boolean shown = value != null && samples * beyond.getValue() >= FEWEST_BEYOND;
      if (shown) {
        curve.add(Numbers.number(value));
      } else {
        curve.addNull();
      }
    }
    for (int i = curve.size() - 1; i >= 0 && curve.get(i).isNull(); i--) {
      curve.remove(i);
    }
    return curve.isEmpty() ? Optional.empty() : Optional.of(curve);
  }
}
