package dev.tidemark.transaction;

import dev.tidemark.transaction.ReadSet.Conflict;
import dev.tidemark.types.DeadlineExceededException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** When a transaction must have taken effect, and how far it has come. */
final class Deadline {
  static final Deadline NONE = new Deadline(null, null, Long.MAX_VALUE);

  private final MonotonicClock clock;
  private final Duration timeout;
  private final long atMicros;
  private int attempts = 1;
  private Conflict lastConflict;

  private Deadline(MonotonicClock clock, Duration timeout, long atMicros) {
    this.clock = clock;
    this.timeout = timeout;
    this.atMicros = atMicros;
  }

  static Deadline in(Duration timeout, MonotonicClock clock) {
    long micros = TimeUnit.NANOSECONDS.toMicros(timeout.toNanos());
    return new Deadline(clock, timeout, clock.nowMicros() + micros);
  }

  /** Notes that the attempt so far has lost. */
  void lost(Conflict conflict) {
    if (this != NONE) {
      attempts++;
      lastConflict = conflict;
    }
  }

  /**
   * Throws once the time has passed.
   *
   * @param during what is being done, for the message
   */
  void check(String during) {
    if (this != NONE && clock.nowMicros() >= atMicros) {
      throw new DeadlineExceededException(
          timeout, attempts, during, lastConflict == null ? null : lastConflict.toException());
    }
  }

  long remainingNanos() {
    return this == NONE
        ? Long.MAX_VALUE
        : TimeUnit.MICROSECONDS.toNanos(Math.max(0, atMicros - clock.nowMicros()));
  }
}
