package dev.tidemark;

import dev.tidemark.durability.Disk;
import dev.tidemark.durability.FreshDirectory;
import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.NoLog;
import dev.tidemark.durability.RealDisk;
import dev.tidemark.durability.RecoveryTarget;
import dev.tidemark.durability.Salvage;
import dev.tidemark.durability.Verification;
import dev.tidemark.durability.WriteAheadLog;
import dev.tidemark.telemetry.Notices;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.ManualTransaction;
import dev.tidemark.transaction.PastView;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.RunInfo;
import dev.tidemark.transaction.RunView;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionAction;
import dev.tidemark.transaction.TransactionBody;
import dev.tidemark.transaction.TransactionOptions;
import dev.tidemark.transaction.Transactions;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.CheckpointReport;
import dev.tidemark.types.ClosedException;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.DeadlineExceededException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.HistoryUnavailableException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.RecoveryReport;
import dev.tidemark.types.RunId;
import dev.tidemark.types.SalvageReport;
import dev.tidemark.types.StorageFailureException;
import dev.tidemark.types.UnsupportedFormatException;
import dev.tidemark.types.VerificationReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A transactional store of what agents do, in one directory or in memory. Safe for any number of
 * threads; one database per directory at a time.
 */
public final class Database implements AutoCloseable {
  private final DatabaseOptions options;
  private final Transactions transactions;
  private final Checkpointer checkpointer;
  private final Notices notices;

  private Database(DatabaseOptions options, Transactions transactions, Notices notices) {
    this.options = options;
    this.transactions = transactions;
    this.notices = notices;
    this.checkpointer = new Checkpointer(transactions, options.checkpoints(), notices);
    checkpointer.start();
  }

  /**
   * Opens the database of a directory, which is made if it does not exist.
   *
   * @throws StorageFailureException if the directory is in use or cannot be read or written
   * @throws CorruptionException if data that was acknowledged is damaged
   * @throws UnsupportedFormatException if another release wrote it in a format of its own
   */
  public static Database open(Path directory, DatabaseOptions options) {
    if (options.durability() instanceof Durability.InMemory) {
      throw new InvalidArgumentException(
          "an in-memory database has no directory, but "
              + directory
              + " was given; use"
              + " Database.inMemory(options), or another durability");
    }
    return open(new RealDisk(directory), LogOptions.defaults(), options);
  }

  /**
   * Opens an empty database without files; its durability is always {@link Durability.InMemory}.
   */
  public static Database inMemory(DatabaseOptions options) {
    return inMemory(options, Database::startThread);
  }

  /**
   * As {@link #inMemory(DatabaseOptions)}.
   *
   * @param upkeep runs what keeps memory in bounds, one task until the database is closed
   */
  static Database inMemory(DatabaseOptions options, Executor upkeep) {
    Notices notices = new Notices(options.listener());
    return open(
        options.durability(Durability.inMemory()).checkpoints(CheckpointPolicy.manual()),
        notices,
        target -> new Transactions.Opened(new NoLog(notices), RecoveryReport.nothing()),
        upkeep);
  }

  static Database open(Disk disk, LogOptions logOptions, DatabaseOptions options) {
    return open(disk, logOptions, options, Database::startThread);
  }

  /** As {@link #inMemory(DatabaseOptions, Executor)}, on a disk. */
  static Database open(Disk disk, LogOptions logOptions, DatabaseOptions options, Executor upkeep) {
    Notices notices = new Notices(options.listener());
    Database opened =
        open(
            options,
            notices,
            target -> {
              WriteAheadLog.Opened log =
                  WriteAheadLog.open(disk, options.durability(), logOptions, target, notices);
              return new Transactions.Opened(log.log(), log.recovery());
            },
            upkeep);
    notices.tell(listener -> listener.recoveryCompleted(opened.recovery()));
    return opened;
  }

  private static Database open(
      DatabaseOptions options,
      Notices notices,
      Function<RecoveryTarget, Transactions.Opened> log,
      Executor upkeep) {
    Transactions transactions =
        Transactions.open(
            log, options.limits(), options.retry(), options.retention(), options.clock(), upkeep);
    return new Database(options, transactions, notices);
  }

  private static void startThread(Runnable task) {
    Thread thread = new Thread(task, "tidemark-upkeep");
    thread.setDaemon(true);
    thread.start();
  }

  /** A run, where each call is a commit of its own. Keep it: it is cheap to use, not to make. */
  public Scope in(RunId run) {
    return transactions.in(run);
  }

  /** The scope of what belongs to no run, each call a commit of its own. */
  public Scope global() {
    return in(RunId.GLOBAL);
  }

  /**
   * Runs a body as one serializable transaction, again after a conflict.
   *
   * @return the version of the commit
   * @throws ConflictException if it lost as often as the retry policy allows
   * @throws E what the body throws; nothing was changed then
   */
  public <E extends Exception> long transact(TransactionAction<E> body) throws E {
    return this.<Void, E>transactResult(
            tx -> {
              body.run(tx);
              return null;
            })
        .version();
  }

  /** As {@link #transact}, for a body with a result. */
  public <T, E extends Exception> Committed<T> transactResult(TransactionBody<T, E> body) throws E {
    return transactions.transact(body);
  }

  /**
   * As {@link #transact(TransactionAction)}, with options.
   *
   * @throws InvalidArgumentException if the durability asked for is below the database's, or needs
   *     files that it does not have
   * @throws DeadlineExceededException if the options' time passes before the commit has a version
   */
  public <E extends Exception> long transact(TransactionOptions options, TransactionAction<E> body)
      throws E {
    return this.<Void, E>transactResult(
            options,
            tx -> {
              body.run(tx);
              return null;
            })
        .version();
  }

  /** As {@link #transact(TransactionOptions, TransactionAction)}, for a body with a result. */
  public <T, E extends Exception> Committed<T> transactResult(
      TransactionOptions options, TransactionBody<T, E> body) throws E {
    return transactions.transact(options, body);
  }

  /** As {@link #begin(TransactionOptions)}, with the defaults. */
  public ManualTransaction begin() {
    return begin(TransactionOptions.defaults());
  }

  /**
   * Begins a transaction that the caller ends. Prefer {@link #transact}, which repeats what lost.
   *
   * @throws InvalidArgumentException inside a body of {@link #transact}, or for options with a
   *     retry policy
   */
  public ManualTransaction begin(TransactionOptions options) {
    return transactions.begin(options);
  }

  /** The database as of now, unchanged by later commits, until closed. */
  public ReadView readView() {
    return transactions.readView();
  }

  /**
   * The database as it was after a past commit, for reading. Expiry is judged by the time of that
   * commit.
   *
   * @param version 1 to the newest
   * @throws HistoryUnavailableException if retention has let go of it
   * @throws InvalidArgumentException if there is no such version yet
   */
  public PastView at(long version) {
    return transactions.at(version);
  }

  /**
   * The database as it was at a past time, for reading: with every commit up to that time. Expiry
   * is judged by that time.
   *
   * @param time not in the future; its microsecond counts, and only if that is over no commit can
   *     be added to it later
   * @throws HistoryUnavailableException if retention has let go of that state
   * @throws InvalidArgumentException for a time in the future or before the first commit
   */
  public PastView at(Instant time) {
    return transactions.at(time);
  }

  /**
   * The version of the newest commit whose effects this database holds, and which reads see. It is
   * logged with those effects: a database opened again, or one that applied the same commits
   * elsewhere, says the same of the same content.
   */
  public long appliedIndex() {
    return transactions.visible();
  }

  /** As {@link ReadView#runs}, as of now. */
  public List<RunInfo> runs(RunId after, int limit) {
    try (ReadView view = readView()) {
      return view.runs(after, limit);
    }
  }

  /**
   * Makes a run that holds what another held after a past commit. It is active, has the name and
   * the tags of the other then, is a child of it if that still exists, and its record says what it
   * is a fork of. Entries that expire do so at the same time.
   *
   * <p>The copy is made by several commits and exists from the last one on. If it is not completed,
   * nobody ever sees it.
   *
   * @param version 1 to the newest
   * @return the new run
   * @throws NotFoundException if the run did not exist at that version
   * @throws HistoryUnavailableException if retention has let go of that version
   */
  public RunId fork(RunId run, long version) {
    return transactions.runs().fork(run, version);
  }

  /**
   * The runs that were active when a process went down without closing the database, and that
   * nobody has moved to another status or {@linkplain #adopt adopted} since. They can be read and
   * written as any other. A process that went down before it committed anything leaves none.
   */
  public List<RunInfo> orphans() {
    return transactions.runs().orphans();
  }

  /**
   * Takes over an orphan: it is not listed as one again, unless it is active at another crash.
   *
   * @return true for one of those who call it; false if the run is no orphan
   * @throws NotFoundException if there is no such run
   */
  public boolean adopt(RunId run) {
    return new Runs().adopt(in(run));
  }

  /**
   * What happened in a run, commit by commit, read from the log or, where that no longer reaches
   * back to the run's beginning, from the versions that retention keeps.
   *
   * @param run may be {@link RunId#GLOBAL}
   * @throws NotFoundException if there is no such run
   * @throws StorageFailureException if the log cannot be read
   */
  public RunView replay(RunId run) {
    return checkpointer.exclusively(() -> transactions.runs().replay(run));
  }

  /** What opening found in the directory. */
  public RecoveryReport recovery() {
    return transactions.recovery();
  }

  /** Returns once everything committed before the call survives a power cut. */
  public void sync() {
    transactions.sync();
  }

  /**
   * Writes the present state into a checkpoint file, beside running commits, and reads it back. The
   * next open reads it and only the log behind it.
   *
   * @throws InvalidArgumentException if this is an in-memory database
   * @throws StorageFailureException if an operation failed; the database goes on without
   * @throws ClosedException if the database is closed
   */
  public CheckpointReport checkpoint() {
    return checkpointer.write();
  }

  /**
   * Copies the present state into another directory, beside running commits. The copy opens as a
   * database of its own. If the copying does not come to its end, what is there does not.
   *
   * @param target an empty directory, or one to be made
   * @throws InvalidArgumentException if the target is not empty, or this is an in-memory database
   * @throws StorageFailureException if an operation failed
   */
  public CheckpointReport backup(Path target) {
    return backup(() -> new RealDisk(target), LogOptions.defaults());
  }

  CheckpointReport backup(Supplier<Disk> target, LogOptions logOptions) {
    return checkpointer.exclusively(
        () ->
            transactions.capture(
                (mark, source) -> FreshDirectory.write(target.get(), logOptions, mark, source)));
  }

  /** Checks every file and every structure in memory, beside running commits. */
  public VerificationReport verify() {
    return checkpointer.exclusively(transactions::verify);
  }

  /**
   * Checks every file of a directory that no database is open in, changing nothing.
   *
   * @throws InvalidArgumentException if there is no such directory
   * @throws StorageFailureException if it is in use or cannot be read
   */
  public static VerificationReport verify(Path directory) {
    return Verification.ofClosed(existing(directory));
  }

  /**
   * Saves all that is sound of a directory which cannot be opened any more, into a new one. The
   * result opens as a database of its own. It need not be a state that ever was: where something is
   * lost, older states of entries, or entries that had been deleted, may come back.
   *
   * @param damaged is only read
   * @param fresh an empty directory, or one to be made
   * @throws InvalidArgumentException if the damaged directory holds no file of a database, or the
   *     fresh one is not empty
   * @throws UnsupportedFormatException if another release wrote a file
   */
  public static SalvageReport salvage(Path damaged, Path fresh) {
    return Salvage.run(existing(damaged), new RealDisk(fresh), LogOptions.defaults());
  }

  private static Disk existing(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new InvalidArgumentException(
          "there is no directory " + directory + "; give that of a database");
    }
    return new RealDisk(directory);
  }

  /**
   * What the database holds, and what it has done since it was opened. It adds up counters,
   * whatever the database holds: for a look a second, not for every commit.
   */
  public DatabaseStats stats() {
    return new DatabaseStats(
        options.durability(),
        transactions.visible(),
        transactions.transactionStats(),
        transactions.storeStats(),
        transactions.logStats(),
        checkpointer.stats(),
        transactions.recovery());
  }

  /** Does at once what is otherwise done in the background. */
  void doUpkeep() {
    transactions.doUpkeep();
  }

  /** Throws AssertionError unless every structure in memory is whole. */
  void checkInvariants() {
    transactions.checkInvariants();
  }

  /**
   * Refuses new work, waits for running transactions, writes a checkpoint if the policy asks for
   * one, syncs and releases the directory.
   */
  @Override
  public void close() {
    transactions.close(
        begunAt -> notices.tell(listener -> listener.transactionLeftOpen(begunAt)),
        checkpointer::close);
  }
}
