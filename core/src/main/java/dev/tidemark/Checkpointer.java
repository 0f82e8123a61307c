package dev.tidemark;

import dev.tidemark.durability.CheckpointStore;
import dev.tidemark.telemetry.CheckpointEvent;
import dev.tidemark.telemetry.Notices;
import dev.tidemark.transaction.Transactions;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.CheckpointReport;
import dev.tidemark.types.CheckpointStats;
import dev.tidemark.types.ClosedException;
import dev.tidemark.types.InvalidArgumentException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Writes checkpoints, when asked to and in the background, one at a time. */
final class Checkpointer {
  /** How often the background looks whether one is due. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Pause of the background after a failure. */
  private static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Transactions transactions;
  private final CheckpointPolicy policy;
  private final Notices notices;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Held while files of the directory other than the log's end are read or changed. */
  private final ReentrantLock files = new ReentrantLock();

  /** Set with the lock on the files held. */
  private volatile boolean closed;

  private volatile long lastNanos = System.nanoTime();
  private volatile long notBeforeNanos = lastNanos;
  private volatile Optional<CheckpointReport> last;
  private final LongAdder completed = new LongAdder();
  private final LongAdder failed = new LongAdder();

  Checkpointer(Transactions transactions, CheckpointPolicy policy, Notices notices) {
    this.transactions = transactions;
    this.policy = policy;
    this.notices = notices;
    this.last = transactions.recovery().checkpoint();
    this.thread = new Thread(this::runInBackground, "tidemark-checkpointer");
    this.thread.setDaemon(true);
  }

  /** Starts the background, if the policy asks for one. */
  void start() {
    boolean bySize = policy.logBytes() < Long.MAX_VALUE;
    if (bySize || policy.interval().compareTo(CheckpointPolicy.NEVER) < 0) {
      thread.start();
    }
  }

  CheckpointStats stats() {
    return new CheckpointStats(completed.sum(), failed.sum(), last);
  }

  private void runInBackground() {
    long lookNanos = Math.min(LOOK_NANOS, policy.interval().toNanos());
    try {
      while (!closing.await(lookNanos, TimeUnit.NANOSECONDS)) {
        if (isDue(System.nanoTime())) {
          tryWrite();
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("somebody interrupted the checkpointer", e);
    }
  }

  private boolean isDue(long nowNanos) {
    if (nowNanos < notBeforeNanos || !isBehind()) {
      return false;
    }
    long grown = transactions.logEnd().position() - transactions.checkpoints().newestPosition();
    return grown >= policy.logBytes() || nowNanos - lastNanos >= policy.interval().toNanos();
  }

  private boolean isBehind() {
    return transactions.logEnd().version() > transactions.checkpoints().newestVersion();
  }

  /** A failure has been counted and told; the database goes on without the checkpoint. */
  private void tryWrite() {
    try {
      write();
    } catch (RuntimeException | Error e) {
      notBeforeNanos = System.nanoTime() + RETRY_NANOS;
    }
  }

  /** Writes a checkpoint and deletes what it makes superfluous. */
  CheckpointReport write() {
    Attempt attempt = exclusively(this::attempt);
    tell(attempt);
    return attempt.orThrow();
  }

  /**
   * What became of a checkpoint.
   *
   * @param report null if it failed
   * @param failure null if it did not
   */
  private record Attempt(CheckpointReport report, Throwable failure) {
    CheckpointReport orThrow() {
      if (failure instanceof RuntimeException thrown) {
        throw thrown;
      } else if (failure instanceof Error thrown) {
        throw thrown;
      }
      return report;
    }
  }

  private Attempt attempt() {
    CheckpointEvent event = CheckpointEvent.start();
    try {
      CheckpointReport report = writeAndPrune();
      if (event != null) {
        event.record(report);
      }
      return new Attempt(report, null);
    } catch (InvalidArgumentException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      failed.increment();
      if (event != null) {
        event.record(e);
      }
      return new Attempt(null, e);
    }
  }

  /** Under no lock: a listener may wait for others who want a checkpoint, or close the database. */
  private void tell(Attempt attempt) {
    notices.tell(
        listener -> {
          if (attempt.failure == null) {
            listener.checkpointCompleted(attempt.report);
          } else {
            listener.checkpointFailed(attempt.failure);
          }
        });
  }

  private CheckpointReport writeAndPrune() {
    CheckpointStore store = transactions.checkpoints();
    CheckpointReport report = transactions.capture(store::write);
    store.prune(policy.replayLogBytes());
    completed.increment();
    last = Optional.of(report);
    lastNanos = System.nanoTime();
    return report;
  }

  /** Runs something that no checkpoint may disturb. */
  <T> T exclusively(Supplier<T> action) {
    files.lock();
    try {
      if (closed) {
        throw new ClosedException("the database is closed; open it again");
      }
      return action.get();
    } finally {
      files.unlock();
    }
  }

  /**
   * Waits for a checkpoint under way, writes a last one if the policy asks for it, and ends. Of
   * several who close at once, one writes it and the others wait for that. It may fail, and the
   * listener close the database for it: there is no second last one.
   */
  void close() {
    closing.countDown();
    Attempt ours = null;
    files.lock();
    try {
      if (!closed && policy.onClose() && isBehind()) {
        ours = attempt();
      }
    } finally {
      closed = true;
      files.unlock();
    }
    if (ours != null) {
      tell(ours);
    }
  }
}
