package dev.tidemark.telemetry;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** A sync of the log. By default slow ones only are recorded. */
@Name("dev.tidemark.Sync")
@Label("Log Sync")
@Category("Tidemark")
@Description("A sync of the log, or in strict mode a durable write")
@Threshold("10 ms")
@StackTrace(false)
public final class SyncEvent extends Event {
  @Label("Bytes")
  @DataAmount
  long bytes;

  @Label("Part of a Write")
  boolean strict;

  private SyncEvent() {}

  /** Starts the clock; null if such events are not recorded. */
  public static SyncEvent start() {
    if (!FlightRecorder.isInitialized() || !EventTypes.SYNC.isEnabled()) {
      return null;
    }
    SyncEvent event = new SyncEvent();
    event.begin();
    return event;
  }

  /**
   * Records the sync.
   *
   * @param itsBytes bytes that became durable by it
   * @param withWrite whether it was part of the write
   */
  public void record(long itsBytes, boolean withWrite) {
    end();
    if (shouldCommit()) {
      bytes = itsBytes;
      strict = withWrite;
      commit();
    }
  }
}
