package dev.tidemark;

import dev.tidemark.durability.Disk;
import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.LogStats;
import dev.tidemark.durability.NoLog;
import dev.tidemark.durability.RealDisk;
import dev.tidemark.durability.WriteAheadLog;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.ManualTransaction;
import dev.tidemark.transaction.PastView;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionAction;
import dev.tidemark.transaction.TransactionBody;
import dev.tidemark.transaction.TransactionOptions;
import dev.tidemark.transaction.Transactions;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.DeadlineExceededException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.HistoryUnavailableException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.RecoveryReport;
import dev.tidemark.types.RunId;
import dev.tidemark.types.StorageFailureException;
import dev.tidemark.types.UnsupportedFormatException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A transactional store of what agents do, in one directory or in memory. Safe for any number of
 * threads; one database per directory at a time.
 */
public final class Database implements AutoCloseable {
  private final DatabaseOptions options;
  private final Transactions transactions;

  private Database(DatabaseOptions options, Transactions transactions) {
    this.options = options;
    this.transactions = transactions;
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
    DatabaseOptions volatileOptions = options.durability(Durability.inMemory());
    return open(
        volatileOptions, replay -> new Transactions.Opened(new NoLog(), RecoveryReport.nothing()));
  }

  static Database open(Disk disk, LogOptions logOptions, DatabaseOptions options) {
    return open(
        options,
        replay -> {
          WriteAheadLog.Opened opened =
              WriteAheadLog.open(disk, options.durability(), logOptions, replay);
          return new Transactions.Opened(opened.log(), opened.recovery());
        });
  }

  private static Database open(
      DatabaseOptions options, Function<Consumer<CommitBatch>, Transactions.Opened> log) {
    return new Database(
        options,
        Transactions.open(
            log, options.limits(), options.retry(), options.retention(), options.clock()));
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

  /** What opening found in the log. */
  public RecoveryReport recovery() {
    return transactions.recovery();
  }

  /** Returns once everything committed before the call survives a power cut. */
  public void sync() {
    transactions.sync();
  }

  public DatabaseStats stats() {
    LogStats log = transactions.logStats();
    return new DatabaseStats(
        options.durability(),
        transactions.visible(),
        transactions.conflicts(),
        log.appends(),
        log.writes(),
        log.syncs(),
        log.bytes());
  }

  /** Throws AssertionError unless every structure in memory is whole. */
  void checkInvariants() {
    transactions.checkInvariants();
  }

  /** Refuses new work, waits for running transactions, syncs and releases the directory. */
  @Override
  public void close() {
    transactions.close();
  }
}
