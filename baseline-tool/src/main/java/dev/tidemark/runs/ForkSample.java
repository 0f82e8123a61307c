package dev.tidemark.runs;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One fresh JVM's measurement of one id: the unit of all inference.
 *
 * @param warmup means of the warm-up iterations, in the unit of the result
 * @param iterations means of the measured iterations, in the unit of the result
 * @param n operations (or iterations, by the result's basis) behind {@code mean}, at least 1
 * @param mean of this fork in the unit of the result; JSON {@code mean_ns} for a time, {@code
 *     value} otherwise
 * @param quantiles of this fork's operations; empty when they were not timed singly
 * @param allocBytesPerOp bytes that an operation of this fork allocated; empty if not measured
 */
public record ForkSample(
    ForkOrigin origin,
    List<Double> warmup,
    List<Double> iterations,
    long n,
    double mean,
    Map<Quantile, Double> quantiles,
    OptionalDouble allocBytesPerOp) {

  public ForkSample {
    Checks.finite("warmup", warmup);
    Checks.finite("iterations", iterations);
    Checks.finite("mean", mean);
    Checks.finite("alloc_bytes_per_op", allocBytesPerOp);
    Checks.atLeastOne("n", n);
    warmup = List.copyOf(warmup);
    iterations = List.copyOf(iterations);
    quantiles = TimeOutcome.copyOf(quantiles);
  }

  public String session() {
    return origin.session();
  }

  public int round() {
    return origin.round();
  }

  public Optional<Instant> startedAt() {
    return origin.startedAt();
  }

  /** This fork as another round's. */
  ForkSample inRound(int newRound) {
    return new ForkSample(
        origin.inRound(newRound), warmup, iterations, n, mean, quantiles, allocBytesPerOp);
  }

  /** This fork with what an operation of it allocated. */
  public ForkSample allocating(double bytesPerOp) {
    return new ForkSample(
        origin, warmup, iterations, n, mean, quantiles, OptionalDouble.of(bytesPerOp));
  }
}
