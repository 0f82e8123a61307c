package dev.tidemark.index;

import dev.tidemark.types.Value;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Carries installed versions from commits to a derived index. A commit only queues; whoever reads
 * the index first takes in what is queued. Every version a view sees was queued before the view was
 * taken, so an index that has caught up misses nothing the view sees.
 */
public final class IndexFeed {
  /** Queued versions above which a commit takes them in itself: bounds the queue's memory. */
  private static final int BACKLOG = 4096;

  private final DerivedIndex index;
  private final LongSupplier horizon;
  private final ConcurrentLinkedQueue<Installed> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private Throwable failure;

  private record Installed(byte[] key, Value value, long version) {}

  IndexFeed(DerivedIndex index, LongSupplier horizon) {
    this.index = index;
    this.horizon = horizon;
  }

  /** Queues a version. Counted first: a version in the queue must never look like an empty one. */
  public void add(byte[] key, Value value, long version) {
    queued.incrementAndGet();
    queue.add(new Installed(key, value, version));
  }

  /** Versions not taken in yet. */
  public int queued() {
    return queued.get();
  }

  /** Whether whoever queues should catch up when it is done. */
  public boolean isBacklogged() {
    return queued.get() > BACKLOG;
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
