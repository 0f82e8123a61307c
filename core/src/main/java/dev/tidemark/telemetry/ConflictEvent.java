package dev.tidemark.telemetry;

import dev.tidemark.types.ConflictException;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** An attempt of a transaction that lost. */
@Name("dev.tidemark.Conflict")
@Label("Conflict")
@Category("Tidemark")
@Description("An attempt of a transaction that lost to another commit")
@StackTrace(false)
public final class ConflictEvent extends Event {
  @Label("What")
  String what;

  @Label("Key")
  String key;

  @Label("Expected Version")
  long expectedVersion;

  @Label("Actual Version")
  long actualVersion;

  @Label("Attempt")
  int attempt;

  @Label("Last Attempt")
  boolean last;

  private ConflictEvent() {}

  /** Whether such events are recorded. */
  public static boolean isRecorded() {
    return FlightRecorder.isInitialized() && EventTypes.CONFLICT.isEnabled();
  }

  /**
   * Records a conflict.
   *
   * @param conflict what it says of the key and the versions
   * @param attempt how many the transaction has made
   * @param last whether it makes no more
   */
  public static void record(ConflictException conflict, int attempt, boolean last) {
    ConflictEvent event = new ConflictEvent();
    if (event.shouldCommit()) {
      event.what = conflict.getMessage();
      event.key = conflict.key().toString();
      event.expectedVersion = conflict.expectedVersion();
      event.actualVersion = conflict.actualVersion();
      event.attempt = attempt;
      event.last = last;
      event.commit();
    }
  }
}
