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
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The entries one caller of {@code transact} has locked, and its identity as their owner through
 * all attempts.
 *
 * <p>Locks are waited for in key order only, so that waiting cannot deadlock. Who holds entries
 * from before its body ran may need more, out of order, at commit: it does not wait for those.
 *
 * <p>A caller that scans closes the partitions it scanned, before it locks entries: entries that do
 * not exist yet cannot be locked. A commit waits for a closed partition only before it has locked
 * or closed anything; one that has gone on is let through.
 *
 * <p>What is held while a body runs is a reservation: it keeps others from winning, but nothing
 * rests on it. A body may wait for the commit of one of those others, so a reservation that stood
 * in somebody's way for long is taken away; the body then commits as one that held nothing.
 */
final class EntryLocks {
  private static final int PATIENCE = 200;
  private static final String WAIT = "the wait for a key that another transaction commits";
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

  /** What is reserved; what a commit locks besides is known by its writes. */
  private final List<Entry> held = new ArrayList<>(4);

  private final List<Partition> closed = new ArrayList<>(1);
  private final AtomicReference<State> state = new AtomicReference<>(State.HELD);

  /**
   * Locks what a transaction writes.
   *
   * @return false if an entry stayed locked by another and could not be waited for
   */
  boolean lock(WriteSet writes, Deadline deadline) {
    endReservation();
    boolean impatient = !held.isEmpty() || !closed.isEmpty();
    if (!impatient) {
      awaitOpen(writes, deadline);
    }
    PendingWrite[] inKeyOrder = writes.inOrder();
    for (int i = 0; i < writes.size(); i++) {
      PendingWrite write = inKeyOrder[i];
      Entry entry = lock(write, impatient, deadline);
      if (entry == null) {
        return false;
      }
      write.lockedAs(entry);
    }
    return true;
  }

  private static void awaitOpen(WriteSet writes, Deadline deadline) {
    PendingWrite[] inKeyOrder = writes.inOrder();
    for (int i = 0; i < writes.size(); i++) {
      Partition partition = inKeyOrder[i].partition();
      if (partition.closedBy() != null) {
        awaitReserved(() -> partition.closedBy() == null, partition::closedBy, deadline);
      }
    }
  }

  /**
   * Closes partitions and locks entries before a body runs, so that no other commit can change them
   * meanwhile.
   *
   * @param scanned partitions of which ranges were read, in order
   */
  void lockBefore(
      Iterable<Partition> scanned, SortedMap<Key, Partition> entries, Deadline deadline) {
    for (Partition partition : scanned) {
      closed.add(partition);
      if (!partition.tryClose(this)) {
        awaitReserved(() -> partition.tryClose(this), partition::closedBy, deadline);
      }
    }
    for (Map.Entry<Key, Partition> each : entries.entrySet()) {
      byte[] key = each.getKey().user();
      held.add(lock(each.getValue(), key, Partition.hash(key), false, deadline));
    }
    state.set(State.RESERVED);
  }

  private Entry lock(PendingWrite write, boolean impatient, Deadline deadline) {
    Entry found = write.found();
    if (found != null && found.tryLock(this)) {
      return found;
    }
    byte[] key = write.mutation().key().user();
    Entry entry = lock(write.partition(), key, write.hash(), impatient, deadline);
    write.relocate();
    return entry;
  }

  private Entry lock(
      Partition partition, byte[] key, int hash, boolean impatient, Deadline deadline) {
    Entry entry;
    do {
      entry = findOrCreate(partition, key, hash);
      boolean locked = entry.isLockedBy(this) || entry.tryLock(this);
      if (!locked && !await(entry, impatient, deadline)) {
        return null;
      }
    } while (entry.isRemoved());
    return entry;
  }

  /** As {@link Partition#findOrCreateLocked}, wherever the partition's entries are now. */
  private Entry findOrCreate(Partition partition, byte[] key, int hash) {
    Entry entry = partition.findOrCreateLocked(key, hash, this);
    while (entry == null) {
      entry = partition.current().findOrCreateLocked(key, hash, this);
    }
    return entry;
  }

  /** Returns true also once the entry is removed. */
  private boolean await(Entry entry, boolean impatient, Deadline deadline) {
    BooleanSupplier done = () -> entry.tryLock(this) || entry.isRemoved();
    if (impatient) {
      return awaitBriefly(done, deadline);
    }
    awaitReserved(done, entry::owner, deadline);
    return true;
  }

  private static boolean awaitBriefly(BooleanSupplier done, Deadline deadline) {
    for (int round = 0; round < PATIENCE; round++) {
      if (done.getAsBoolean()) {
        return true;
      }
      deadline.check(WAIT);
      Pause.of(round);
    }
    return false;
  }

  /** Waits for what others hold, and takes away what one of them has reserved for long. */
  private static void awaitReserved(
      BooleanSupplier done, Supplier<Object> holder, Deadline deadline) {
    long since = System.nanoTime();
    for (int round = 0; !done.getAsBoolean(); round++) {
      deadline.check(WAIT);
      if (System.nanoTime() - since > RESERVATION_NANOS
          && holder.get() instanceof EntryLocks other) {
        other.yieldReservation();
      }
      Pause.of(round);
    }
  }

  /** Lets go of what is reserved, if a body still runs; for a thread in wait of it. */
  private void yieldReservation() {
    if (state.compareAndSet(State.RESERVED, State.YIELDING)) {
      unlockReserved();
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
    closed.clear();
    state.set(State.HELD);
  }

  /** Lets go of everything, what was locked for these writes included. */
  void release(WriteSet writes) {
    endReservation();
    PendingWrite[] inKeyOrder = writes.inOrder();
    for (int i = 0; i < writes.size(); i++) {
      unlock(inKeyOrder[i].locked());
    }
    if (!held.isEmpty() || !closed.isEmpty()) {
      unlockReserved();
      held.clear();
      closed.clear();
    }
  }

  private void unlockReserved() {
    for (Partition partition : closed) {
      partition.open(this);
    }
    held.forEach(this::unlock);
  }

  /** Unlocks an entry that may be null, or unlocked already: one reserved may be written, too. */
  private void unlock(Entry entry) {
    if (entry != null && entry.isLockedBy(this)) {
      entry.unlock(this);
    }
  }
}
