package dev.tidemark.transaction;

import dev.tidemark.types.InvalidArgumentException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often a transaction that met a conflict is run again. The first two repetitions follow at
 * once, later ones after a random time below a bound that doubles up to {@code longestPause}.
 *
 * @param attempts runs in all, at least 1
 * @param longestPause upper bound of one pause, up to 1 minute
 */
public record RetryPolicy(int attempts, Duration longestPause) {
  private static final long FIRST_PAUSE_NANOS = 100_000;
  private static final int IMMEDIATE = 2;

  public RetryPolicy {
    if (attempts < 1) {
      throw new InvalidArgumentException("attempts = " + attempts + " must be at least 1");
    }
    if (longestPause.isNegative() || longestPause.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new InvalidArgumentException(
          "longest pause " + longestPause + " is outside 0..1 minute");
    }
  }

  /** Ten attempts, pauses up to 10 ms. */
  public static RetryPolicy defaults() {
    return new RetryPolicy(10, Duration.ofMillis(10));
  }

  /** One attempt. */
  public static RetryPolicy none() {
    return new RetryPolicy(1, Duration.ZERO);
  }

  /**
   * Waits before the given repetition, counted from 1.
   *
   * @param mostNanos longest pause allowed
   */
  void pauseBefore(int repetition, long mostNanos) {
    if (repetition <= IMMEDIATE) {
      Thread.onSpinWait();
      return;
    }
    int doublings = Math.min(repetition - IMMEDIATE - 1, 20);
    long bound = Math.min(FIRST_PAUSE_NANOS << doublings, longestPause.toNanos());
    if (bound > 0) {
      long nanos = ThreadLocalRandom.current().nextLong(bound) + 1;
      Pause.park(Math.min(nanos, mostNanos));
    }
  }
}
