package dev.tidemark.transaction;

import dev.tidemark.types.Versioned;

/**
 * What a transaction returned, with its commit.
 *
 * @param value the body's result
 * @param version the version of everything it wrote; of a transaction that wrote nothing, the
 *     version it read; {@link Versioned#PENDING} inside a transaction that is still open
 * @param timeMicros commit time in microseconds since the epoch
 * @param repeated whether an earlier transaction with the same {@link IdempotencyKey} had done it:
 *     then all this is the earlier one's, and nothing was done now
 */
public record Committed<T>(T value, long version, long timeMicros, boolean repeated) {
  /** Of what was done now. */
  Committed(T value, long version, long timeMicros) {
    this(value, version, timeMicros, false);
  }
}
