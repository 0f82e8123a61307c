package dev.tidemark.storage;

import java.util.concurrent.atomic.LongAdder;

/** How much a map holds and was swept of: entries, versions, an estimate of their heap bytes. */
public final class StoreSize {
  private final LongAdder keys = new LongAdder();
  private final LongAdder versions = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder sweptKeys = new LongAdder();
  private final LongAdder sweptVersions = new LongAdder();

  StoreSize() {}

  /** Keys that have an entry; deleted ones count until they are swept. */
  public long keys() {
    return keys.sum();
  }

  /** States of all keys, those kept for views and history included. */
  public long versions() {
    return versions.sum();
  }

  /** Estimated bytes on the heap. */
  public long bytes() {
    return bytes.sum();
  }

  /** Entries removed so far. */
  public long sweptKeys() {
    return sweptKeys.sum();
  }

  /** Versions cut off or removed so far, those left out that a newer one cut off. */
  public long sweptVersions() {
    return sweptVersions.sum();
  }

  void added(Entry entry) {
    keys.increment();
    bytes.add(Footprint.of(entry));
  }

  void removed(Entry entry) {
    keys.decrement();
    sweptKeys.increment();
    bytes.add(-Footprint.of(entry));
    cutOff(entry.newest());
  }

  /** Counts a version that was put on top of a chain, and the versions that were cut off it. */
  void installed(Version next, Version cutOff) {
    add(1 - count(cutOff), next.bytes() - bytes(cutOff));
  }

  /** Counts versions that the sweeper cut off, the newest of them given, or null. */
  void cutOff(Version newest) {
    long count = count(newest);
    sweptVersions.add(count);
    add(-count, -bytes(newest));
  }

  /** Counts a whole chain that is there. */
  void found(Version newest) {
    add(count(newest), bytes(newest));
  }

  private static long count(Version newest) {
    long count = 0;
    for (Version v = newest; v != null && v != Version.PRUNED; v = v.older()) {
      count++;
    }
    return count;
  }

  private static long bytes(Version newest) {
    long bytes = 0;
    for (Version v = newest; v != null && v != Version.PRUNED; v = v.older()) {
      bytes += v.bytes();
    }
    return bytes;
  }

  private void add(long count, long size) {
    if (count != 0) {
      versions.add(count);
    }
    if (size != 0) {
      bytes.add(size);
    }
  }

  void checkEquals(StoreSize found) {
    if (!toString().equals(found.toString())) {
      throw new AssertionError("counted " + this + ", but found " + found);
    }
  }

  @Override
  public String toString() {
    return keys() + " keys, " + versions() + " versions, " + bytes() + " bytes";
  }
}
