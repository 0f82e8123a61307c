package dev.tidemark.storage;

import dev.tidemark.index.IndexFeed;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import java.util.Arrays;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The entries of one run in one key space: a hash index for points, an ordered index for ranges.
 * Both only grow; readers take no lock.
 */
public final class Partition {
  private final RunId run;
  private final KeySpace space;
  private final IndexFeed feed;
  private final AtomicReference<Object> closedBy = new AtomicReference<>();
  private final EntryTable table = new EntryTable();
  private final ConcurrentSkipListMap<byte[], Entry> ordered =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);

  Partition(RunId run, KeySpace space, IndexFeed feed) {
    this.run = run;
    this.space = space;
    this.feed = feed;
  }

  public RunId run() {
    return run;
  }

  public KeySpace space() {
    return space;
  }

  /** The feed of this partition's derived index, or null if its key space has none. */
  public IndexFeed feed() {
    return feed;
  }

  public Key key(byte[] user) {
    return new Key(run, space, user);
  }

  /** The entry of this key, or null; it may hold no version yet. */
  public Entry find(byte[] key) {
    return table.find(key);
  }

  /** The entry of this key's UTF-8 bytes, or null; it may hold no version yet. */
  public Entry find(String key) {
    return table.find(key);
  }

  /**
   * The entry of this key, made if there is none: then already locked by the committer, so that no
   * scan can pass it before its first version is in place.
   */
  public Entry findOrCreateLocked(byte[] key, Object committer) {
    Entry entry = table.find(key);
    return entry != null ? entry : createLocked(key, committer);
  }

  private synchronized Entry createLocked(byte[] key, Object committer) {
    Entry entry = table.find(key);
    if (entry == null) {
      entry = new Entry(key, EntryTable.hash(key), committer);
      ordered.put(key, entry);
      table.add(entry);
    }
    return entry;
  }

  /** Keeps others from beginning a commit here, if nobody does yet. */
  public boolean tryClose(Object committer) {
    return closedBy.get() == committer || closedBy.compareAndSet(null, committer);
  }

  /** Who keeps others from beginning a commit here, or null. */
  public Object closedBy() {
    return closedBy.get();
  }

  public void open(Object committer) {
    closedBy.compareAndSet(committer, null);
  }

  /** The entries in a range, in order; those made while it is walked may or may not be seen. */
  public Iterable<Entry> entries(KeyRange range) {
    ConcurrentNavigableMap<byte[], Entry> part =
        range.to() == null
            ? ordered.tailMap(range.from(), true)
            : ordered.subMap(range.from(), true, range.to(), false);
    return part.values();
  }

  /** Puts a version on top of an entry the caller has locked, and tells the index of it. */
  public void install(Entry entry, Version next, long horizon) {
    entry.install(next, horizon);
    if (feed != null) {
      feed.add(entry.key(), next.value(), next.version());
    }
  }

  /** Throws AssertionError unless both indexes hold the same entries with ordered versions. */
  synchronized void checkInvariants() {
    check(table.size() == ordered.size(), "hash and ordered index differ in size");
    for (Entry entry : ordered.values()) {
      check(table.find(entry.key()) == entry, "entry is missing from the hash index");
      long newer = Long.MAX_VALUE;
      for (Version v = entry.newest(); v != null && v != Version.PRUNED; v = v.older()) {
        check(v.version() < newer, "versions are not newest first");
        newer = v.version();
      }
    }
  }

  private void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what + " in " + space.name() + " of run " + run);
    }
  }
}
