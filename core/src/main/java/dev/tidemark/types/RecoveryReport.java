package dev.tidemark.types;

import java.time.Duration;

/**
 * What opening a database found in its log.
 *
 * @param commits commits recovered
 * @param bytes bytes of their records
 * @param lastVersion version of the last of them, 0 if there is none
 * @param lastTimeMicros commit time of the last of them, 0 if there is none
 * @param droppedRecords whole records found in the unsynced tail behind the first incomplete one,
 *     and dropped with it
 * @param droppedBytes bytes of that tail
 * @param cleanShutdown whether the last user closed the database, or the database is new
 * @param segments log segments read
 * @param elapsed time it took
 */
public record RecoveryReport(
    long commits,
    long bytes,
    long lastVersion,
    long lastTimeMicros,
    int droppedRecords,
    long droppedBytes,
    boolean cleanShutdown,
    int segments,
    Duration elapsed) {
  /** The report of a database that begins empty. */
  public static RecoveryReport nothing() {
    return new RecoveryReport(0, 0, 0, 0, 0, 0, true, 0, Duration.ZERO);
  }
}
