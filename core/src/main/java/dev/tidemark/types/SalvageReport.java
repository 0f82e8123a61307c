package dev.tidemark.types;

import java.util.List;

/**
 * What a salvage saved and what it could not.
 *
 * @param entries entries in the new database
 * @param version its version: the highest found
 * @param records sound records of the log that were used
 * @param lost what was damaged or missing, empty if nothing was
 */
public record SalvageReport(long entries, long version, long records, List<FileProblem> lost) {
  public SalvageReport {
    lost = List.copyOf(lost);
  }
}
