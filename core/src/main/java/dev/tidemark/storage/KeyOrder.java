package dev.tidemark.storage;

import java.util.Arrays;
import java.util.Comparator;

/** Sorts many entries by key. */
final class KeyOrder {
  private static final Comparator<Entry> BY_KEY =
      (a, b) -> Arrays.compareUnsigned(a.key(), b.key());

  private KeyOrder() {}

  /**
   * Sorts by the first bytes behind what all keys have in common, which most often decide: they are
   * sorted as numbers, without a look at the entries. The rest is put right by comparing.
   */
  static Entry[] sorted(Entry[] entries, int count) {
    int common = common(entries, count);
    int indexBits = Integer.SIZE - Integer.numberOfLeadingZeros(count);
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      // Flipping the highest bit makes signed order that of the unsigned bytes.
      long leading = leading(entries[i].key(), common) ^ Long.MIN_VALUE;
      numbers[i] = (leading & -1L << indexBits) | i;
    }
    Arrays.parallelSort(numbers);
    Entry[] sorted = new Entry[count];
    for (int i = 0; i < count; i++) {
      sorted[i] = entries[(int) (numbers[i] & ~(-1L << indexBits))];
    }
    Arrays.sort(sorted, BY_KEY);
    return sorted;
  }

  private static int common(Entry[] entries, int count) {
    int common = count == 0 ? 0 : entries[0].key().length;
    for (int i = 1; i < count; i++) {
      byte[] key = entries[i].key();
      int length = Math.min(common, key.length);
      int differs = Arrays.mismatch(entries[0].key(), 0, length, key, 0, length);
      common = differs < 0 ? length : differs;
    }
    return common;
  }

  /** Eight bytes from an index on, zeros where the key is at its end. */
  private static long leading(byte[] key, int from) {
    long leading = 0;
    for (int i = from; i < from + Long.BYTES; i++) {
      leading = leading << Byte.SIZE | (i < key.length ? key[i] & 0xFF : 0);
    }
    return leading;
  }
}
