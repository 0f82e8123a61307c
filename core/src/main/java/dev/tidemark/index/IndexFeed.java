package dev.tidemark.index;

import dev.tidemark.types.Value;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Carries installed versions from commits to a derived index. A commit only queues; whoever reads
 * the index first takes in what is queued. Every version a view sees was queued before the view was
 * taken, so an index that has caught up misses nothing the view sees.
 */
public final class IndexFeed {
  private final int backlog;
  private final LongSupplier horizon;
  private final LongAdder lag;
  private final Supplier<DerivedIndex> fresh;
  private final ConcurrentLinkedQueue<Installed> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();

  /** This and all below guarded by the lock. */
  private DerivedIndex index;

  /** What the index was restored from, until it has said that it is whole. */
  private SavedSection restoredFrom;

  private boolean isRestored;
  private Throwable failure;

  private record Installed(byte[] key, Value value, long version) {}

  /**
   * Feeds a new index.
   *
   * @param lag counts what all feeds of a database have queued
   */
  IndexFeed(Supplier<DerivedIndex> fresh, LongSupplier horizon, LongAdder lag) {
    this(fresh, fresh.get(), null, horizon, lag);
  }

  /** Feeds a restored index. */
  IndexFeed(
      Supplier<DerivedIndex> fresh,
      DerivedIndex index,
      SavedSection restoredFrom,
      LongSupplier horizon,
      LongAdder lag) {
    this.fresh = fresh;
    this.lag = lag;
    this.index = index;
    this.backlog = index.backlog();
    this.restoredFrom = restoredFrom;
    this.horizon = horizon;
  }

  /** Queues a version. Counted first: a version in the queue must never look like an empty one. */
  public void add(byte[] key, Value value, long version) {
    queued.incrementAndGet();
    lag.increment();
    queue.add(new Installed(key, value, version));
  }

  /**
   * Lets go of the index and of what is queued for it: no view sees any entry. Whoever comes late
   * finds an empty one.
   */
  public void abandon() {
    lock.lock();
    try {
      startOver();
      int dropped = 0;
      while (queue.poll() != null) {
        dropped++;
      }
      queued.addAndGet(-dropped);
      lag.add(-dropped);
    } finally {
      lock.unlock();
    }
  }

  /** Whether whoever queues should catch up when it is done. */
  public boolean isBacklogged() {
    return queued.get() > backlog;
  }

  /** The index, with everything queued before this call taken in. */
  public DerivedIndex caughtUp() {
    return caughtUpWith(horizon);
  }

  /** As {@link #caughtUp()}, for a caller who knows that no view is older than this version. */
  public void catchUp(long knownHorizon) {
    caughtUpWith(() -> knownHorizon);
  }

  /**
   * Takes in what is queued, for a commit, which must not fail on it: an index that throws is told
   * nothing more, and its readers are told why.
   */
  public void relieve() {
    lock.lock();
    try {
      takeIn(horizon);
    } finally {
      lock.unlock();
    }
  }

  /**
   * What the index keeps beside a checkpoint of a version up to which everything is queued; null
   * for nothing.
   */
  public IndexSection section(long version) {
    lock.lock();
    try {
      takeIn(horizon);
      return failure == null ? index.section(version) : null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the index was restored, and is still to say whether it is whole. */
  public boolean isBeingRestored() {
    return restoredFrom() != null;
  }

  /** Whether the index was restored, and was whole. */
  public boolean isRestored() {
    lock.lock();
    try {
      return isRestored;
    } finally {
      lock.unlock();
    }
  }

  /** What the index was restored from, if it is still to say whether it is whole; else null. */
  SavedSection restoredFrom() {
    lock.lock();
    try {
      return restoredFrom;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells a restored index the rest of what its checkpoint holds; returns what is wrong, or null.
   */
  String completeRestoration(long knownHorizon) {
    lock.lock();
    try {
      takeIn(() -> knownHorizon);
      restoredFrom = null;
      String refusal = refusal();
      isRestored = refusal == null;
      return refusal;
    } finally {
      lock.unlock();
    }
  }

  private String refusal() {
    try {
      if (failure == null) {
        return index.restored() ? null : "it does not fit the entries";
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    return "the index made of it failed: " + failure;
  }

  /** Goes on with an empty index. */
  void startOver() {
    lock.lock();
    try {
      index = fresh.get();
      failure = null;
    } finally {
      lock.unlock();
    }
  }

  private DerivedIndex caughtUpWith(LongSupplier currentHorizon) {
    lock.lock();
    try {
      if (queued.get() > 0) {
        takeIn(currentHorizon);
      }
      if (failure != null) {
        throw new IllegalStateException(
            index.getClass().getName() + " failed and answers no more; reopen the database",
            failure);
      }
      return index;
    } finally {
      lock.unlock();
    }
  }

  private void takeIn(LongSupplier currentHorizon) {
    int taken = 0;
    for (Installed next = queue.poll(); next != null; next = queue.poll()) {
      tell(next);
      taken++;
    }
    queued.addAndGet(-taken);
    lag.add(-taken);
    tellHorizon(currentHorizon.getAsLong());
  }

  private void tellHorizon(long currentHorizon) {
    try {
      if (failure == null) {
        index.forgetBefore(currentHorizon);
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private void tell(Installed next) {
    try {
      if (failure == null) {
        index.installed(next.key(), next.value(), next.version());
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }
}
