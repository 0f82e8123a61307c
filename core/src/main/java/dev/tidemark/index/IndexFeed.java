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

  private record Installed(byte[] key, Value value, long version) {}

  IndexFeed(DerivedIndex index, LongSupplier horizon) {
    this.index = index;
    this.horizon = horizon;
  }

  /** Queues a version. */
  public void add(byte[] key, Value value, long version) {
    queue.add(new Installed(key, value, version));
    queued.incrementAndGet();
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

  private DerivedIndex caughtUpWith(LongSupplier currentHorizon) {
    lock.lock();
    try {
      if (queued.get() > 0) {
        takeIn(currentHorizon);
      }
      return index;
    } finally {
      lock.unlock();
    }
  }

  private void takeIn(LongSupplier currentHorizon) {
    int taken = 0;
    for (Installed next = queue.poll(); next != null; next = queue.poll()) {
      index.installed(next.key(), next.value(), next.version());
      taken++;
    }
    queued.addAndGet(-taken);
    index.forgetBefore(currentHorizon.getAsLong());
  }
}
