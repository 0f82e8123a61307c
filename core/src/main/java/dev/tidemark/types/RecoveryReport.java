package dev.tidemark.types;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What opening a database found in its directory.
 *
 * @param checkpoint the checkpoint it started from; empty if the log was read from its beginning
 * @param skipped checkpoints that are damaged and were passed over
 * @param commits commits recovered from the log, behind the checkpoint
 * @param bytes bytes of their records
 * @param lastVersion the newest version, 0 if there is none
 * @param lastTimeMicros its commit time, 0 if there is none
 * @param droppedRecords whole records found in the unsynced tail behind the first incomplete one,
 *     and dropped with it
 * @param droppedBytes bytes of that tail
 * @param cleanShutdown whether the last user closed the database, or the database is new
 * @param activeRuns runs that an unclean shutdown left active; empty after a clean one
 * @param indexes how the derived indexes came back
 * @param segments log segments read
 * @param elapsed time it took
 */
public record RecoveryReport(
    Optional<CheckpointReport> checkpoint,
    List<FileProblem> skipped,
    long commits,
    long bytes,
    long lastVersion,
    long lastTimeMicros,
    int droppedRecords,
    long droppedBytes,
    boolean cleanShutdown,
    List<RunId> activeRuns,
    IndexRecovery indexes,
    int segments,
    Duration elapsed) {
  public RecoveryReport {
    skipped = List.copyOf(skipped);
    activeRuns = List.copyOf(activeRuns);
  }

  /** The report of a database that begins empty. */
  public static RecoveryReport nothing() {
    return new RecoveryReport(
        Optional.empty(),
        List.of(),
        0,
        0,
        0,
        0,
        0,
        0,
        true,
        List.of(),
        IndexRecovery.nothing(),
        0,
        Duration.ZERO);
  }

  /** This report with the runs found active. */
  public RecoveryReport withActiveRuns(List<RunId> runs) {
    return new RecoveryReport(
        checkpoint,
        skipped,
        commits,
        bytes,
        lastVersion,
        lastTimeMicros,
        droppedRecords,
        droppedBytes,
        cleanShutdown,
        runs,
        indexes,
        segments,
        elapsed);
  }

  /** This report with what is known of the indexes. */
  public RecoveryReport withIndexes(IndexRecovery found) {
    return new RecoveryReport(
        checkpoint,
        skipped,
        commits,
        bytes,
        lastVersion,
        lastTimeMicros,
        droppedRecords,
        droppedBytes,
        cleanShutdown,
        activeRuns,
        found,
        segments,
        elapsed);
  }
}
