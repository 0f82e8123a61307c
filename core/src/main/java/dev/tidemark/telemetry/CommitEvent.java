package dev.tidemark.telemetry;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** A commit that was acknowledged. By default slow ones only are recorded. */
@Name("dev.tidemark.Commit")
@Label("Commit")
@Category("Tidemark")
@Description("A commit, from the end of the body to its acknowledgement")
@Threshold("10 ms")
@StackTrace(false)
public final class CommitEvent extends Event {
  @Label("Version")
  long version;

  @Label("Keys Written")
  int mutations;

  @Label("Attempt")
  int attempt;

  private CommitEvent() {}

  /** Starts the clock; null if such events are not recorded. */
  public static CommitEvent start() {
    if (!FlightRecorder.isInitialized() || !EventTypes.COMMIT.isEnabled()) {
      return null;
    }
    CommitEvent event = new CommitEvent();
    event.begin();
    return event;
  }

  /** Records the commit. */
  public void record(long itsVersion, int itsMutations, int itsAttempt) {
    end();
    if (shouldCommit()) {
      version = itsVersion;
      mutations = itsMutations;
      attempt = itsAttempt;
      commit();
    }
  }
}
