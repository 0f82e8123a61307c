package dev.tidemark.transaction;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Hands out versions with their commit times, to one commit at a time. It is held for far less than
 * it takes to park and wake a thread, so whoever waits for it spins. All it has lies in one line of
 * memory that it shares with nothing else: that line goes from one committing thread to the next.
 */
final class Sequencer {
  private static final int LONGS = 48;
  private static final int HELD = 16;
  private static final int VERSION = 17;
  private static final int TIME = 18;
  private static final int SPINS = 1_000;

  private final AtomicLongArray line = new AtomicLongArray(LONGS);

  /** Begins behind what recovery found. */
  Sequencer(long version, long timeMicros) {
    line.set(VERSION, version);
    line.set(TIME, timeMicros);
  }

  void lock() {
    int round = 0;
    while (line.get(HELD) != 0 || !line.compareAndSet(HELD, 0, 1)) {
      if (round < SPINS) {
        Thread.onSpinWait();
      } else {
        Pause.of(round - SPINS);
      }
      round++;
    }
  }

  void unlock() {
    line.setRelease(HELD, 0);
  }

  /** The newest version handed out. */
  long version() {
    return line.get(VERSION);
  }

  /** The newest commit time handed out. */
  long timeMicros() {
    return line.get(TIME);
  }

  /** Hands out the next version; the caller holds the lock. */
  void take(long version, long timeMicros) {
    line.setRelease(TIME, timeMicros);
    line.setRelease(VERSION, version);
  }

  /** Raises the time below which no commit gets one; the caller holds the lock. */
  void raiseTime(long timeMicros) {
    line.setRelease(TIME, Math.max(timeMicros(), timeMicros));
  }
}
