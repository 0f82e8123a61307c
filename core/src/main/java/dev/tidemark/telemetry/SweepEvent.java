package dev.tidemark.telemetry;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A step of the sweeper that removed something. */
@Name("dev.tidemark.Sweep")
@Label("Sweep")
@Category("Tidemark")
@Description("A step that removed what no view can see")
@StackTrace(false)
public final class SweepEvent extends Event {
  @Label("Horizon")
  long horizon;

  @Label("Keys Removed")
  long keys;

  @Label("Versions Removed")
  long versions;

  private SweepEvent() {}

  /** Starts the clock; null if such events are not recorded. */
  public static SweepEvent start() {
    if (!FlightRecorder.isInitialized() || !EventTypes.SWEEP.isEnabled()) {
      return null;
    }
    SweepEvent event = new SweepEvent();
    event.begin();
    return event;
  }

  /** Records the step, if it removed anything. */
  public void record(long itsHorizon, long keysRemoved, long versionsRemoved) {
    end();
    if (versionsRemoved + keysRemoved > 0 && shouldCommit()) {
      horizon = itsHorizon;
      keys = keysRemoved;
      versions = versionsRemoved;
      commit();
    }
  }
}
