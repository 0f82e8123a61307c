package dev.tidemark.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.types.Mutation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.PriorityBlockingQueue;

/** Removes what no view can see, by steps of bounded work, wherever a commit has left something. */
public final class Sweeper {
  /*
   * Finding the work. Whoever installs a version, or makes an entry, notes the entry with its
   * partition if something of it will be to remove: an older version, a deleted or expiring state,
   * nothing at all. What is merely overwritten once is left to Overwrites, as a rule. An entry is noted once until it was visited, as a bit in it says. A visit takes
   * the entry's lock, cuts its chain behind the first version at or below the horizon, and lets the
   * entry wait if more can go when the horizon has reached its newest version. Entries come to wait
   * about in the order of the versions they wait for, so only the first is looked at.
   *
   * Removing an entry. It may go when its newest version is a deletion at or below the horizon, or
   * if it has no version (the commit that made it failed). The sweeper takes its lock and never
   * gives it back, but marks the entry as removed; then it takes it out of both indexes, under the
   * partition's monitor, under which entries are also made. So there is at most one entry of a key
   * that is not removed, and
   *
   * - a reader may hold an entry that was removed after it found it, or pass it in an index while it
   *   goes. Every view, now or later, sees the deletion, so the entry shows what its absence shows.
   *   An entry made anew gets a version above every view taken before it was made;
   * - a committer finds that it cannot lock a removed entry, and looks for the key's new one;
   * - a validation that meets a removed entry in a read set knows that the key was seen absent, and
   *   checks the key's new entry, if there is one, as for any absent key. If the entry is removed
   *   only after that check, the new one gets its version after the commit that is validated;
   * - the sweeper's lock is no conflict for a validation: it changes no state.
   *
   * What has expired is not removed here: `expired` finds it, and a commit like any other deletes
   * it. So the deletion is in the log before the entry goes, a view older than it goes on seeing the
   * entry as its own time says, and the clock has no say in what recovery rebuilds.
   *
   * A run that was deleted ends at a version, from which on nobody reads its entries or commits to
   * them, whatever their states. Once the horizon is there, all its entries go as above, and then
   * the run with its partitions and their indexes.
   *
   * Giving up a partition. With its last entry goes a partition and its index. Under the monitors of
   * the run and of the partition it is seen to be empty and marked, so that no entry is made in it
   * any more, and taken out of the run; the next commit that finds it marked asks the run for
   * another. A reader may hold one that was given up: as with an entry, every view taken before the
   * other was made finds nothing in it. A validation looks for the next entry of a key where the
   * run's present partition is. The partition of the run's own record stays.
   */
  private static final int VISITS_PER_STEP = 512;

  private final Overwrites overwrites;
  private final StoreSize size;
  private final Queue<Partition> withWork = new ConcurrentLinkedQueue<>();
  private final PriorityBlockingQueue<RunPartitions> ended =
      new PriorityBlockingQueue<>(1, Comparator.comparingLong(RunPartitions::end));

  /** What is being visited of a partition, up to the first null; guarded by this, as all below. */
  private Entry[] taken = {};

  private int position;
  private Partition partition;

  private final ArrayDeque<Visit> waiting = new ArrayDeque<>();
  private final ArrayDeque<Visit> locked = new ArrayDeque<>();
  private final ExpiryQueue expiries = new ExpiryQueue();
  private long removed;

  /** An entry to be visited once the horizon has reached a version. */
  private record Visit(Partition partition, Entry entry, long due) {}

  /** An entry whose newest state has ended by itself. */
  public record Expired(Partition partition, Entry entry) {}

  Sweeper(Overwrites overwrites) {
    this.overwrites = overwrites;
    this.size = overwrites.size();
  }

  /** What the map holds. */
  public StoreSize size() {
    return size;
  }

  /** Whether the states that a new one superseded will be cut off without a visit. */
  boolean isSparedBy(Version next) {
    return next.isPlainOverwrite() && overwrites.add(next);
  }

  /** Takes note that a partition has entries to visit, and had none before. */
  void hasWorkIn(Partition noting) {
    withWork.add(noting);
  }

  /** Takes note that a run is to go, once the horizon is at its end. */
  void ended(RunPartitions run) {
    ended.add(run);
  }

  /**
   * Visits some of the entries that may have something to remove.
   *
   * @param horizon of the live views
   * @return whether there is more to visit at this horizon
   */
  public synchronized boolean step(long horizon) {
    for (int tries = locked.size(); tries > 0; tries--) {
      visit(locked.poll(), horizon);
    }
    RunPartitions gone = ended.peek();
    if (gone != null && gone.end() <= horizon && removeEntriesOf(gone)) {
      return true;
    }
    for (int visits = 0; visits < VISITS_PER_STEP; visits++) {
      Visit next = next(horizon);
      if (next == null) {
        return false;
      }
      visit(next, horizon);
    }
    return true;
  }

  /** Makes steps until nothing is left to visit at this horizon. */
  public synchronized void sweep(long horizon) {
    while (step(horizon)) {
      // Each step visits what the one before left.
    }
  }

  /**
   * Removes some entries of a run, and the run with the last of them.
   *
   * @return false if those left are locked
   */
  private boolean removeEntriesOf(RunPartitions run) {
    int visits = 0;
    boolean isEmpty = true;
    long before = removed;
    for (Partition each : run.all()) {
      for (Entry entry : each.all()) {
        if (++visits > VISITS_PER_STEP) {
          return removed > before;
        } else if (entry.tryLockForSweep()) {
          remove(each, entry);
        } else {
          isEmpty = false;
        }
      }
    }
    if (isEmpty) {
      ended.remove(run);
      run.release();
    }
    return isEmpty;
  }

  private void remove(Partition from, Entry entry) {
    expiries.remove(entry);
    boolean last = from.remove(entry);
    size.removed(entry);
    removed++;
    if (last) {
      from.retire();
    }
  }

  private Visit next(long horizon) {
    if (!waiting.isEmpty() && waiting.peek().due <= horizon) {
      return waiting.poll();
    }
    while (position == taken.length || taken[position] == null) {
      partition = withWork.poll();
      if (partition == null) {
        taken = new Entry[0];
        position = 0;
        return null;
      }
      taken = partition.takeNoted();
      position = 0;
    }
    return new Visit(partition, taken[position++], 0);
  }

  private void visit(Visit visit, long horizon) {
    Entry entry = visit.entry;
    if (!entry.tryLockForSweep()) {
      if (!entry.isRemoved()) {
        locked.add(visit);
      }
      return;
    }
    size.swept(entry.cut(horizon, size));
    Version newest = entry.newest();
    if (newest == null || (newest.value() == null && newest.version() <= horizon)) {
      remove(visit.partition, entry);
    } else {
      expiries.update(visit.partition, entry);
      awaitHorizon(visit, newest);
      entry.unlockAfterSweep();
    }
  }

  private void awaitHorizon(Visit visit, Version newest) {
    boolean again = Entry.needsHorizon(newest);
    visit.entry.setQueued(again);
    if (again) {
      waiting.add(new Visit(visit.partition, visit.entry, newest.version()));
    }
  }

  /** Whether any state known to the sweeper ends by itself; else there is no need for the time. */
  public synchronized boolean expectsExpiry() {
    return !expiries.isEmpty();
  }

  /** Hands over entries whose newest state has ended by a time; those of deleted runs go anyway. */
  public synchronized List<Expired> expired(long nowMicros, int atMost) {
    List<Expired> expired = new ArrayList<>();
    while (expired.size() < atMost) {
      ExpiryQueue.Expiring next = expiries.poll(nowMicros);
      if (next == null) {
        break;
      } else if (!next.partition.hasEnded()) {
        expired.add(new Expired(next.partition, next.entry));
      }
    }
    return expired;
  }

  /** Takes back what was handed over; what was deleted meanwhile is forgotten. */
  public synchronized void takeBack(List<Expired> handedOver) {
    for (Expired each : handedOver) {
      if (!each.entry.isRemoved()) {
        expiries.update(each.partition, each.entry);
      }
    }
  }

  /** Entries removed so far. */
  public synchronized long removedKeys() {
    return removed;
  }

  /** Throws AssertionError if an entry has something to remove and no visit is due. */
  synchronized void checkCares(Partition holder, Entry entry) {
    Version newest = entry.newest();
    boolean lasts = newest != null && newest.expiresAtMicros() == Mutation.NEVER;
    boolean plain = lasts && (!Entry.needsHorizon(newest) || overwrites.covers(newest));
    boolean cared = plain || (newest != null && expiries.covers(entry));
    if (!entry.isQueued() && !cared && !holder.hasEnded()) {
      throw new AssertionError("no visit is due for " + new String(entry.key(), UTF_8));
    }
  }
}
