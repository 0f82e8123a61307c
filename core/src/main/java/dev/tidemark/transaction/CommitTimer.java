package dev.tidemark.transaction;

import dev.tidemark.telemetry.CommitEvent;
import dev.tidemark.telemetry.LatencyRecorder;

/** Times one commit after the other, those that shall be. */
final class CommitTimer {
  private boolean timed;
  private long startNanos;
  private CommitEvent event;

  void start(boolean isTimed) {
    timed = isTimed;
    startNanos = isTimed ? System.nanoTime() : 0;
    event = CommitEvent.start();
  }

  /** Ends the observation of a commit that took effect; others are never stopped. */
  void stop(Commit commit, LatencyRecorder recorder) {
    if (timed) {
      recorder.record(System.nanoTime() - startNanos);
    }
    if (event != null) {
      event.record(commit.version(), commit.writes().size(), commit.attempt());
      event = null;
    }
  }
}
