package dev.tidemark.types;

/**
 * A value with the commit that wrote it.
 *
 * @param value the value
 * @param version version of that commit, or {@link #PENDING}
 * @param timeMicros time of that commit in microseconds since the epoch
 */
public record Versioned<T>(T value, long version, long timeMicros) {
  /** Version of a value written by the transaction that reads it, before it commits. */
  public static final long PENDING = -1;

  /** Version of a key that does not exist; what a compare-and-set expects to create it. */
  public static final long ABSENT = 0;

  /** Whether this was written after the other: what is not committed yet is the latest. */
  public boolean isAfter(Versioned<?> other) {
    return other.version != PENDING && (version == PENDING || version > other.version);
  }
}
