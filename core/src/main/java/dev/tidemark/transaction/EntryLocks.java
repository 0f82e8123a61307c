package dev.tidemark.transaction;

import dev.tidemark.storage.Entry;
import dev.tidemark.storage.Partition;
import dev.tidemark.types.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The entries one caller of {@code transact} has locked, and its identity as their owner through
 * all attempts.
 *
 * <p>Locks are waited for in key order only, so that waiting cannot deadlock. Who holds entries
 * from before its body ran may need more, out of order, at commit: it does not wait for those.
 */
final class EntryLocks {
  private static final int PATIENCE = 200;

  private final List<Entry> held = new ArrayList<>(4);
  private boolean heldBefore;

  /**
   * Locks what a transaction writes.
   *
   * @return false if an entry stayed locked by another and could not be waited for
   */
  boolean lock(Iterable<PendingWrite> inKeyOrder) {
    for (PendingWrite write : inKeyOrder) {
      Entry entry = lock(write.partition(), write.mutation().key(), heldBefore);
      if (entry == null) {
        return false;
      }
      write.lockedAs(entry);
    }
    return true;
  }

  /** Locks entries before a body runs, so that no other commit can change them meanwhile. */
  void lockBefore(SortedMap<Key, Partition> entries) {
    for (Map.Entry<Key, Partition> each : entries.entrySet()) {
      lock(each.getValue(), each.getKey(), false);
    }
    heldBefore = true;
  }

  private Entry lock(Partition partition, Key key, boolean impatient) {
    Entry entry = partition.findOrCreateLocked(key.user(), this);
    if (!entry.isLockedBy(this)) {
      for (int round = 0; !entry.tryLock(this); round++) {
        if (impatient && round == PATIENCE) {
          return null;
        }
        Pause.of(round);
      }
    }
    held.add(entry);
    return entry;
  }

  void release() {
    for (Entry entry : held) {
      // One that was held before and is written, too, is listed twice.
      if (entry.isLockedBy(this)) {
        entry.unlock(this);
      }
    }
    held.clear();
    heldBefore = false;
  }
}
