package dev.tidemark.transaction;

import dev.tidemark.types.Durability;
import dev.tidemark.types.InvalidArgumentException;

/**
 * What a transaction asked for, resolved against the database it runs in.
 *
 * @param synced whether its acknowledgement waits for a sync that the database's mode does not
 * @param once what it does once only, or null
 */
record Terms(
    Isolation isolation,
    RetryPolicy retry,
    boolean synced,
    boolean readOnly,
    Deadline deadline,
    IdempotencyKey once) {

  /** The terms of a transaction without options of its own. */
  static Terms standard(RetryPolicy retry) {
    return new Terms(Isolation.SERIALIZABLE, retry, false, false, Deadline.NONE, null);
  }

  static Terms of(
      TransactionOptions options, RetryPolicy retry, Durability mode, MonotonicClock clock) {
    return new Terms(
        options.isolation(),
        options.retry().orElse(retry),
        isRaised(options.durability().orElse(mode), mode),
        options.readOnly(),
        options.timeout().map(timeout -> Deadline.in(timeout, clock)).orElse(Deadline.NONE),
        options.idempotencyKey().orElse(null));
  }

  private static boolean isRaised(Durability asked, Durability mode) {
    if (rank(asked) < rank(mode)) {
      throw new InvalidArgumentException(
          "a transaction asked for "
              + asked
              + " durability in a database opened "
              + mode
              + "; it may be raised for one transaction, not lowered: leave it out");
    } else if (rank(asked) > rank(mode) && mode instanceof Durability.InMemory) {
      throw new InvalidArgumentException(
          "a transaction asked for "
              + asked
              + " durability in a database opened "
              + mode
              + ", which has no file to keep it in: open it in a directory");
    }
    return rank(asked) > rank(mode);
  }

  private static int rank(Durability durability) {
    if (durability instanceof Durability.InMemory) {
      return 0;
    }
    return durability instanceof Durability.Buffered ? 1 : 2;
  }

  /** Whether what is read without being written must not change before the commit. */
  boolean tracksReads() {
    return isolation == Isolation.SERIALIZABLE && !readOnly;
  }
}
