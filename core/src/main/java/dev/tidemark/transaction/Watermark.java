package dev.tidemark.transaction;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The newest visible version: every commit up to it is installed and, as far as the durability mode
 * asks, on disk. Commits finish in any order; versions become visible in theirs.
 */
final class Watermark {
  private static final int RING = 1 << 12;
  private static final int SPINS = 1_000;
  private static final int YIELDS = 50;

  /** Per version in flight: its number once installed, and where its log record ends. */
  private final AtomicLongArray installed = new AtomicLongArray(RING);

  private final long[] logEnds = new long[RING];
  private final AtomicLong visible = new AtomicLong();

  /** Begins behind what recovery found. */
  void startAt(long recovered) {
    visible.set(recovered);
  }

  long visible() {
    return visible.get();
  }

  /** Whether a version this high can be taken before lower ones are visible. */
  boolean hasRoomFor(long version) {
    return version - visible.get() < RING;
  }

  /** Notes where a version's record ends; called in version order. */
  void taken(long version, long logEnd) {
    logEnds[slot(version)] = logEnd;
  }

  void installed(long version) {
    installed.set(slot(version), version);
  }

  /** Makes visible what is installed and acknowledged by the log. I1, I2 */
  void advance(long acknowledged) {
    long version = visible.get();
    while (installed.get(slot(version + 1)) == version + 1
        && logEnds[slot(version + 1)] <= acknowledged) {
      visible.compareAndSet(version, version + 1);
      version = visible.get();
    }
  }

  /** Waits for the other commits that must become visible before this version. */
  @SuppressWarnings("ThreadPriorityCheck") // Yielding lets a preempted committer run on this core.
  void await(long version, Runnable advance) {
    for (int round = 0; visible.get() < version; round++) {
      if (round < SPINS) {
        Thread.onSpinWait();
      } else if (round < SPINS + YIELDS) {
        Thread.yield();
      } else {
        Pause.park(50_000);
      }
      advance.run();
    }
  }

  private static int slot(long version) {
    return (int) version & (RING - 1);
  }
}
