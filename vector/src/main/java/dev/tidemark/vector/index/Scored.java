package dev.tidemark.vector.index;

import java.util.Arrays;

/**
 * A row and its raw value in one long, ordered by nearness: the higher raw value, then the lower
 * row number, is the greater long. So a heap needs no objects and ties are always broken alike.
 */
final class Scored {
  private static final int ROW_BITS = 32;

  private Scored() {}

  static long of(float raw, int row) {
    return ((long) sortable(Float.floatToIntBits(raw)) << ROW_BITS) | (~row & 0xFFFF_FFFFL);
  }

  static int row(long scored) {
    return ~(int) scored;
  }

  static float raw(long scored) {
    return Float.intBitsToFloat(sortable((int) (scored >> ROW_BITS)));
  }

  static void sortDescending(long[] scored, int count) {
    Arrays.sort(scored, 0, count);
    for (int low = 0, high = count - 1; low < high; low++, high--) {
      long swapped = scored[low];
      scored[low] = scored[high];
      scored[high] = swapped;
    }
  }

  /** Maps a float's bits to an int of the same order, and back. */
  private static int sortable(int bits) {
    return bits ^ ((bits >> 31) & 0x7FFF_FFFF);
  }
}
