package dev.tidemark.types;

import java.time.Duration;

/** A transaction did not come to its commit in the time it was given; nothing was changed. */
public final class DeadlineExceededException extends DatabaseException {
  private static final long serialVersionUID = 1;

  private final Duration timeout;
  private final int attempts;

  /**
   * @param timeout the time given
   * @param attempts runs begun, the one that was ended included
   * @param during what was tried when the time had passed
   * @param lastConflict what the attempt before lost to, or null if there was none
   */
  public DeadlineExceededException(
      Duration timeout, int attempts, String during, ConflictException lastConflict) {
    super(
        "the transaction's "
            + timeout
            + " had passed at "
            + during
            + " in attempt "
            + attempts
            + "; nothing was changed; allow more time, or do less in it",
        lastConflict);
    this.timeout = timeout;
    this.attempts = attempts;
  }

  public Duration timeout() {
    return timeout;
  }

  public int attempts() {
    return attempts;
  }
}
