package dev.tidemark.telemetry;

import dev.tidemark.types.CheckpointReport;
import dev.tidemark.types.RecoveryReport;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The opening of a database directory. */
@Name("dev.tidemark.Recovery")
@Label("Recovery")
@Category("Tidemark")
@Description("The opening of a database directory")
@StackTrace(false)
public final class RecoveryEvent extends Event {
  @Label("Version of the Checkpoint")
  long checkpointVersion;

  @Label("Newest Version")
  long lastVersion;

  @Label("Commits from the Log")
  long commits;

  @Label("Bytes of the Log")
  @DataAmount
  long bytes;

  @Label("Bytes of the Unsynced Tail")
  @DataAmount
  long droppedBytes;

  @Label("Clean Shutdown")
  boolean clean;

  private RecoveryEvent() {}

  /** Starts the clock; null if such events are not recorded. */
  public static RecoveryEvent start() {
    if (!FlightRecorder.isInitialized() || !EventTypes.RECOVERY.isEnabled()) {
      return null;
    }
    RecoveryEvent event = new RecoveryEvent();
    event.begin();
    return event;
  }

  /** Records what it found. */
  public void record(RecoveryReport report) {
    end();
    if (shouldCommit()) {
      checkpointVersion = report.checkpoint().map(CheckpointReport::version).orElse(0L);
      lastVersion = report.lastVersion();
      commits = report.commits();
      bytes = report.bytes();
      droppedBytes = report.droppedBytes();
      clean = report.cleanShutdown();
      commit();
    }
  }
}
