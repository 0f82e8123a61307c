package dev.tidemark.vector.index;

import java.util.Arrays;

/** A heap of longs with the least at its root. */
final class LongHeap {
  private static final int SMALLEST = 64;

  private long[] items = new long[SMALLEST];
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void clear() {
    size = 0;
  }

  /** The least item; there must be one. */
  long least() {
    return items[0];
  }

  void push(long item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
    }
    int place = size++;
    while (place > 0) {
      int parent = (place - 1) >>> 1;
      if (items[parent] <= item) {
        break;
      }
      items[place] = items[parent];
      place = parent;
    }
    items[place] = item;
  }

  /** Takes the least item out. */
  long pop() {
    long least = items[0];
    long last = items[--size];
    if (size > 0) {
      siftDown(last);
    }
    return least;
  }

  /** Puts an item in the place of the least. */
  void replaceLeast(long item) {
    siftDown(item);
  }

  /** Empties the heap into a part of an array, greatest first, and returns how many there were. */
  int drainDescending(long[] into) {
    int count = size;
    for (int i = count - 1; i >= 0; i--) {
      into[i] = pop();
    }
    return count;
  }

  private void siftDown(long item) {
    int place = 0;
    int child = 1;
    while (child < size) {
      if (child + 1 < size && items[child + 1] < items[child]) {
        child++;
      }
      if (item <= items[child]) {
        break;
      }
      items[place] = items[child];
      place = child;
      child = 2 * place + 1;
    }
    items[place] = item;
  }
}
