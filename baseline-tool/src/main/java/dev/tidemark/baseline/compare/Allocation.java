package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.Rounding;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkSample;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;

/**
 * The bytes that an operation allocates. Forks agree on them but for jitter, so they are judged
 * like other exact figures: by every fork, and beyond a quantum, which is the 8 bytes to which a
 * JVM rounds the size of an object or 1 % of BASE, whichever is more.
 *
 * @param base mean over the forks
 * @param current mean over the forks
 */
public record Allocation(double base, double current, Judgement judgement) {

  /** What the forks of both sides say together. */
  public enum Judgement {
    /** Every fork of CURRENT allocates more than every fork of BASE. */
    MORE,
    /** Every fork of CURRENT allocates less than every fork of BASE. */
    LESS,
    SAME,
    /** A side does not say it fork by fork, or has a single one. */
    NOT_JUDGED
  }

  private static final double JITTER = 0.01;

  /** Empty unless both sides say what they allocate. */
  static Optional<Allocation> of(BenchmarkResult base, BenchmarkResult current) {
    OptionalDouble before = base.allocBytesPerOp();
    OptionalDouble after = current.allocBytesPerOp();
    if (before.isEmpty() || after.isEmpty()) {
      return Optional.empty();
    }
    double quantum = quantum(before.getAsDouble());
    return Optional.of(
        new Allocation(
            before.getAsDouble(), after.getAsDouble(), judgement(base, current, quantum)));
  }

  private static Judgement judgement(
      BenchmarkResult base, BenchmarkResult current, double quantum) {
    if (!byFork(base) || !byFork(current)) {
      return Judgement.NOT_JUDGED;
    }
    if (extreme(current, Math::min) - extreme(base, Math::max) > quantum) {
      return Judgement.MORE;
    }
    return extreme(base, Math::min) - extreme(current, Math::max) > quantum
        ? Judgement.LESS
        : Judgement.SAME;
  }

  private static boolean byFork(BenchmarkResult result) {
    return result.forks().size() > 1
        && result.forks().stream().allMatch(fork -> fork.allocBytesPerOp().isPresent());
  }

  private static double extreme(BenchmarkResult result, DoubleBinaryOperator choice) {
    return result.forks().stream()
        .map(ForkSample::allocBytesPerOp)
        .mapToDouble(OptionalDouble::getAsDouble)
        .reduce(choice)
        .orElseThrow();
  }

  private static double quantum(double base) {
    return Math.max(Pair.OBJECT_ALIGNMENT, JITTER * base);
  }

  /** What changed, for people; empty for a change within the quantum. */
  public Optional<String> change() {
    if (Math.abs(current - base) <= quantum(base)) {
      return Optional.empty();
    }
    return Optional.of(
        "allocates "
            + Rounding.plain(current)
            + " B an operation, was "
            + Rounding.plain(base)
            + (judgement == Judgement.SAME ? ", but not in every fork" : ""));
  }
}
