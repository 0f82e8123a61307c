package dev.tidemark.transaction;

import dev.tidemark.durability.CommitLog;
import dev.tidemark.durability.EncodedBatch;
import dev.tidemark.durability.LogStats;
import dev.tidemark.index.IndexFeed;
import dev.tidemark.index.IndexProviders;
import dev.tidemark.storage.Entry;
import dev.tidemark.storage.LiveViews;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.storage.Partition;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.storage.Version;
import dev.tidemark.transaction.ReadSet.Conflict;
import dev.tidemark.types.ClosedException;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.RecoveryReport;
import dev.tidemark.types.RunId;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/** Begins transactions and commits them. Made by the database, not by its users. */
@SuppressWarnings("exports") // Public for the root package only; its parameters are not exported.
public final class Transactions {
  /*
   * The commit protocol (see commit). Versions, commit times and log positions are handed out in
   * one step, by the sequencer; everything else of two commits that touch different entries runs in
   * parallel.
   *
   * Why validation is repeated by the sequencer. A transaction T that read x must come before the
   * one that overwrites x. Validating first and taking a version later leaves a gap in which a
   * writer of x can lock it and take a lower version than T's; a reader between the two would then
   * see the overwrite but not T. So the sequencer validates again, unless no version was taken
   * since the first validation began: then whoever locks x from now on takes a higher version. I3
   *
   * Locks are taken in key order and held only from here to the install, while no user code runs:
   * waiting for one cannot deadlock and is short. Validation does not wait for a foreign lock
   * longer than a bounded spin, since its holder may be waiting for one of ours.
   */
  private static final int SPINS = 200;
  private static final int COMMITS_PER_HORIZON = 64;

  private final MultiVersionMap map;
  private final LiveViews views;
  private final CommitLog log;
  private final MonotonicClock clock;
  private final Watermark watermark;
  private final Limits limits;
  private final RetryPolicy retry;

  @SuppressWarnings("ThreadLocalUsage") // One per database: a thread may use several at a time.
  private final ThreadLocal<Running> running = ThreadLocal.withInitial(Running::new);

  private final ReentrantLock sequencer = new ReentrantLock();
  private final RecoveryReport recovery;
  private final LongAdder conflicts = new LongAdder();

  /** The newest version handed out; written under the sequencer. */
  private volatile long lastTaken;

  private volatile boolean closed;

  private Transactions(
      MultiVersionMap map,
      LiveViews views,
      Watermark watermark,
      Opened opened,
      Limits limits,
      RetryPolicy retry,
      InstantSource clock) {
    this.map = map;
    this.views = views;
    this.watermark = watermark;
    this.log = opened.log();
    this.recovery = opened.recovery();
    this.limits = limits;
    this.retry = retry;
    this.clock = new MonotonicClock(clock, recovery.lastTimeMicros());
    this.lastTaken = recovery.lastVersion();
    watermark.startAt(lastTaken);
    views.advanceHorizon();
  }

  /** The transaction a thread is inside, if any. */
  private static final class Running {
    private Transaction transaction;
  }

  /** A log that has handed over what it held. */
  public record Opened(CommitLog log, RecoveryReport recovery) {}

  /** Opens the log, applies what it holds, and is ready for the commit after it. */
  public static Transactions open(
      Function<Consumer<CommitBatch>, Opened> logOpener,
      Limits limits,
      RetryPolicy retry,
      InstantSource clock) {
    Watermark watermark = new Watermark();
    LiveViews views = new LiveViews(watermark::visible);
    MultiVersionMap map =
        new MultiVersionMap(new IndexProviders(IndexProviders.installed(), views::horizon));
    Opened opened = logOpener.apply(map::apply);
    return new Transactions(map, views, watermark, opened, limits, retry, clock);
  }

  /** One run, each call a commit of its own. */
  public Scope in(RunId run) {
    requireOpen();
    return new AutoCommitScope(this, map.run(run));
  }

  /** The newest version, kept until the view is closed. */
  public ReadView readView() {
    return new ReadView(view(), map);
  }

  ViewReads view() {
    requireOpen();
    return new ViewReads(views.acquire(false), clock, limits, "read view");
  }

  /** The newest visible state of a key, or null; a point read needs no view. */
  Version latest(RunPartitions run, KeySpace space, String key) {
    Partition partition = run.find(space);
    return latest(run, space, partition == null ? null : partition.find(key));
  }

  /** As {@link #latest(RunPartitions, KeySpace, String)}. */
  Version latest(RunPartitions run, KeySpace space, byte[] key) {
    Partition partition = run.find(space);
    return latest(run, space, partition == null ? null : partition.find(key));
  }

  private Version latest(RunPartitions run, KeySpace space, Entry entry) {
    requireOpen();
    if (entry != null) {
      Version version;
      do {
        version = MultiVersionMap.atUnpinned(entry, watermark.visible());
      } while (MultiVersionMap.isPruned(version));
      if (isLive(version)) {
        return version;
      }
    }
    Runs.requireExists(this, run, space);
    return null;
  }

  private boolean isLive(Version version) {
    return version != null
        && version.value() != null
        && (version.expiresAtMicros() == Mutation.NEVER
            || clock.nowMicros() < version.expiresAtMicros());
  }

  /** Runs a body as one transaction, again after a conflict, as the retry policy says. */
  public <T, E extends Exception> Committed<T> transact(TransactionBody<T, E> body) throws E {
    Running thread = running.get();
    requireNone(thread);
    long lostTo;
    for (int attempt = 1; ; attempt++) {
      Transaction tx = begin(thread);
      try {
        T value = body.apply(tx);
        Conflict conflict = tx.writes().isEmpty() ? null : commit(tx);
        if (conflict == null) {
          return tx.committed(value);
        }
        conflicts.increment();
        if (attempt >= retry.attempts()) {
          throw conflict.toException();
        }
        lostTo = conflict.actual();
      } finally {
        end(tx, thread);
      }
      watermark.await(lostTo, this::publish);
      retry.pauseBefore(attempt);
    }
  }

  private Transaction begin(Running thread) {
    requireOpen();
    ViewReads view = new ViewReads(views.acquire(true), clock, limits, "transaction");
    if (closed) {
      view.end();
      requireOpen();
    }
    Transaction tx = new Transaction(map, view);
    thread.transaction = tx;
    return tx;
  }

  private static void end(Transaction tx, Running thread) {
    thread.transaction = null;
    tx.view().end();
  }

  /** The commit protocol; the order of the calls is the design. Returns null once acknowledged. */
  private Conflict commit(Transaction tx) {
    EncodedBatch batch = log.encode(tx.mutations(), limits);
    log.awaitCapacity();
    try {
      lock(tx);
      long takenBefore = lastTaken;
      Conflict conflict = validate(tx);
      if (conflict == null) {
        conflict = sequence(tx, batch, takenBefore);
      }
      if (conflict != null) {
        return conflict;
      }
      install(tx);
    } finally {
      unlock(tx);
    }
    log.awaitAcknowledged(tx.logEnd());
    watermark.await(tx.commitVersion(), this::publish);
    catchUpIndexes(tx);
    return null;
  }

  /** In key order, so that two commits never wait for each other. */
  private static void lock(Transaction tx) {
    for (PendingWrite write : tx.writes()) {
      Entry entry = write.partition().findOrCreateLocked(write.mutation().key().user(), tx);
      if (!entry.isLockedBy(tx)) {
        for (int round = 0; !entry.tryLock(tx); round++) {
          pause(round);
        }
      }
      write.lockedAs(entry);
    }
  }

  private static void unlock(Transaction tx) {
    for (PendingWrite write : tx.writes()) {
      if (write.locked() != null) {
        write.locked().unlock(tx);
        write.lockedAs(null);
      }
    }
  }

  private static Conflict validate(Transaction tx) {
    Conflict conflict = tx.reads().firstConflict(tx, tx.version());
    for (int round = 1; conflict != null && conflict.isUndecided() && round < SPINS; round++) {
      pause(round);
      conflict = tx.reads().firstConflict(tx, tx.version());
    }
    return conflict;
  }

  /** Gives the commit its version, time and place in the log, in one step. */
  private Conflict sequence(Transaction tx, EncodedBatch batch, long takenBefore) {
    sequencer.lock();
    try {
      for (int round = 0; !watermark.hasRoomFor(lastTaken + 1); round++) {
        publish();
        pause(round);
      }
      Conflict conflict =
          lastTaken == takenBefore ? null : tx.reads().firstConflict(tx, tx.version()); // I3
      if (conflict == null) {
        long version = lastTaken + 1;
        long timeMicros = clock.nowMicros();
        long logEnd = log.append(batch, version, timeMicros);
        watermark.taken(version, logEnd);
        tx.committedAs(version, timeMicros, logEnd);
        lastTaken = version;
      }
      return conflict;
    } finally {
      sequencer.unlock();
    }
  }

  /** No user code runs here; what fails here nevertheless must not be followed by more commits. */
  private void install(Transaction tx) {
    try {
      if (tx.commitVersion() % COMMITS_PER_HORIZON == 0) {
        views.advanceHorizon();
      }
      long horizon = views.horizon();
      for (PendingWrite write : tx.writes()) {
        Version next = Version.of(write.mutation(), tx.commitVersion(), tx.commitTimeMicros());
        write.partition().install(write.locked(), next, horizon);
      }
      watermark.installed(tx.commitVersion());
    } catch (Throwable t) {
      log.fail(t);
      throw t;
    }
  }

  /** Throws if the log failed: then what is awaited will never be visible. */
  private void publish() {
    log.requireHealthy();
    watermark.advance(log.acknowledged());
  }

  private static void catchUpIndexes(Transaction tx) {
    for (PendingWrite write : tx.writes()) {
      IndexFeed feed = write.partition().feed();
      if (feed != null && feed.isBacklogged()) {
        feed.caughtUp();
      }
    }
  }

  private static void pause(int round) {
    if (round < SPINS) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(20_000);
    }
  }

  private static void requireNone(Running thread) {
    if (thread.transaction != null) {
      throw new InvalidArgumentException(
          "this thread is inside a transaction: use tx.in(run) there, not the database's own scope"
              + " or a second transaction");
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new ClosedException("the database is closed; open it again");
    }
  }

  Limits limits() {
    return limits;
  }

  /** The newest version that reads see. */
  public long visible() {
    return watermark.visible();
  }

  /** What opening found. */
  public RecoveryReport recovery() {
    return recovery;
  }

  /** Conflicts met so far, those that a repetition resolved included. */
  public long conflicts() {
    return conflicts.sum();
  }

  public LogStats logStats() {
    return log.stats();
  }

  public void sync() {
    requireOpen();
    log.sync();
  }

  /** Throws AssertionError unless the map is whole. */
  public void checkInvariants() {
    map.checkInvariants();
  }

  /** Refuses new work, waits for running transactions, and closes the log. Idempotent. */
  public void close() {
    if (running.get().transaction != null) {
      throw new InvalidArgumentException(
          "close() inside a transaction would wait for itself; end the transaction first");
    }
    closed = true;
    views.awaitTransactions();
    log.close();
  }
}
