package dev.tidemark.baseline.compare;

import dev.tidemark.runs.BenchmarkResult;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One id.
 *
 * @param ratio how many times worse the current run is: above 1 is slower, or less of what should
 *     be more; empty when either side is absent, not comparable or not above 0
 * @param evidence empty when there were too few forks for it
 * @param note why the verdict is what it is; may be blank
 */
public record Row(
    String id,
    Optional<BenchmarkResult> base,
    Optional<BenchmarkResult> current,
    OptionalDouble ratio,
    Optional<Evidence> evidence,
    Verdict verdict,
    String note) {

  Row withNote(String newNote) {
    return new Row(id, base, current, ratio, evidence, verdict, newNote);
  }
}
