package dev.tidemark.transaction;

import dev.tidemark.durability.CheckpointSource;
import dev.tidemark.durability.CheckpointStore;
import dev.tidemark.durability.CommitLog;
import dev.tidemark.durability.EncodedBatch;
import dev.tidemark.durability.LogMark;
import dev.tidemark.durability.RecoveryTarget;
import dev.tidemark.index.IndexFeed;
import dev.tidemark.index.IndexProviders;
import dev.tidemark.storage.Entry;
import dev.tidemark.storage.LiveViews;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.storage.Overwrites;
import dev.tidemark.storage.Partition;
import dev.tidemark.storage.RetainedHistory;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.storage.StoreSize;
import dev.tidemark.storage.Version;
import dev.tidemark.transaction.ReadSet.Conflict;
import dev.tidemark.types.ClosedException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.FileProblem;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Limits;
import dev.tidemark.types.LogStats;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.ReadOnlyException;
import dev.tidemark.types.RecoveryReport;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.StoreStats;
import dev.tidemark.types.TransactionStats;
import dev.tidemark.types.VerificationReport;
import java.lang.StackWalker.StackFrame;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

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
   * Locks are taken in key order, and as a rule held from here to the install only, while no user
   * code runs. Validation does not wait for a foreign lock longer than a bounded spin, since its
   * holder may be waiting for one of ours.
   *
   * Why no transaction starves. From the fifth attempt on, what the attempt before read and wrote is
   * locked before the body runs: no other commit can invalidate that any more, unless the
   * body takes so long that somebody in wait takes the reservation away (see EntryLocks).
   */
  private static final System.Logger LOGGER = System.getLogger(Transactions.class.getName());
  private static final int COMMITS_PER_HORIZON = 64;
  private static final int UNDECIDED_TRIES = 4;
  private static final int OPTIMISTIC_ATTEMPTS = 4;

  private final MultiVersionMap map;
  private final LiveViews views;
  private final CommitLog log;
  private final MonotonicClock clock;
  private final Watermark watermark;
  private final RetainedHistory history;
  private final PastReads past;
  private final PastVersions pastVersions;
  private final Limits limits;
  private final RunDirectory directory;
  private final Terms standard;

  /** Of single operations: a conflict between two of them is nothing their callers can decide. */
  private final Terms untilDone;

  private final RunLife runLife;
  private final Upkeep upkeep;

  @SuppressWarnings("ThreadLocalUsage") // One per database: a thread may use several at a time.
  private final ThreadLocal<Running> running;

  private final Sequencer sequencer;
  private final RecoveryReport recovery;
  private final Set<ManualTransaction> manuals = ConcurrentHashMap.newKeySet();
  private final TransactionMeter meter;
  private final Runnable publish = this::publish;

  private volatile boolean closed;

  private Transactions(
      MultiVersionMap map,
      LiveViews views,
      Watermark watermark,
      RetainedHistory history,
      Opened opened,
      Limits limits,
      RetryPolicy retry,
      InstantSource clock) {
    this.map = map;
    this.views = views;
    this.watermark = watermark;
    this.history = history;
    this.log = opened.log();
    RecoveryReport found = opened.recovery().withIndexes(map.indexRecovery());
    this.recovery = found.cleanShutdown() ? found : found.withActiveRuns(Runs.active(map));
    this.meter = new TransactionMeter(log.durability() instanceof Durability.Strict);
    this.limits = limits;
    this.standard = Terms.standard(retry);
    this.untilDone = Terms.standard(new RetryPolicy(Integer.MAX_VALUE, retry.longestPause()));
    this.sequencer = new Sequencer(recovery.lastVersion(), recovery.lastTimeMicros());
    this.clock = new MonotonicClock(clock, sequencer);
    RunDirectory runs = RunDirectory.of(map, log.orphanedThrough());
    this.directory = runs;
    this.running = ThreadLocal.withInitial(() -> new Running(this.clock, limits, runs));
    this.past =
        new PastReads(map, views, history.retention(), this.clock, limits, runs, this::requireOpen);
    this.pastVersions = new PastVersions(this, past, history.times(), this.clock);
    watermark.startAt(sequencer.version());
    views.advanceHorizon();
    this.runLife = new RunLife(this, map, past, log, history.retention(), this.clock);
    this.upkeep = new Upkeep(this, map, views, this.clock);
  }

  /**
   * What a thread uses for all its transactions, and whether it is inside one. Holds nothing that
   * leads to the thread-local it is in: a thread that outlives the database would never let go of
   * either.
   */
  private static final class Running {
    private final MonotonicClock clock;
    private final Limits limits;
    private final RunDirectory runs;
    private final Commit commit = new Commit();
    private boolean inside;

    /** For operations of the engine's own, which keep no transaction beyond its end. */
    private ViewReads ownView;

    private Transaction own;

    Running(MonotonicClock clock, Limits limits, RunDirectory runs) {
      this.clock = clock;
      this.limits = limits;
      this.runs = runs;
    }

    void enter(Terms terms) {
      if (inside) {
        throw new InvalidArgumentException(
            "this thread is inside a transaction: use tx.in(run) there, not the database's own"
                + " scope or a second transaction");
      }
      inside = true;
      commit.begin(terms);
    }

    Transaction begin(LiveViews.Slot slot, boolean kept) {
      commit.restart(slot.version());
      if (kept) {
        ViewReads view = new ViewReads(slot, clock, limits, runs, "transaction");
        return new Transaction(view, commit);
      }
      if (own == null) {
        ownView = new ViewReads(slot, clock, limits, runs, "operation");
        own = new Transaction(ownView, commit);
      }
      ownView.restart(slot);
      return own.restart();
    }

    void leave() {
      commit.unlock();
      commit.clear();
      inside = false;
    }
  }

  /** A log that has handed over what it held. */
  public record Opened(CommitLog log, RecoveryReport recovery) {}

  /**
   * Opens the log, applies what it holds, and is ready for the commit after it.
   *
   * @param background runs one task, which ends when the database is closed
   */
  public static Transactions open(
      Function<RecoveryTarget, Opened> logOpener,
      Limits limits,
      RetryPolicy retry,
      Retention retention,
      InstantSource clock,
      Executor background) {
    Watermark watermark = new Watermark();
    RetainedHistory history = new RetainedHistory(retention);
    Overwrites overwrites = new Overwrites();
    LiveViews views = new LiveViews(watermark::visible, history::floor, overwrites::cutThrough);
    IndexProviders indexes = new IndexProviders(IndexProviders.installed(), views::horizon);
    MultiVersionMap map = new MultiVersionMap(indexes, history, overwrites);
    map.beginRecovery();
    Opened opened = logOpener.apply(new MapRecovery(map));
    try {
      map.endRecovery();
      Transactions transactions =
          new Transactions(map, views, watermark, history, opened, limits, retry, clock);
      transactions.upkeep.runIn(background);
      return transactions;
    } catch (Throwable e) {
      opened.log().close();
      throw e;
    }
  }

  /** One run, each call a commit of its own. */
  public Scope in(RunId run) {
    requireOpen();
    return new AutoCommitScope(this, map.run(run));
  }

  /** What is done with whole runs. */
  public RunLife runs() {
    requireOpen();
    return runLife;
  }

  /** The newest version and the present time, kept until the view is closed. */
  public ReadView readView() {
    ViewReads view = view();
    try {
      view.nowMicros();
    } catch (Throwable t) { // The clock is not ours; nobody would close the view.
      view.end();
      throw t;
    }
    return new ReadView(view, map);
  }

  /** The database after a past commit. */
  public PastView at(long version) {
    requireOpen();
    return pastVersions.at(version);
  }

  /** The database at a past time. */
  public PastView at(Instant time) {
    requireOpen();
    return pastVersions.at(time);
  }

  /**
   * Gives no commit from now on a past time, or an earlier one.
   *
   * @return the newest version with a time so far
   */
  long sealTime(long timeMicros) {
    long nowMicros = clock.nowMicros();
    sequencer.lock();
    try {
      sequencer.raiseTime(Math.min(timeMicros + 1, nowMicros));
      return sequencer.version();
    } finally {
      sequencer.unlock();
    }
  }

  /**
   * Waits until a version taken before is visible.
   *
   * @return that version; if the log failed before it, the newest that is visible
   */
  long awaitVisible(long version) {
    try {
      watermark.await(version, publish);
    } catch (ReadOnlyException e) {
      return Math.min(version, visible());
    }
    return version;
  }

  ViewReads view() {
    requireOpen();
    return new ViewReads(views.acquire(false), clock, limits, directory, "read view");
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
    long visible;
    Version version;
    do {
      visible = watermark.visible();
      version = entry == null ? null : MultiVersionMap.atUnpinned(entry, visible);
    } while (MultiVersionMap.isPruned(version));
    RunGuard.requireExists(run, space, visible);
    return isLive(version) ? version : null;
  }

  private boolean isLive(Version version) {
    return version != null
        && version.value() != null
        && (version.expiresAtMicros() == Mutation.NEVER
            || clock.nowMicros() < version.expiresAtMicros());
  }

  /** Runs a body as one transaction, again after a conflict, as the retry policy says. */
  public <T, E extends Exception> Committed<T> transact(TransactionBody<T, E> body) throws E {
    return transact(standard, body, true);
  }

  /** As {@link #transact(TransactionBody)}. */
  public <T, E extends Exception> Committed<T> transact(
      TransactionOptions options, TransactionBody<T, E> body) throws E {
    return transact(Terms.of(options, standard.retry(), log.durability(), clock), body, true);
  }

  /** Runs an operation as a transaction of its own, again after a conflict until it wins. */
  <T> Committed<T> operation(TransactionBody<T, RuntimeException> operation) {
    return transact(untilDone, operation, true);
  }

  /** As {@link #operation}, for one that keeps nothing of its transaction. */
  <T> Committed<T> alone(TransactionBody<T, RuntimeException> operation) {
    return transact(untilDone, operation, false);
  }

  private <T, E extends Exception> Committed<T> transact(
      Terms terms, TransactionBody<T, E> body, boolean kept) throws E {
    Running thread = running.get();
    thread.enter(terms);
    try {
      while (true) {
        Transaction tx = begin(thread, kept);
        Conflict conflict;
        try {
          Committed<T> before = Once.before(tx, terms.once());
          if (before != null) {
            return acknowledged(before, terms);
          }
          T value = body.apply(tx);
          Once.remember(tx, terms.once(), value);
          if (!tx.hasWrites()) {
            return new Committed<>(value, tx.version(), tx.view().nowMicros());
          }
          conflict = commit(thread.commit);
          if (conflict == null) {
            return new Committed<>(value, thread.commit.version(), thread.commit.timeMicros());
          }
        } finally {
          tx.view().end();
        }
        prepareRepetition(thread.commit, conflict);
      }
    } catch (Throwable e) {
      meter.aborted();
      throw e;
    } finally {
      thread.leave();
    }
  }

  /** What an earlier transaction did is visible, but may not be synced as this one asks. */
  private <T> Committed<T> acknowledged(Committed<T> before, Terms terms) {
    if (terms.synced()) {
      log.sync();
    }
    return before;
  }

  /** As {@link #alone}, for one write; returns its version. */
  long write(RunPartitions run, Mutation mutation) {
    Running thread = running.get();
    thread.enter(untilDone);
    try {
      Conflict conflict = writeOnce(thread, run, mutation);
      while (conflict != null) {
        prepareRepetition(thread.commit, conflict);
        conflict = writeOnce(thread, run, mutation);
      }
      return thread.commit.version();
    } catch (Throwable e) {
      meter.aborted();
      throw e;
    } finally {
      thread.leave();
    }
  }

  private Conflict writeOnce(Running thread, RunPartitions run, Mutation mutation) {
    Transaction tx = begin(thread, false);
    try {
      tx.write(run, mutation);
      return commit(thread.commit);
    } finally {
      tx.view().end();
    }
  }

  /**
   * Waits until the next attempt reads at least what the last one lost to; a late one locks first.
   * Throws if there is no next one.
   */
  private void prepareRepetition(Commit commit, Conflict conflict) {
    int attempt = commit.attempt();
    boolean last = attempt >= commit.terms().retry().attempts();
    meter.lost(commit, conflict, last);
    if (last) {
      throw conflict.toException();
    }
    Deadline deadline = commit.terms().deadline();
    deadline.lost(conflict);
    commit.terms().retry().pauseBefore(attempt, deadline.remainingNanos());
    if (attempt >= OPTIMISTIC_ATTEMPTS) {
      commit.locks().lockBefore(commit.scanned(), commit.touched(), deadline);
    }
    watermark.await(sequencer.version(), () -> publishBefore(deadline)); // I4
    meter.retried();
  }

  private void publishBefore(Deadline deadline) {
    deadline.check("the wait for the commit it lost to");
    publish();
  }

  /** Begins a transaction that its caller ends. */
  public ManualTransaction begin(TransactionOptions options) {
    requireOpen();
    if (running.get().inside) {
      throw new InvalidArgumentException(
          "this thread is inside a transaction: use that, or begin another on another thread");
    } else if (options.retry().isPresent()) {
      throw new InvalidArgumentException(
          "a manual transaction is not run again, but its options have a "
              + options.retry().get()
              + "; leave that out, or use transact");
    }
    if (options.idempotencyKey().isPresent()) {
      throw new InvalidArgumentException(
          "a manual transaction has done its work by the time an earlier one could be found, but"
              + " its options have an idempotency key; leave that out, or use transact");
    }
    Commit commit = new Commit();
    commit.begin(Terms.of(options, standard.retry(), log.durability(), clock));
    ViewReads view = new ViewReads(views.acquire(false), clock, limits, directory, "transaction");
    commit.restart(view.version());
    Transaction tx = new Transaction(view, commit);
    ManualTransaction manual = new ManualTransaction(this, commit, tx, beginSite());
    manuals.add(manual);
    if (closed) {
      manual.close();
      requireOpen();
    }
    return manual;
  }

  private static String beginSite() {
    Predicate<StackFrame> ours = frame -> frame.getMethodName().equals("begin");
    return StackWalker.getInstance()
        .walk(frames -> frames.dropWhile(ours.negate()).dropWhile(ours).findFirst())
        .map(StackFrame::toString)
        .orElse("an unknown place");
  }

  void ended(ManualTransaction manual, boolean isAbort) {
    manuals.remove(manual);
    if (isAbort) {
      meter.aborted();
    }
  }

  /** As {@link #commit}; returns from a conflict once what it lost to is visible. */
  Conflict commitOnce(Commit commit) {
    Conflict conflict = commit(commit);
    if (conflict != null) {
      meter.lost(commit, conflict, true);
      Deadline deadline = commit.terms().deadline();
      watermark.await(sequencer.version(), () -> publishBefore(deadline)); // I4
    }
    return conflict;
  }

  private Transaction begin(Running thread, boolean kept) {
    requireOpen();
    LiveViews.Slot slot = views.acquire(true);
    if (closed) {
      slot.release();
      requireOpen();
    }
    return thread.begin(slot, kept);
  }

  /** The commit protocol; the order of the calls is the design. Returns null once acknowledged. */
  private Conflict commit(Commit commit) {
    meter.started(commit);
    List<Mutation> mutations = commit.writes().mutations();
    EncodedBatch batch = log.encode(mutations, limits);
    commit.checkEdits(limits);
    upkeep.makeRoom(mutations);
    log.awaitCapacity();
    commit.terms().deadline().check("the commit");
    try {
      if (!commit.lock()) {
        return commit.lockConflict();
      }
      long takenBefore = sequencer.version();
      Conflict conflict = validate(commit);
      if (conflict == null) {
        commit.rebaseEdits(limits);
        conflict = sequence(commit, batch, takenBefore);
      }
      if (conflict != null) {
        return conflict;
      }
      install(commit);
    } finally {
      commit.unlock();
    }
    log.awaitAcknowledged(commit.logEnd());
    watermark.await(commit.version(), publish);
    if (commit.terms().synced()) {
      log.awaitSynced(commit.logEnd());
    }
    meter.acknowledged(commit);
    relieveIndexes(commit);
    return null;
  }

  private static Conflict validate(Commit commit) {
    Conflict conflict = commit.firstConflict();
    for (int tries = 0; conflict != null && conflict.awaitDecision(commit.locks()); tries++) {
      if (tries == UNDECIDED_TRIES) {
        return conflict;
      }
      conflict = commit.firstConflict();
    }
    return conflict;
  }

  /** Gives the commit its version, time and place in the log, in one step. */
  private Conflict sequence(Commit commit, EncodedBatch batch, long takenBefore) {
    long nowMicros = clock.commitMicros();
    sequencer.lock();
    try {
      for (int round = 0; !watermark.hasRoomFor(sequencer.version() + 1); round++) {
        publish();
        Pause.of(round);
      }
      boolean stands = sequencer.version() == takenBefore;
      Conflict conflict = stands ? null : commit.firstConflict(); // I3
      if (conflict == null) {
        take(commit, batch, nowMicros);
      }
      return conflict;
    } finally {
      sequencer.unlock();
    }
  }

  private void take(Commit commit, EncodedBatch batch, long nowMicros) {
    try {
      long version = sequencer.version() + 1;
      long timeMicros = Math.max(sequencer.timeMicros(), nowMicros);
      long logEnd = log.append(batch, version, timeMicros);
      history.committed(version, timeMicros, views.horizon());
      watermark.taken(version, logEnd);
      commit.takes(version, timeMicros, logEnd);
      sequencer.take(version, timeMicros);
    } catch (Throwable t) {
      log.fail(t);
      throw t;
    }
  }

  /** No user code runs here; what fails here nevertheless must not be followed by more commits. */
  private void install(Commit commit) {
    try {
      if (commit.version() % COMMITS_PER_HORIZON == 0) {
        views.advanceHorizon();
      }
      long horizon = views.horizon();
      PendingWrite[] writes = commit.writes().inOrder();
      for (int i = 0; i < commit.writes().size(); i++) {
        PendingWrite write = writes[i];
        Version next = write.version(commit.version(), commit.timeMicros());
        history.superseded(commit.version(), write.locked().newest());
        write.partition().install(write.locked(), next, horizon);
      }
      watermark.installed(commit.version());
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

  private static void relieveIndexes(Commit commit) {
    for (PendingWrite write : commit.writes()) {
      IndexFeed feed = write.partition().feed();
      if (feed != null && feed.isBacklogged()) {
        feed.relieve();
      }
    }
  }

  void requireOpen() {
    if (closed) {
      throw new ClosedException("the database is closed; open it again");
    }
  }

  Limits limits() {
    return limits;
  }

  RunDirectory directory() {
    return directory;
  }

  /** The newest version that reads see. */
  public long visible() {
    return watermark.visible();
  }

  /** What opening found. */
  public RecoveryReport recovery() {
    return recovery;
  }

  public TransactionStats transactionStats() {
    return meter.stats(visible() - recovery.lastVersion(), views.transactions() + manuals.size());
  }

  public StoreStats storeStats() {
    StoreSize size = map.sweeper().size();
    return new StoreStats(
        size.keys(),
        size.versions(),
        size.bytes(),
        views.horizon(),
        size.sweptKeys(),
        size.sweptVersions(),
        map.indexLag());
  }

  /** Does at once all that is otherwise done in the background. */
  public void doUpkeep() {
    boolean more = true;
    while (more) {
      more = upkeep.round();
    }
  }

  public LogStats logStats() {
    return log.stats();
  }

  public void sync() {
    requireOpen();
    log.sync();
  }

  /** Where the log ends. */
  public LogMark logEnd() {
    return log.mark();
  }

  /** The checkpoints beside the log. */
  public CheckpointStore checkpoints() {
    return log.checkpoints();
  }

  /**
   * Hands over all that is readable as of the log's end, while commits go on. The log is synced up
   * to there before.
   */
  public <T> T capture(BiFunction<LogMark, CheckpointSource, T> use) {
    boolean keepsPast = history.keepsPast();
    LiveViews.Slot pin = keepsPast ? pinOldest() : views.acquire(false);
    try {
      LogMark mark = log.mark();
      log.sync();
      watermark.await(mark.version(), publish);
      // The pin is not above the mark, so that nothing the mark's state needs is pruned.
      long from = keepsPast ? Math.max(1, pin.version()) : mark.version();
      return use.apply(mark, new CapturedState(map, history.times(), from, mark));
    } finally {
      pin.release();
    }
  }

  /** Keeps every version that is still readable. */
  LiveViews.Slot pinOldest() {
    views.advanceHorizon();
    LiveViews.Slot pin;
    do {
      pin = views.acquirePast(views.horizon());
    } while (pin == null);
    return pin;
  }

  /** Checks the files and the map. */
  public VerificationReport verify() {
    VerificationReport files = log.verify();
    try {
      map.checkInvariants();
      return files;
    } catch (AssertionError e) {
      return files.with(new FileProblem("memory", 0, e.getMessage()));
    }
  }

  /** Throws AssertionError unless the map is whole. No commit may be under way. */
  public void checkInvariants() {
    map.checkInvariants();
    upkeep.pausedFor(map::checkCounts);
  }

  private void reclaimManuals(Consumer<String> leftOpen) {
    for (ManualTransaction manual : manuals) {
      String begunAt = manual.reclaim();
      if (begunAt != null) {
        LOGGER.log(
            Level.WARNING,
            "a transaction begun at {0} was left open; closing the database rolled it back",
            begunAt);
        leftOpen.accept(begunAt);
      }
    }
  }

  /**
   * Refuses new work, waits for the bodies of transactions, rolls back manual ones that were left
   * open, and closes the log. Idempotent.
   *
   * @param leftOpen told where each of those was begun
   * @param last what is done before the log is closed
   */
  public void close(Consumer<String> leftOpen, Runnable last) {
    if (running.get().inside) {
      throw new InvalidArgumentException(
          "close() inside a transaction would wait for itself; end the transaction first");
    }
    running.remove(); // It holds the map, which would stay alive as long as this thread.
    closed = true;
    upkeep.stop();
    for (int round = 0; views.transactions() > 0; round++) {
      Pause.of(round);
    }
    reclaimManuals(leftOpen);
    try {
      last.run();
    } finally {
      log.close();
    }
  }
}
