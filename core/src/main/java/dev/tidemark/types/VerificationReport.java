package dev.tidemark.types;

import java.util.ArrayList;
import java.util.List;

/**
 * What a check of every file of a database found.
 *
 * @param files checkpoints and log segments read
 * @param blocks sound blocks of checkpoints
 * @param entries entry versions in them
 * @param records sound records of the log
 * @param problems what is wrong, empty if nothing is
 */
public record VerificationReport(
    int files, long blocks, long entries, long records, List<FileProblem> problems) {
  public VerificationReport {
    problems = List.copyOf(problems);
  }

  /** The report of a database without files. */
  public static VerificationReport nothing() {
    return new VerificationReport(0, 0, 0, 0, List.of());
  }

  /** This report with one more problem. */
  public VerificationReport with(FileProblem problem) {
    List<FileProblem> all = new ArrayList<>(problems);
    all.add(problem);
    return new VerificationReport(files, blocks, entries, records, all);
  }

  /** Whether nothing is wrong. */
  public boolean isSound() {
    return problems.isEmpty();
  }
}
