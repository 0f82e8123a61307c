package dev.tidemark.transaction;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The newest visible version: every commit up to it is installed and, as far as the durability mode
 * asks, on disk. Commits finish in any order; versions become visible in theirs.
 */
final class Watermark {
  private static final int RING = 1 << 12;
  private static final int SPINS = 1_000;
  private static final int YIELDS = 50;
  private static final int INSTALLED = 0;
  private static final int LOG_END = 1;
  private static final int LONGS_PER_VERSION = 2;

  /** The first line is left to the array's length, which every access reads. */
  private static final int VISIBLE = 16;

  private static final int LONGS = 32;

  /** Per version in flight: its number once installed, and where its log record ends. */
  private final AtomicLongArray inFlight = new AtomicLongArray(LONGS_PER_VERSION * RING);

  private final AtomicLongArray visible = new AtomicLongArray(LONGS);

  /** Begins behind what recovery found. */
  void startAt(long recovered) {
    visible.set(VISIBLE, recovered);
  }

  long visible() {
    return visible.get(VISIBLE);
  }

  /** Whether a version this high can be taken before lower ones are visible. */
  boolean hasRoomFor(long version) {
    return version - visible() < RING;
  }

  /** Notes where a version's record ends; called in version order. */
  void taken(long version, long logEnd) {
    inFlight.setPlain(slot(version) + LOG_END, logEnd);
  }

  void installed(long version) {
    inFlight.setRelease(slot(version) + INSTALLED, version);
  }

  /** Makes visible what is installed and acknowledged by the log. I1, I2 */
  void advance(long acknowledged) {
    long version = visible();
    while (inFlight.getAcquire(slot(version + 1) + INSTALLED) == version + 1
        && inFlight.getPlain(slot(version + 1) + LOG_END) <= acknowledged) {
      visible.compareAndSet(VISIBLE, version, version + 1);
      version = visible();
    }
  }

  /** Waits for the other commits that must become visible before this version. */
  @SuppressWarnings("ThreadPriorityCheck") // Yielding lets a preempted committer run on this core.
  void await(long version, Runnable advance) {
    if (visible() >= version) {
      return; // Not even a log that has failed since takes that back.
    }
    advance.run();
    for (int round = 0; visible() < version; round++) {
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

  /** Neighbours, of different threads perhaps, do not share a line of memory. */
  private static int slot(long version) {
    int low = (int) version & (RING - 1);
    return ((low & 0x1FF) << 3 | low >>> 9) * LONGS_PER_VERSION;
  }
}
