package dev.tidemark.baseline.compare;

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

  /** This row with something added to its note. */
  Row noting(String more) {
    return with(verdict, note.isEmpty() ? more : more + "; " + note);
  }

  Row needing(int forks) {
    return new Row(id, base, current, ratio, evidence, verdict, OptionalInt.of(forks), note);
  }

  /** This row judged otherwise, or for another reason. */
  Row with(Verdict newVerdict, String newNote) {
    return new Row(id, base, current, ratio, evidence, newVerdict, forksNeeded, newNote);
  }
}
