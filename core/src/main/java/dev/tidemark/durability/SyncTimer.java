package dev.tidemark.durability;

import dev.tidemark.telemetry.LatencyRecorder;
import dev.tidemark.telemetry.SyncEvent;
import dev.tidemark.types.LatencyHistogram;

/**
 * Times the syncs of a log. For one thread at a time: in STRICT mode the leader, whose writes are
 * syncs, else the flusher.
 */
final class SyncTimer {
  private final LatencyRecorder latency = new LatencyRecorder();
  private final boolean strict;
  private long startNanos;
  private SyncEvent event;

  SyncTimer(boolean strict) {
    this.strict = strict;
  }

  void start() {
    event = SyncEvent.start();
    startNanos = System.nanoTime();
  }

  /**
   * Ends what was started; not called if it failed.
   *
   * @param bytes became durable by it
   */
  void stop(long bytes) {
    latency.record(System.nanoTime() - startNanos);
    if (event != null) {
      event.record(bytes, strict);
      event = null;
    }
  }

  LatencyHistogram latency() {
    return latency.snapshot();
  }
}
