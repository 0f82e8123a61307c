package dev.tidemark.transaction;

import dev.tidemark.storage.Entry;
import dev.tidemark.storage.Partition;
import dev.tidemark.types.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The entries one caller of {@code transact} has locked, and its identity as their owner through
 * all attempts.
 *
 * <p>Locks are waited for in key order only, so that waiting cannot deadlock. Who holds entries
 * from before its body ran may need more, out of order, at commit: it does not wait for those.
 *
 * <p>What is held while a body runs is a reservation: it keeps others from winning, but nothing
 * rests on it. A body may wait for the commit of one of those others, so a reservation that stood
 * in somebody's way for long is taken away; the body then commits as one that held nothing.
 */
final class EntryLocks {
  private static final int PATIENCE = 200;
  private static final long RESERVATION_NANOS = Duration.ofMillis(500).toNanos();

  private enum State {
    /** What is held, if anything, is held by a commit, or by one about to reserve it. */
    HELD,
    /** A body runs. */
    RESERVED,
    /** Somebody else is letting go of what was reserved. */
    YIELDING,
    /** Nothing is held any more. */
    YIELDED
  }

  private final List<Entry> held = new ArrayList<>(4);
  private final AtomicReference<State> state = new AtomicReference<>(State.HELD);

  /**
   * Locks what a transaction writes.
   *
   * @return false if an entry stayed locked by another and could not be waited for
   */
  boolean lock(Iterable<PendingWrite> inKeyOrder, Deadline deadline) {
    endReservation();
    boolean impatient = !held.isEmpty();
    for (PendingWrite write : inKeyOrder) {
      Entry entry = lock(write.partition(), write.mutation().key(), impatient, deadline);
      if (entry == null) {
        return false;
      }
      write.lockedAs(entry);
    }
    return true;
  }

  /** Locks entries before a body runs, so that no other commit can change them meanwhile. */
  void lockBefore(SortedMap<Key, Partition> entries, Deadline deadline) {
    for (Map.Entry<Key, Partition> each : entries.entrySet()) {
      lock(each.getValue(), each.getKey(), false, deadline);
    }
    state.set(State.RESERVED);
  }

  private Entry lock(Partition partition, Key key, boolean impatient, Deadline deadline) {
    Entry entry;
    do {
      entry = partition.findOrCreateLocked(key.user(), this);
      boolean locked = entry.isLockedBy(this) || entry.tryLock(this);
      if (!locked && !await(entry, impatient, deadline)) {
        return null;
      }
    } while (entry.isRemoved());
    held.add(entry);
    return entry;
  }

  /** Returns true also once the entry is removed. */
  private boolean await(Entry entry, boolean impatient, Deadline deadline) {
    long since = System.nanoTime();
    for (int round = 0; !entry.tryLock(this) && !entry.isRemoved(); round++) {
      if (impatient && round == PATIENCE) {
        return false;
      }
      deadline.check("the wait for a key that another transaction commits");
      if (System.nanoTime() - since > RESERVATION_NANOS
          && entry.owner() instanceof EntryLocks other) {
        other.yieldReservation();
      }
      Pause.of(round);
    }
    return true;
  }

  /** Lets go of what is reserved, if a body still runs; for a thread in wait of it. */
  private void yieldReservation() {
    if (state.compareAndSet(State.RESERVED, State.YIELDING)) {
      unlockAll();
      state.set(State.YIELDED);
    }
  }

  /** Makes what is held, if it still is, this thread's own alone. */
  private void endReservation() {
    if (state.get() == State.HELD || state.compareAndSet(State.RESERVED, State.HELD)) {
      return;
    }
    for (int round = 0; state.get() == State.YIELDING; round++) {
      Pause.of(round);
    }
    held.clear();
    state.set(State.HELD);
  }

  void release() {
    endReservation();
    unlockAll();
    held.clear();
  }

  private void unlockAll() {
    for (Entry entry : held) {
      // One that was held before and is written, too, is listed twice.
      if (entry.isLockedBy(this)) {
        entry.unlock(this);
      }
    }
  }
}
