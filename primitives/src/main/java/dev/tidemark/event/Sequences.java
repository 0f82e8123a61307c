package dev.tidemark.event;

import java.util.Arrays;

/** Ascending sequences of events. Changed by one thread at a time, read by any. */
final class Sequences {
  private static final int FIRST_CAPACITY = 4;

  /** Written before the size that covers it: who has read the size finds at least that many. */
  private long[] sequences = new long[FIRST_CAPACITY];

  private volatile int size;

  void add(long sequence) {
    int count = size;
    if (count > 0 && sequence <= sequences[count - 1]) {
      insert(sequence);
      return;
    }
    if (count == sequences.length) {
      sequences = Arrays.copyOf(sequences, count + (count >> 1));
    }
    sequences[count] = sequence;
    size = count + 1;
  }

  private void insert(long sequence) {
    int at = countBelow(sequence);
    if (sequences[at] != sequence) {
      int count = size;
      long[] more = new long[count + FIRST_CAPACITY];
      System.arraycopy(sequences, 0, more, 0, at);
      more[at] = sequence;
      System.arraycopy(sequences, at, more, at + 1, count - at);
      sequences = more;
      size = count + 1;
    }
  }

  /** Whether it was there. */
  boolean remove(long sequence) {
    int at = countBelow(sequence);
    int count = size;
    if (at == count || sequences[at] != sequence) {
      return false;
    }
    long[] fewer = sequences.clone();
    System.arraycopy(sequences, at + 1, fewer, at, count - at - 1);
    sequences = fewer;
    size = count - 1;
    return true;
  }

  /** How many are below a bound: the position of the first that is not. */
  int countBelow(long bound) {
    int high = size;
    long[] ascending = sequences;
    int low = 0;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < bound) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The sequence at a position below the count of some bound. */
  long get(int position) {
    return sequences[position];
  }
}
