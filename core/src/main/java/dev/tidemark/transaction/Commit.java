package dev.tidemark.transaction;

import dev.tidemark.storage.Partition;
import dev.tidemark.transaction.ReadSet.Conflict;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeySpace;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a commit relies on, writes and locks, and the place in the history it got. A thread has one
 * and uses it for all its transactions.
 */
final class Commit {
  private final EntryLocks locks = new EntryLocks();
  private final ReadSet reads = new ReadSet();
  private final WriteSet writes = new WriteSet();
  private long viewVersion;
  private long version;
  private long timeMicros;
  private long logEnd;

  /** Begins an attempt of a transaction that reads this version. Locks stay. */
  void restart(long readVersion) {
    clear();
    viewVersion = readVersion;
  }

  /** Forgets what was read and written, so that nothing is kept alive by it. */
  void clear() {
    reads.clear();
    writes.clear();
  }

  EntryLocks locks() {
    return locks;
  }

  ReadSet reads() {
    return reads;
  }

  WriteSet writes() {
    return writes;
  }

  /** Locks all entries written; false if one stayed locked by another. */
  boolean lock() {
    return locks.lock(writes);
  }

  /** The first read that no longer holds among the newest installed versions, or null. */
  Conflict firstConflict() {
    return reads.firstConflict(locks, viewVersion);
  }

  /** The conflict with whoever holds an entry to be written. */
  Conflict lockConflict() {
    for (PendingWrite write : writes) {
      if (write.locked() == null) {
        return Conflict.inProgress("key is being written", write.mutation().key(), null, null);
      }
    }
    throw new AssertionError("every entry is locked");
  }

  /** The single entries read or written, to be locked by the next attempt. */
  SortedMap<Key, Partition> touched() {
    SortedMap<Key, Partition> touched = new TreeMap<>();
    for (PendingWrite write : writes) {
      touched.put(write.mutation().key(), write.partition());
    }
    reads.forEachKey(
        (key, partition) -> {
          // Every write of a run relies on its status: locking that would stop them all.
          if (!key.space().equals(KeySpace.RUN)) {
            touched.put(key, partition);
          }
        });
    return touched;
  }

  void takes(long newVersion, long newTimeMicros, long newLogEnd) {
    version = newVersion;
    timeMicros = newTimeMicros;
    logEnd = newLogEnd;
  }

  long version() {
    return version;
  }

  long timeMicros() {
    return timeMicros;
  }

  long logEnd() {
    return logEnd;
  }
}
