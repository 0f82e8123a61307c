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
    Version newest = entry.newest();
    if (newest != null) {
      swept(1 + newest.cutOlder(this));
      cutOff(1, newest.bytes());
    }
  }

  /** Counts a version that was put on top of a chain. */
  void installed(Version next) {
    add(1, next.bytes());
  }

  /** Counts versions that were cut off a chain. */
  void cutOff(int count, long size) {
    add(-count, -size);
  }

  /** Counts versions among those cut off as removed without a newer one put on them. */
  void swept(int count) {
    if (count > 0) {
      sweptVersions.add(count);
    }
  }

  /** Counts a whole chain that is there. */
  void found(Version newest) {
    for (Version v = newest; v != null && v != Version.PRUNED; v = v.older()) {
      installed(v);
    }
  }

  private void add(long count, long size) {
    versions.add(count);
    bytes.add(size);
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
