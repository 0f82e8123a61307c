package dev.tidemark.vector.index;

import java.util.Arrays;

/** One row found by a search. */
public final class Hit<M> {
  private final float score;
  private final byte[] key;
  private final M data;
  private final long version;

  Hit(float score, byte[] key, M data, long version) {
    this.score = score;
    this.key = key;
    this.data = data;
    this.version = version;
  }

  /** The higher, the nearer. */
  public float score() {
    return score;
  }

  /** The row's key, shared: not to be changed. */
  public byte[] key() {
    return key;
  }

  /** What was stored with the row. */
  public M data() {
    return data;
  }

  /** The version that wrote the row, or {@link RowTable#PENDING}. */
  public long version() {
    return version;
  }

  /** Whether a row of this score and key comes before this hit: score down, then key bytes up. */
  boolean isAfter(float otherScore, byte[] otherKey) {
    if (otherScore != score) {
      return otherScore > score;
    }
    return Arrays.compareUnsigned(otherKey, key) < 0;
  }

  boolean isAfter(Hit<M> other) {
    return isAfter(other.score, other.key);
  }
}
