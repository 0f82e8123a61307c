package dev.tidemark.vector.index;

import java.util.Arrays;

/** A set of row numbers whose clearing costs as much as its filling did, whatever its range. */
final class RowSet {
  private static final int SMALLEST = 256;

  private long[] words = new long[0];
  private int[] touched = new int[SMALLEST];
  private int touchedCount;

  /** Empties the set and makes room for rows below {@code range}. */
  void reset(int range) {
    int needed = (range + Long.SIZE - 1) / Long.SIZE;
    if (needed > words.length) {
      words = new long[Math.max(needed, Math.min(2 * words.length, Integer.MAX_VALUE / 2))];
    } else {
      for (int i = 0; i < touchedCount; i++) {
        words[touched[i]] = 0;
      }
    }
    touchedCount = 0;
  }

  /** Whether the row was not in the set before. */
  boolean add(int row) {
    int word = row >>> 6;
    long before = words[word];
    long after = before | 1L << row;
    if (before == after) {
      return false;
    }
    if (before == 0) {
      touch(word);
    }
    words[word] = after;
    return true;
  }

  boolean contains(int row) {
    return (words[row >>> 6] & 1L << row) != 0;
  }

  private void touch(int word) {
    if (touchedCount == touched.length) {
      touched = Arrays.copyOf(touched, 2 * touchedCount);
    }
    touched[touchedCount++] = word;
  }
}
