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

  /** What an operation allocates, if both sides say so. */
  public Optional<Allocation> allocation() {
    return verdict.isPaired()
        ? Allocation.of(base.orElseThrow(), current.orElseThrow())
        : Optional.empty();
  }

  /** How that changed, if it did. */
  public Optional<String> allocationChange() {
    return allocation().flatMap(Allocation::change);
  }

  /** Whether every fork of CURRENT allocates more than every fork of BASE. */
  public boolean allocatesMore() {
    return allocation().filter(a -> a.judgement() == Allocation.Judgement.MORE).isPresent();
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
