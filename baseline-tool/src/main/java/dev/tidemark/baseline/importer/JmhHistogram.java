package dev.tidemark.baseline.importer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.runs.Quantile;
import dev.tidemark.runs.RecordNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** How often each value occurred in sample mode. */
final class JmhHistogram {

  private static final Map<Quantile, Double> SHARES =
      Map.of(
          Quantile.P50, 0.5,
          Quantile.P90, 0.9,
          Quantile.P95, 0.95,
          Quantile.P99, 0.99,
          Quantile.P999, 0.999);

  private final TreeMap<Double, Long> counts = new TreeMap<>();
  private long total;
  private double sum;

  /** Adds one {@code [[value, count], …]}, with the values multiplied. */
  void addAll(RecordNode owner, String place, JsonNode pairs, double factor) {
    for (JsonNode pair : pairs) {
      if (!pair.isArray() || pair.size() != 2 || !pair.get(1).canConvertToLong()) {
        throw owner.error(place, "holds " + pair, "it must be pairs of a value and a count");
      }
      add(JmhNumber.of(owner, place, pair.get(0)) * factor, pair.get(1).longValue());
    }
  }

  void addAll(JmhHistogram other) {
    other.counts.forEach(this::add);
  }

  private void add(double value, long count) {
    if (count > 0) {
      counts.merge(value, count, Long::sum);
      total += count;
      sum += value * count;
    }
  }

  long total() {
    return total;
  }

  double mean() {
    return sum / total;
  }

  double least() {
    return counts.firstKey();
  }

  double largest() {
    return counts.lastKey();
  }

  double deviation() {
    double mean = mean();
    double squares =
        counts.entrySet().stream()
            .mapToDouble(e -> (e.getKey() - mean) * (e.getKey() - mean) * e.getValue())
            .sum();
    return StrictMath.sqrt(squares / Math.max(1, total - 1));
  }

  /** By nearest rank. */
  Map<Quantile, Double> quantiles() {
    Map<Quantile, Double> quantiles = new EnumMap<>(Quantile.class);
    for (Quantile quantile : Quantile.values()) {
      quantiles.put(quantile, at((long) Math.ceil(SHARES.get(quantile) * total)));
    }
    return quantiles;
  }

  private double at(long rank) {
    long seen = 0;
    for (Map.Entry<Double, Long> entry : counts.entrySet()) {
      seen += entry.getValue();
      if (seen >= rank) {
        return entry.getKey();
      }
    }
    return largest();
  }
}
