package dev.tidemark.runs;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Time per operation in nanoseconds.
 *
 * @param meanNs mean of the fork means, above 0
 * @param samples how many values the spread figures rest on, at least 1
 * @param basis what one sample is
 * @param quantiles by nearest rank over operations; empty when operations were not timed singly
 */
public record TimeOutcome(
    double meanNs,
    OptionalDouble medianNs,
    OptionalDouble stddevNs,
    OptionalDouble minNs,
    OptionalDouble maxNs,
    long samples,
    Basis basis,
    Map<Quantile, Double> quantiles)
    implements Outcome {

  /** What one sample is. */
  public enum Basis {
    OPERATIONS,
    ITERATION_MEANS,
    /** The record does not say. */
    UNKNOWN
  }

  public TimeOutcome {
    Checks.positive("mean_ns", meanNs);
    Checks.finite("median_ns", medianNs);
    stddevNs.ifPresent(v -> Checks.notNegative("stddev_ns", v));
    Checks.finite("min_ns", minNs);
    Checks.finite("max_ns", maxNs);
    Checks.atLeastOne("samples", samples);
    quantiles = copyOf(quantiles);
  }

  static Map<Quantile, Double> copyOf(Map<Quantile, Double> quantiles) {
    EnumMap<Quantile, Double> copy = new EnumMap<>(Quantile.class);
    copy.putAll(quantiles);
    copy.forEach((quantile, value) -> Checks.notNegative(quantile.field(), value));
    return Collections.unmodifiableMap(copy);
  }

  @Override
  public double point() {
    return meanNs;
  }

  @Override
  public String unit() {
    return "ns";
  }

  @Override
  public Direction direction() {
    return Direction.LOWER_IS_BETTER;
  }
}
