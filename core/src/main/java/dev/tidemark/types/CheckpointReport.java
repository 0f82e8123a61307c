package dev.tidemark.types;

import java.time.Duration;

/**
 * A checkpoint that was written or read.
 *
 * @param file its name
 * @param version the version whose state it holds
 * @param timeMicros the commit time of that version, 0 if it is the empty database's
 * @param entries entry versions in it
 * @param bytes size of the file
 * @param indexSections sections that derived indexes keep beside it, in a file of their own; of one
 *     that was read, see {@link RecoveryReport#indexes}
 * @param elapsed time it took, the check of the whole file included
 */
public record CheckpointReport(
    String file,
    long version,
    long timeMicros,
    long entries,
    long bytes,
    int indexSections,
    Duration elapsed) {
  /** This report with the number of sections. */
  public CheckpointReport withIndexSections(int sections) {
    return new CheckpointReport(file, version, timeMicros, entries, bytes, sections, elapsed);
  }
}
