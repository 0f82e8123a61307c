package dev.tidemark.runs;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One fresh JVM's measurement of one id: the unit of all inference.
 *
 * @param session names the run the fork belongs to
 * @param round counted from 1
 * @param order position within the round, counted from 0
 * @param warmup means of the warm-up iterations, in the unit of the result
 * @param iterations means of the measured iterations, in the unit of the result
 * @param n operations (or iterations, by the result's basis) behind {@code mean}, at least 1
 * @param mean of this fork in the unit of the result; JSON {@code mean_ns} for a time, {@code
 *     value} otherwise
 * @param quantiles of this fork's operations; empty when they were not timed singly
 * @param allocBytesPerOp bytes that an operation of this fork allocated
 */
public record ForkSample(
    String session,
    int round,
    int order,
    Optional<Instant> startedAt,
    OptionalLong pid,
    List<Double> warmup,
    List<Double> iterations,
    long n,
    double mean,
    Map<Quantile, Double> quantiles,
    OptionalDouble allocBytesPerOp) {

  /** A fork whose allocation was not measured. */
  public ForkSample(
      String session,
      int round,
      int order,
      Optional<Instant> startedAt,
      OptionalLong pid,
      List<Double> warmup,
      List<Double> iterations,
      long n,
      double mean,
      Map<Quantile, Double> quantiles) {
    this(
        session,
        round,
        order,
        startedAt,
        pid,
        warmup,
        iterations,
        n,
        mean,
        quantiles,
        OptionalDouble.empty());
  }

  public ForkSample {
    Checks.finite("warmup", warmup);
    Checks.finite("iterations", iterations);
    Checks.finite("mean", mean);
    Checks.finite("alloc_bytes_per_op", allocBytesPerOp);
    if (n < 1 || round < 1 || order < 0) {
      throw new IllegalArgumentException(
          "fork with n " + n + ", round " + round + ", order " + order + "; the least are 1, 1, 0");
    }
    warmup = List.copyOf(warmup);
    iterations = List.copyOf(iterations);
    quantiles = TimeOutcome.copyOf(quantiles);
  }

  /** This fork as another round's. */
  ForkSample inRound(int newRound) {
    return new ForkSample(
        session,
        newRound,
        order,
        startedAt,
        pid,
        warmup,
        iterations,
        n,
        mean,
        quantiles,
        allocBytesPerOp);
  }

  /** This fork with what an operation of it allocated. */
  public ForkSample allocating(double bytesPerOp) {
    return new ForkSample(
        session,
        round,
        order,
        startedAt,
        pid,
        warmup,
        iterations,
        n,
        mean,
        quantiles,
        OptionalDouble.of(bytesPerOp));
  }
}
