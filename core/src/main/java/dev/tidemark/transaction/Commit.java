package dev.tidemark.transaction;

import dev.tidemark.storage.Entry;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.storage.Partition;
import dev.tidemark.storage.Version;
import dev.tidemark.transaction.ReadSet.Conflict;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a commit relies on, writes and locks, and the place in the history it got. A thread has one
 * and uses it for all its transactions.
 */
final class Commit {
  private final EntryLocks locks = new EntryLocks();
  private final ReadSet reads = new ReadSet();
  private final WriteSet writes = new WriteSet();
  private final CommitTimer timer = new CommitTimer();
  private Terms terms;
  private int attempt;
  private long viewVersion;
  private long version;
  private long timeMicros;
  private long logEnd;

  /** Begins a transaction, of one attempt or more. */
  void begin(Terms newTerms) {
    terms = newTerms;
    attempt = 0;
  }

  /** Begins an attempt of a transaction that reads this version. Locks stay. */
  void restart(long readVersion) {
    clear();
    viewVersion = readVersion;
    attempt++;
  }

  /** Forgets what was read and written, so that nothing is kept alive by it. */
  void clear() {
    reads.clear();
    writes.clear();
  }

  Terms terms() {
    return terms;
  }

  /** The version this attempt reads. */
  long viewVersion() {
    return viewVersion;
  }

  /** Which attempt of the transaction this is, from 1. */
  int attempt() {
    return attempt;
  }

  CommitTimer timer() {
    return timer;
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
    return locks.lock(writes, terms.deadline());
  }

  /** Lets go of all entries. */
  void unlock() {
    locks.release(writes);
  }

  /** The first read that no longer holds among the newest installed versions, or null. */
  Conflict firstConflict() {
    Conflict conflict = reads.firstConflict(locks, viewVersion);
    boolean complete = conflict != null || terms.isolation() == Isolation.SERIALIZABLE;
    return complete ? conflict : firstOverwrite();
  }

  /**
   * The first key written that another commit has changed since the view, or null. What an edit
   * writes is among the reads.
   */
  private Conflict firstOverwrite() {
    for (PendingWrite write : writes) {
      Version newest = write.locked().newest();
      if (!write.isEdit() && newest != null && newest.version() > viewVersion) {
        Version seen = MultiVersionMap.at(write.locked(), viewVersion);
        return Conflict.changed(
            "key to be written was changed", write.mutation().key(), seen, newest);
      }
    }
    return null;
  }

  /**
   * Checks what the edits leave.
   *
   * @throws LimitExceededException if a result is larger than allowed
   */
  void checkEdits(Limits limits) {
    for (PendingWrite write : writes) {
      write.requireFits(limits);
    }
  }

  /**
   * Makes the edits onto the newest values, which the locks keep and the validation found unchanged
   * where it matters.
   *
   * @throws LimitExceededException if a result is larger than allowed
   */
  void rebaseEdits(Limits limits) {
    for (PendingWrite write : writes) {
      if (write.mutation() instanceof Mutation.Edit edit) {
        write.rebase(edit, limits);
      }
    }
  }

  /** The conflict with whoever holds an entry to be written. */
  Conflict lockConflict() {
    for (PendingWrite write : writes) {
      if (write.locked() == null) {
        return lockConflict(write.partition(), write.mutation().key());
      }
    }
    throw new AssertionError("every entry is locked");
  }

  private Conflict lockConflict(Partition partition, Key key) {
    Entry entry = partition.find(key.user());
    Version seen = entry == null ? null : MultiVersionMap.at(entry, viewVersion);
    return Conflict.inProgress("key is being written", key, seen, null);
  }

  /** The partitions scanned, in order, to be closed by the next attempt. */
  NavigableSet<Partition> scanned() {
    NavigableSet<Partition> scanned = new TreeSet<>(Commit::byRunAndSpace);
    reads.forEachScanned(scanned::add);
    return scanned;
  }

  private static int byRunAndSpace(Partition a, Partition b) {
    int byRun = a.run().compareTo(b.run());
    return byRun != 0 ? byRun : Integer.compare(a.space().id(), b.space().id());
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
