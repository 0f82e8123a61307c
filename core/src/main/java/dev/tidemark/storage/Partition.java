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
 * Readers take no lock.
 */
public final class Partition {
  private static final Entry[] NONE = {};
  private static final int FIRST_NOTED = 16;
  private static final int FIRST_UNORDERED = 16;

  private final RunPartitions owner;
  private final KeySpace space;

  /** The space's: who looks for a partition reads nothing else of it. */
  private final int id;

  private final IndexFeed feed;
  private final AtomicReference<Object> closedBy = new AtomicReference<>();
  private final Sweeper sweeper;
  private final EntryTable table = new EntryTable();
  private final ConcurrentSkipListMap<byte[], Entry> ordered =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);

  /**
   * Entries not in the ordered index yet, then nulls; null once all are. To sort many at the end
   * costs far less than to find each its place among those that came before. Guarded by this.
   */
  private Entry[] unordered;

  private int unorderedCount;

  /** The highest key so far, while all come in order. */
  private byte[] last;

  /** Entries noted for the sweeper, then nulls; this and its count guarded by this. */
  private Entry[] noted = NONE;

  private int notedCount;

  /** Whether another takes its place when something is written again; guarded by this. */
  private boolean retired;

  /**
   * @param isBeingFilled whether entries may be left unordered until {@link #order}
   */
  Partition(
      RunPartitions owner, KeySpace space, IndexFeed feed, Sweeper sweeper, boolean isBeingFilled) {
    this.unordered = isBeingFilled ? new Entry[FIRST_UNORDERED] : null;
    this.owner = owner;
    this.space = space;
    this.id = space.id();
    this.feed = feed;
    this.sweeper = sweeper;
  }

  public RunId run() {
    return owner.run();
  }

  /** Whether the run was deleted. */
  boolean hasEnded() {
    return owner.hasEnded();
  }

  int id() {
    return id;
  }

  public KeySpace space() {
    return space;
  }

  /** The feed of this partition's derived index, or null if its key space has none. */
  public IndexFeed feed() {
    return feed;
  }

  public Key key(byte[] user) {
    return new Key(run(), space, user);
  }

  /** A key's hash. */
  public static int hash(byte[] key) {
    return EntryTable.hash(key);
  }

  /** The entry of this key, or null; it may hold no version yet. */
  public Entry find(byte[] key) {
    return table.find(key);
  }

  /**
   * As {@link #find(byte[])}, for a commit soon: what that will look at is loaded while its thread
   * does other things.
   *
   * @param hash {@link #hash} of the key
   */
  public Entry findAhead(byte[] key, int hash) {
    Entry entry = table.find(key, hash);
    if (entry != null && entry.newest() != null) {
      entry.newest().older();
    }
    return entry;
  }

  /** The entry of this key's UTF-8 bytes, or null; it may hold no version yet. */
  public Entry find(String key) {
    return table.find(key);
  }

  /**
   * The entry of this key, made if there is none: then already locked by the committer, so that no
   * scan can pass it before its first version is in place. One that was there may be removed before
   * it is locked: the caller then asks again.
   *
   * @return null if the partition has been given up: the caller asks its {@link #current}
   */
  public Entry findOrCreateLocked(byte[] key, Object committer) {
    return findOrCreateLocked(key, hash(key), committer);
  }

  /** As {@link #findOrCreateLocked(byte[], Object)}, with the key's {@link #hash}. */
  public Entry findOrCreateLocked(byte[] key, int hash, Object committer) {
    Entry entry = table.find(key, hash);
    return entry != null && !entry.isRemoved() ? entry : createLocked(key, hash, committer);
  }

  private synchronized Entry createLocked(byte[] key, int hash, Object committer) {
    Entry entry = table.find(key, hash);
    if (entry == null) {
      if (retired) {
        return null;
      }
      entry = new Entry(key, hash, committer);
      if (committer != null) {
        note(entry); // The commit may fail and leave it empty.
      }
      sweeper.size().added(entry);
      if (unordered == null || isNext(key)) {
        ordered.put(key, entry);
      } else {
        addUnordered(entry);
      }
      table.add(entry);
    }
    return entry;
  }

  /** Whether all entries so far came in order, as from a checkpoint, and this one does. */
  private boolean isNext(byte[] key) {
    if (unorderedCount == 0 && (last == null || Arrays.compareUnsigned(last, key) < 0)) {
      last = key;
      return true;
    }
    return false;
  }

  private void addUnordered(Entry entry) {
    if (unorderedCount == unordered.length) {
      dropRemoved();
      if (unorderedCount > unordered.length / 2) {
        unordered = Arrays.copyOf(unordered, 2 * unordered.length);
      }
    }
    unordered[unorderedCount++] = entry;
  }

  /** A log that makes and deletes many keys must not fill the memory with what is gone. */
  private void dropRemoved() {
    int kept = 0;
    for (int i = 0; i < unorderedCount; i++) {
      if (!unordered[i].isRemoved()) {
        unordered[kept++] = unordered[i];
      }
    }
    Arrays.fill(unordered, kept, unorderedCount, null);
    unorderedCount = kept;
  }

  /** How many entries wait for the order. For tests. */
  synchronized int waitingForOrder() {
    return unordered == null ? 0 : unordered.length;
  }

  /** Brings all entries into the ordered index; from now on they come there at once. */
  synchronized void order() {
    if (unordered != null) {
      for (Entry entry : KeyOrder.sorted(unordered, unorderedCount)) {
        if (!entry.isRemoved()) {
          ordered.put(entry.key(), entry);
        }
      }
      unordered = null;
      unorderedCount = 0;
      last = null;
    }
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
    return part(range).values();
  }

  /** As {@link #entries}, from the last to the first. */
  public Iterable<Entry> entriesReversed(KeyRange range) {
    return part(range).descendingMap().values();
  }

  private ConcurrentNavigableMap<byte[], Entry> part(KeyRange range) {
    return range.to() == null
        ? ordered.tailMap(range.from(), true)
        : ordered.subMap(range.from(), true, range.to(), false);
  }

  /** Nobody asks the index any more. */
  void abandonFeed() {
    if (feed != null) {
      feed.abandon();
    }
  }

  /** Has the run give this partition up, if it is empty. */
  void retire() {
    owner.retire(this);
  }

  /** Puts a version on top of an entry the caller has locked, and tells the index of it. */
  public void install(Entry entry, Version next, long horizon) {
    entry.install(next, horizon, sweeper.size());
    if (!entry.isQueued() && entry.needsSweep() && !sweeper.isSparedBy(next)) {
      note(entry);
    }
    if (space.id() == KeySpace.RUN.id()) {
      owner.recorded(entry.key(), next);
    }
    if (feed != null) {
      feed.add(entry.key(), next.value(), next.version());
    }
  }

  private synchronized void note(Entry entry) {
    if (notedCount == noted.length) {
      noted = Arrays.copyOf(noted, Math.max(FIRST_NOTED, 2 * notedCount));
    }
    entry.setQueued(true);
    noted[notedCount++] = entry;
    if (notedCount == 1) {
      sweeper.hasWorkIn(this);
    }
  }

  /** Hands over the entries noted since the last call, nulls behind them. */
  synchronized Entry[] takeNoted() {
    Entry[] taken = noted;
    noted = NONE;
    notedCount = 0;
    return taken;
  }

  /**
   * Removes an entry the sweeper has locked from both indexes.
   *
   * @return whether it was the last
   */
  synchronized boolean remove(Entry entry) {
    entry.markRemoved();
    table.remove(entry);
    ordered.remove(entry.key());
    return table.size() == 0;
  }

  /** Makes no entry here any more, if there is none and nobody keeps others from making one. */
  synchronized boolean tryRetire() {
    retired |= table.size() == 0 && notedCount == 0 && unorderedCount == 0 && closedBy() == null;
    return retired;
  }

  /** The partition in whose place this one was, made if there is none: itself unless given up. */
  public Partition current() {
    return owner.get(space);
  }

  /** As {@link #find(byte[])}, also if the partition has been given up. */
  public Entry findCurrent(byte[] key) {
    Partition present = owner.find(space);
    return present == null ? null : present.find(key);
  }

  /** The entries there are now, in order. */
  Iterable<Entry> all() {
    order();
    return ordered.values();
  }

  /** Throws AssertionError unless both indexes hold the same entries with ordered versions. */
  synchronized void checkInvariants() {
    check(table.size() == ordered.size(), "hash and ordered index differ in size");
    for (Entry entry : ordered.values()) {
      check(table.find(entry.key()) == entry, "entry is missing from the hash index");
      check(!entry.isRemoved(), "removed entry is still there");
      long newer = Long.MAX_VALUE;
      for (Version v = entry.newest(); v != null && v != Version.PRUNED; v = v.older()) {
        check(v.version() < newer, "versions are not newest first");
        newer = v.version();
      }
    }
  }

  private void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what + " in " + space.name() + " of run " + run());
    }
  }
}
