package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.Rounding;
import dev.tidemark.runs.BenchmarkResult;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One id.
 *
 * @param ratio how many times worse the current run is: above 1 is slower, or less of what should
 *     be more; empty when either side is absent, not comparable or not above 0
 * @param evidence empty when there were too few forks for it
 * @param forksNeeded on each side to settle an undecided row; empty for any other, or when no
 *     number can be given
 * @param note why the verdict is what it is; may be blank
 */
public record Row(
    String id,
    Optional<BenchmarkResult> base,
    Optional<BenchmarkResult> current,
    OptionalDouble ratio,
    Optional<Evidence> evidence,
    Verdict verdict,
    OptionalInt forksNeeded,
    String note) {

  private static final double ALLOCATION_JITTER = 0.01;

  /**
   * What an operation allocates, if both runs say so and it changed: by more than the 8 bytes to
   * which a JVM rounds the size of an object, and by more than 1 % of it.
   */
  public Optional<String> allocation() {
    OptionalDouble before = allocated(base);
    OptionalDouble after = allocated(current);
    if (!verdict.isPaired() || before.isEmpty() || after.isEmpty()) {
      return Optional.empty();
    }
    double change = Math.abs(after.getAsDouble() - before.getAsDouble());
    return change > Math.max(Pair.OBJECT_ALIGNMENT, ALLOCATION_JITTER * before.getAsDouble())
        ? Optional.of(
            "allocates "
                + Rounding.plain(after.getAsDouble())
                + " B an operation, was "
                + Rounding.plain(before.getAsDouble()))
        : Optional.empty();
  }

  private static OptionalDouble allocated(Optional<BenchmarkResult> result) {
    return result.map(BenchmarkResult::allocBytesPerOp).orElse(OptionalDouble.empty());
  }

  /** This row with something added to its note. */
  Row noting(String more) {
    return with(verdict, note.isEmpty() ? more : more + "; " + note);
  }

  /** This row with another adjusted p-value; it must have evidence. */
  Row adjusted(double p) {
    return new Row(
        id, base, current, ratio, evidence.map(e -> e.adjusted(p)), verdict, forksNeeded, note);
  }

  Row needing(int forks) {
    return new Row(id, base, current, ratio, evidence, verdict, OptionalInt.of(forks), note);
  }

  /** This row judged otherwise, or for another reason. */
  Row with(Verdict newVerdict, String newNote) {
    return new Row(id, base, current, ratio, evidence, newVerdict, forksNeeded, newNote);
  }
}
