package dev.tidemark.types;

import java.util.Arrays;

/**
 * User keys from one inclusive to another exclusive, by unsigned bytes.
 *
 * @param from lowest key
 * @param to first key beyond, or null for no end
 */
public record KeyRange(byte[] from, byte[] to) {
  private static final KeyRange ALL = new KeyRange(new byte[0], null);

  public KeyRange {
    if (to != null && Arrays.compareUnsigned(from, to) > 0) {
      throw new InvalidArgumentException("a key range ends before it begins; swap its ends");
    }
  }

  public static KeyRange all() {
    return ALL;
  }

  /** All keys that begin with these bytes. */
  public static KeyRange prefix(byte[] prefix) {
    return new KeyRange(prefix, successor(prefix));
  }

  /** Every key of this range above the given one. */
  public KeyRange after(byte[] key) {
    byte[] next = Arrays.copyOf(key, key.length + 1);
    if (Arrays.compareUnsigned(next, from) <= 0) {
      return this;
    }
    boolean beyond = to != null && Arrays.compareUnsigned(next, to) > 0;
    return new KeyRange(beyond ? to : next, to);
  }

  /** Every key of this range below the given one. */
  public KeyRange before(byte[] key) {
    if (to != null && Arrays.compareUnsigned(key, to) >= 0) {
      return this;
    }
    boolean beyond = Arrays.compareUnsigned(key, from) < 0;
    return new KeyRange(from, beyond ? from : key);
  }

  /** The least key above all keys with this prefix, or null if there is none. */
  private static byte[] successor(byte[] prefix) {
    int last = prefix.length - 1;
    while (last >= 0 && prefix[last] == (byte) 0xFF) {
      last--;
    }
    if (last < 0) {
      return null;
    }
    byte[] next = Arrays.copyOf(prefix, last + 1);
    next[last]++;
    return next;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof KeyRange other
        && Arrays.equals(from, other.from)
        && Arrays.equals(to, other.to);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(from) * 31 + Arrays.hashCode(to);
  }

  @Override
  public String toString() {
    return Arrays.toString(from) + ".." + (to == null ? "" : Arrays.toString(to));
  }
}
