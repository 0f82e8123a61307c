package dev.tidemark.storage;

import java.util.Arrays;

/**
 * Every 16th version of a long chain, oldest first, so that one is found in O(log n). Changed by
 * the holder of the entry's lock, read by any thread.
 */
final class Anchors {
  static final int INTERVAL = 16;
  private static final int SMALLEST = 8;

  private final Version[] items;
  private int forgotten;
  private volatile int size;

  private Anchors(Version[] items, int size) {
    this.items = items;
    this.size = size;
  }

  static Anchors of(Version first) {
    Version[] items = new Version[SMALLEST];
    items[0] = first;
    return new Anchors(items, 1);
  }

  /** These anchors and a newer one: itself as long as there is room. */
  Anchors with(Version next) {
    int end = size;
    if (end < items.length) {
      items[end] = next;
      size = end + 1;
      return this;
    }
    int kept = end - forgotten;
    Version[] larger =
        Arrays.copyOfRange(items, forgotten, forgotten + Math.max(SMALLEST, 2 * kept));
    larger[kept] = next;
    return new Anchors(larger, kept + 1);
  }

  /** Lets go of those that no look-up of the horizon or above needs. */
  void forgetBelow(long horizon) {
    while (forgotten < size && items[forgotten].version() <= horizon) {
      items[forgotten] = null;
      forgotten++;
    }
  }

  /** The oldest anchor above a version not below the horizon; null if there is none. */
  Version firstAbove(long version) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isAbove(items[middle], version)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low < size ? items[low] : null;
  }

  /** A forgotten anchor is below every version that may still be looked up. */
  private static boolean isAbove(Version anchor, long version) {
    return anchor != null && anchor.version() > version;
  }
}
