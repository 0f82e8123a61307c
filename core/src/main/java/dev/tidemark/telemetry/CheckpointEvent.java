package dev.tidemark.telemetry;

import dev.tidemark.types.CheckpointReport;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The writing of a checkpoint. */
@Name("dev.tidemark.Checkpoint")
@Label("Checkpoint")
@Category("Tidemark")
@Description("The writing of a checkpoint, its check included")
@StackTrace(false)
public final class CheckpointEvent extends Event {
  @Label("File")
  String file;

  @Label("Version")
  long version;

  @Label("Entry Versions")
  long entries;

  @Label("Bytes")
  @DataAmount
  long bytes;

  @Label("Failure")
  String failure;

  private CheckpointEvent() {}

  /** Starts the clock; null if such events are not recorded. */
  public static CheckpointEvent start() {
    if (!FlightRecorder.isInitialized() || !EventTypes.CHECKPOINT.isEnabled()) {
      return null;
    }
    CheckpointEvent event = new CheckpointEvent();
    event.begin();
    return event;
  }

  /** Records that it was completed. */
  public void record(CheckpointReport report) {
    end();
    if (shouldCommit()) {
      file = report.file();
      version = report.version();
      entries = report.entries();
      bytes = report.bytes();
      commit();
    }
  }

  /** Records that it failed. */
  public void record(Throwable cause) {
    end();
    if (shouldCommit()) {
      failure = cause.toString();
      commit();
    }
  }
}
