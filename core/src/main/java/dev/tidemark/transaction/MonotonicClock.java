package dev.tidemark.transaction;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Microseconds since the epoch that never go back, whatever the clock below does. */
final class MonotonicClock {
  private final InstantSource source;
  private final Sequencer sequencer;
  private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

  /**
   * @param sequencer no time is before a commit time it has handed out
   */
  MonotonicClock(InstantSource source, Sequencer sequencer) {
    this.source = source;
    this.sequencer = sequencer;
  }

  long nowMicros() {
    long micros = Math.max(read(), sequencer.timeMicros());
    long seen = last.get();
    while (micros > seen && !last.compareAndSet(seen, micros)) {
      seen = last.get();
    }
    return Math.max(micros, seen);
  }

  /**
   * The time for a commit: not before what {@link #nowMicros} has said, but perhaps before that of
   * another commit. The sequencer, where commits meet anyway, puts that right.
   */
  long commitMicros() {
    return Math.max(read(), last.get());
  }

  private long read() {
    Instant now = source.instant();
    return Math.addExact(
        Math.multiplyExact(now.getEpochSecond(), 1_000_000L), now.getNano() / 1_000);
  }
}
