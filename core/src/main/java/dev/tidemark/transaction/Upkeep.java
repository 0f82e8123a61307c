package dev.tidemark.transaction;

import dev.tidemark.storage.LiveViews;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.storage.StoreSize;
import dev.tidemark.storage.Sweeper;
import dev.tidemark.telemetry.SweepEvent;
import dev.tidemark.types.ClosedException;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.ReadOnlyException;
import dev.tidemark.types.StorageFailureException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * What a database does on its own: it deletes what has expired, by commits, and has the sweeper
 * remove what no view can see.
 */
final class Upkeep {
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();
  private static final int EXPIRED_PER_COMMIT = 256;

  private final Transactions transactions;
  private final MultiVersionMap map;
  private final LiveViews views;
  private final MonotonicClock clock;
  private int expiredPerCommit;
  private boolean deletesExpired = true;
  private volatile boolean stopped;

  Upkeep(Transactions transactions, MultiVersionMap map, LiveViews views, MonotonicClock clock) {
    this.transactions = transactions;
    this.map = map;
    this.views = views;
    this.clock = clock;
    this.expiredPerCommit =
        Math.min(EXPIRED_PER_COMMIT, transactions.limits().transactionMutations());
  }

  /** Makes rounds until stopped, or until nobody else holds on to the database. */
  void runIn(Executor executor) {
    WeakReference<Upkeep> self = new WeakReference<>(this);
    executor.execute(
        () -> {
          while (makeRound(self)) {
            LockSupport.parkNanos(PAUSE_NANOS);
          }
        });
  }

  private static boolean makeRound(WeakReference<Upkeep> reference) {
    Upkeep upkeep = reference.get();
    while (upkeep != null && !upkeep.stopped && upkeep.round()) {
      Thread.onSpinWait();
    }
    return upkeep != null && !upkeep.stopped;
  }

  /**
   * Does some of what there is to do.
   *
   * @return whether there may be more
   */
  synchronized boolean round() {
    if (stopped) {
      return false;
    }
    views.advanceHorizon();
    boolean more = sweepStep();
    boolean deletes = deletesExpired && map.sweeper().expectsExpiry();
    return (deletes && deleteExpired()) || more;
  }

  /** Makes a step of the sweeper at the present horizon; returns whether there is more to do. */
  private boolean sweepStep() {
    SweepEvent event = SweepEvent.start();
    StoreSize size = map.sweeper().size();
    long keys = size.sweptKeys();
    long versions = size.sweptVersions();
    long horizon = views.horizon();
    boolean more = map.sweeper().step(horizon);
    if (event != null) {
      event.record(horizon, size.sweptKeys() - keys, size.sweptVersions() - versions);
    }
    return more;
  }

  private boolean deleteExpired() {
    List<Sweeper.Expired> expired = map.sweeper().expired(clock.nowMicros(), expiredPerCommit);
    if (expired.isEmpty()) {
      return false;
    }
    try {
      long before = transactions.visible();
      return transactions.alone(tx -> delete(tx, expired)).version() > before;
    } catch (LimitExceededException e) {
      expiredPerCommit = Math.max(1, expiredPerCommit / 2);
    } catch (ConflictException e) {
      // Writers keep changing one of them; all get their turn again.
    } catch (ReadOnlyException | StorageFailureException | ClosedException e) {
      deletesExpired = false;
    } finally {
      map.sweeper().takeBack(expired);
    }
    return false;
  }

  private static Void delete(Transaction tx, List<Sweeper.Expired> expired) {
    for (Sweeper.Expired each : expired) {
      tx.deleteExpired(each.partition(), each.entry());
    }
    return null;
  }

  /**
   * Sees to it that mutations find room.
   *
   * @throws LimitExceededException if they would fill the store even after a sweep
   */
  void makeRoom(List<Mutation> mutations) {
    long limit = transactions.limits().maxBytes();
    long added = MultiVersionMap.sizeOf(mutations);
    if (added > 0 && storeBytes() + added > limit) {
      views.advanceHorizon();
      while (sweepStep()) {
        // Each step visits what the one before left.
      }
      requireRoom(storeBytes() + added, limit);
    }
  }

  private static void requireRoom(long needed, long limit) {
    if (needed > limit) {
      throw new LimitExceededException(
          "heap bytes of the store with this commit",
          limit,
          needed,
          "delete entries, close old read views, keep less history, or give the JVM a larger heap");
    }
  }

  private long storeBytes() {
    return map.sweeper().size().bytes();
  }

  /** Runs something while no round is made. */
  synchronized void pausedFor(Runnable action) {
    action.run();
  }

  /** Makes no more rounds; returns when the present one is over. */
  void stop() {
    stopped = true;
    pausedFor(() -> {});
  }
}
