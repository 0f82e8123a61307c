package dev.tidemark.durability;

import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.Durability;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.LogStats;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.ReadOnlyException;
import dev.tidemark.types.StorageFailureException;
import dev.tidemark.types.VerificationReport;
import java.util.List;
import java.util.function.Predicate;

/** Where commits go before they are acknowledged. Positions are logical and only grow. */
public abstract sealed class CommitLog implements AutoCloseable permits NoLog, WriteAheadLog {
  CommitLog() {}

  /**
   * Checks a commit's limits and encodes it as this log needs it; takes no lock.
   *
   * @param mutations one per key, in key order
   * @throws LimitExceededException if a key, a value, their number or their sum is too large
   */
  public abstract EncodedBatch encode(List<Mutation> mutations, Limits limits);

  /**
   * Gives the commit its place in the log, without waiting for I/O unless too much is pending.
   * Calls must not overlap, and their versions and times must not decrease.
   *
   * @return the logical position behind the record
   * @throws ReadOnlyException if the log has failed
   */
  public abstract long append(EncodedBatch batch, long version, long timeMicros);

  /**
   * Waits until what the durability mode promises holds for all records up to a position. An
   * interrupt neither ends the wait nor is lost.
   *
   * @throws StorageFailureException if this thread's own I/O fails
   * @throws ReadOnlyException if the log has failed before it reached the position
   */
  public abstract void awaitAcknowledged(long position);

  /** The mode: what {@link #awaitAcknowledged} waits for. */
  public abstract Durability durability();

  /**
   * Waits until all records up to a position are synced, whatever the durability mode.
   *
   * @throws ReadOnlyException if the log has failed before it reached the position
   */
  public abstract void awaitSynced(long position);

  /** Logical position up to which the promise of the durability mode holds. */
  public abstract long acknowledged();

  /** Waits while too many bytes are unsynced. Call it before a commit takes its version. */
  public abstract void awaitCapacity();

  /** Waits until everything appended so far is synced. */
  public abstract void sync();

  /**
   * Returns if commits may go on.
   *
   * @throws ReadOnlyException if the log has failed
   */
  public abstract void requireHealthy();

  /** Takes no more records: a commit could not be completed after it took its place in the log. */
  public abstract void fail(Throwable cause);

  /**
   * The newest version as of the last time that the log was opened without having been closed; 0 if
   * it always was.
   */
  public abstract long orphanedThrough();

  /**
   * Hands over the commits that the log still holds, oldest first and without a gap, beside running
   * appends: all that were acknowledged before the call, and perhaps later ones.
   *
   * @param reader returns whether it wants more
   * @throws StorageFailureException if a read fails; commits go on
   */
  public abstract void read(Predicate<CommitBatch> reader);

  /**
   * The end of the log: everything up to this version has been appended, nothing behind it.
   *
   * @throws InvalidArgumentException if there are no files
   */
  public abstract LogMark mark();

  /**
   * The checkpoints beside this log.
   *
   * @throws InvalidArgumentException if there are no files
   */
  public abstract CheckpointStore checkpoints();

  /** Syncs, and checks every file beside what goes on. No checkpoint may be under way. */
  public abstract VerificationReport verify();

  public abstract LogStats stats();

  /**
   * Syncs, marks the end as clean and releases the files; a second call does nothing. No append may
   * be under way.
   *
   * @throws ReadOnlyException if the log has failed
   */
  @Override
  public abstract void close();
}
