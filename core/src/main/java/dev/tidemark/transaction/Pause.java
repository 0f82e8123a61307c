package dev.tidemark.transaction;

import java.util.concurrent.locks.LockSupport;

/** How to wait for what another committer finishes soon. */
final class Pause {
  private static final int SPINS = 200;
  private static final long NANOS = 20_000;

  private Pause() {}

  /** One round of a wait, from 0: the first spin, in case the other runs on another core. */
  static void of(int round) {
    if (round < SPINS) {
      Thread.onSpinWait();
    } else {
      park(NANOS);
    }
  }

  /**
   * Parks for at most this long, also if the thread was interrupted before: that would make it spin
   * instead. The interrupt is kept.
   */
  static void park(long nanos) {
    boolean interrupted = Thread.interrupted();
    LockSupport.parkNanos(nanos);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
