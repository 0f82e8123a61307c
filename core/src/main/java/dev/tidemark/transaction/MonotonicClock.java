package dev.tidemark.transaction;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Microseconds since the epoch that never go back, whatever the clock below does. */
final class MonotonicClock {
  private final InstantSource source;
  private final AtomicLong last;

  MonotonicClock(InstantSource source, long notBeforeMicros) {
    this.source = source;
    this.last = new AtomicLong(notBeforeMicros);
  }

  long nowMicros() {
    Instant now = source.instant();
    long micros =
        Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000L), now.getNano() / 1_000);
    long seen = last.get();
    while (micros > seen && !last.compareAndSet(seen, micros)) {
      seen = last.get();
    }
    return Math.max(micros, seen);
  }
}
