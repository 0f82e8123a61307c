package dev.tidemark.transaction;

import dev.tidemark.types.Durability;
import dev.tidemark.types.InvalidArgumentException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How one transaction is run.
 *
 * @param isolation what it is protected from
 * @param timeout time from its begin until its commit takes effect, by the database's clock, up to
 *     365 days; then it ends with an error. Checked at each operation, at the commit, and while it
 *     waits for others; not while a body waits for something else, nor once the commit has its
 *     version. None by default
 * @param retry how often it is run again after a conflict; empty for the database's own policy
 * @param durability what its acknowledgement means; empty for the database's own mode, below which
 *     it may not be. A commit raised to STRICT in a BUFFERED database is seen by others as soon as
 *     it is written; only its acknowledgement waits for the sync
 * @param readOnly whether writes are refused
 * @param idempotencyKey names what it does, so that it is done once; none by default
 */
public record TransactionOptions(
    Isolation isolation,
    Optional<Duration> timeout,
    Optional<RetryPolicy> retry,
    Optional<Durability> durability,
    boolean readOnly,
    Optional<IdempotencyKey> idempotencyKey) {
  private static final TransactionOptions DEFAULTS =
      new TransactionOptions(
          Isolation.SERIALIZABLE,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty());
  private static final Duration LONGEST = Duration.ofDays(365);

  public TransactionOptions {
    Objects.requireNonNull(isolation, "isolation");
    Objects.requireNonNull(retry, "retry");
    Objects.requireNonNull(durability, "durability");
    Objects.requireNonNull(idempotencyKey, "idempotencyKey");
    timeout.ifPresent(TransactionOptions::requireTimeout);
    if (readOnly && idempotencyKey.isPresent()) {
      throw new InvalidArgumentException(
          "a read-only transaction can be repeated as it is, but its options have an idempotency"
              + " key; leave one of the two out");
    }
  }

  private static void requireTimeout(Duration timeout) {
    if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(LONGEST) > 0) {
      throw new InvalidArgumentException(
          "timeout " + timeout + " is outside 0..365 days; leave it out for none");
    }
  }

  /** Serializable, without a timeout, for reading and writing, the rest as the database. */
  public static TransactionOptions defaults() {
    return DEFAULTS;
  }

  public TransactionOptions isolation(Isolation isolation) {
    return new TransactionOptions(isolation, timeout, retry, durability, readOnly, idempotencyKey);
  }

  public TransactionOptions timeout(Duration timeout) {
    return new TransactionOptions(
        isolation, Optional.of(timeout), retry, durability, readOnly, idempotencyKey);
  }

  public TransactionOptions retry(RetryPolicy retry) {
    return new TransactionOptions(
        isolation, timeout, Optional.of(retry), durability, readOnly, idempotencyKey);
  }

  public TransactionOptions durability(Durability durability) {
    return new TransactionOptions(
        isolation, timeout, retry, Optional.of(durability), readOnly, idempotencyKey);
  }

  public TransactionOptions readOnly(boolean readOnly) {
    return new TransactionOptions(isolation, timeout, retry, durability, readOnly, idempotencyKey);
  }

  /** As {@link #idempotencyKey(IdempotencyKey)}, of the database, remembered for 24 hours. */
  public TransactionOptions idempotencyKey(String key) {
    return idempotencyKey(IdempotencyKey.of(key));
  }

  /** Has what it does done once, however often it is asked for with this key. */
  public TransactionOptions idempotencyKey(IdempotencyKey key) {
    return new TransactionOptions(
        isolation, timeout, retry, durability, readOnly, Optional.of(key));
  }
}
