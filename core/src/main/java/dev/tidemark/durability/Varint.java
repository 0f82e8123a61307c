package dev.tidemark.durability;

import dev.tidemark.types.EncodedSize;

/** Unsigned numbers in groups of seven bits, least significant first; a set high bit continues. */
final class Varint {
  static final int MAX_BYTES = 10;

  private Varint() {}

  static int size(long value) {
    return EncodedSize.ofCount(value);
  }

  /** Writes the number and returns the position behind it. */
  static int write(long value, byte[] out, int at) {
    while ((value & ~0x7FL) != 0) {
      out[at++] = (byte) (value | 0x80);
      value >>>= 7;
    }
    out[at++] = (byte) value;
    return at;
  }

  /** Folds the sign into the lowest bit, so that small negative numbers stay short. */
  static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  static long unzigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}
