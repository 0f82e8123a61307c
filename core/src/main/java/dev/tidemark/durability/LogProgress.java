package dev.tidemark.durability;

import dev.tidemark.telemetry.Notices;
import dev.tidemark.types.ClosedException;
import dev.tidemark.types.LatencyHistogram;
import dev.tidemark.types.LogStats;
import dev.tidemark.types.ReadOnlyException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far a log has come: synced up to here, written up to there, or failed for good. All changes
 * happen under the mutex; positions may be read without it.
 */
final class LogProgress {
  private final ReentrantLock mutex = new ReentrantLock();
  private final Condition flushWanted = mutex.newCondition();
  private final Condition flushed = mutex.newCondition();
  private final FlushBounds bounds;
  private final Notices notices;

  private volatile long appended;
  private volatile long written;
  private volatile long synced;
  private volatile Throwable failure;
  private volatile boolean closed;

  private long wanted;
  private int unsyncedCommits;
  private boolean stopping;

  private long appends;
  private long writes;
  private long syncs;
  private long bytes;

  /**
   * @param end position everything has been synced up to
   * @param notices told when the log fails
   */
  LogProgress(long end, FlushBounds bounds, Notices notices) {
    this.appended = end;
    this.written = end;
    this.synced = end;
    this.bounds = bounds;
    this.notices = notices;
  }

  ReentrantLock mutex() {
    return mutex;
  }

  long appended() {
    return appended;
  }

  long written() {
    return written;
  }

  long synced() {
    return synced;
  }

  boolean isFailed() {
    return failure != null;
  }

  /** Throws if the log takes no more records. */
  void requireWritable() {
    requireHealthy();
    if (closed) {
      throw new ClosedException("the database is closed");
    }
  }

  void requireHealthy() {
    if (failure != null) {
      throw new ReadOnlyException(
          "the log failed and the database is read-only until it is opened again: "
              + failure.getMessage(),
          failure);
    }
  }

  void closed() {
    closed = true;
  }

  void appended(long position) {
    assert mutex.isHeldByCurrentThread();
    appended = position;
    appends++;
  }

  /** Records a written group; a durable one is synced as well. */
  void written(RecordGroup group, boolean durable) {
    mutex.lock();
    try {
      boolean wasSynced = written == synced;
      written = group.end();
      writes++;
      bytes += group.length();
      if (durable) {
        synced = written;
        syncs++;
      } else {
        unsyncedCommits += group.commits();
        wakeFlusher(wasSynced);
      }
    } finally {
      mutex.unlock();
    }
  }

  private void wakeFlusher(boolean wasSynced) {
    if (wasSynced || isFlushDue()) {
      flushWanted.signal();
    }
  }

  /** Poisons the log; the first failure counts. */
  void fail(Throwable cause) {
    mutex.lock();
    try {
      if (failure == null) {
        failure = cause;
        notices.becameReadOnly(cause);
      }
      flushWanted.signal();
      flushed.signalAll();
    } finally {
      mutex.unlock();
    }
  }

  /** Waits until the flusher has synced everything up to a position that has been written. */
  void awaitSynced(long position) {
    mutex.lock();
    try {
      wanted = Math.max(wanted, position);
      while (synced < position && failure == null) {
        flushWanted.signal();
        flushed.awaitUninterruptibly();
      }
      if (synced < position) {
        requireHealthy();
      }
    } finally {
      mutex.unlock();
    }
  }

  /**
   * Waits until a bound is reached and returns the position to sync up to, or -1 when the flusher
   * shall end. For the flusher only.
   */
  long awaitFlushDue() {
    mutex.lock();
    try {
      while (isFlusherNeeded() && written == synced) {
        flushWanted.awaitUninterruptibly();
      }
      awaitBound();
      unsyncedCommits = 0;
      return isFlusherNeeded() ? written : -1;
    } finally {
      mutex.unlock();
    }
  }

  private void awaitBound() {
    try {
      long left = bounds.intervalNanos();
      while (isFlusherNeeded() && !isFlushDue() && left > 0) {
        left = flushWanted.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("somebody interrupted the flusher", e);
    }
  }

  private boolean isFlusherNeeded() {
    return !stopping && failure == null;
  }

  private boolean isFlushDue() {
    return wanted > synced
        || unsyncedCommits >= bounds.commits()
        || written - synced >= bounds.bytes();
  }

  /** Records the flusher's sync. */
  void synced(long position) {
    mutex.lock();
    try {
      synced = position;
      syncs++;
      flushed.signalAll();
    } finally {
      mutex.unlock();
    }
  }

  void stopFlusher() {
    mutex.lock();
    try {
      stopping = true;
      flushWanted.signal();
    } finally {
      mutex.unlock();
    }
  }

  LogStats stats(LatencyHistogram syncLatency) {
    mutex.lock();
    try {
      return new LogStats(appends, writes, syncs, bytes, appended - synced, syncLatency);
    } finally {
      mutex.unlock();
    }
  }
}
