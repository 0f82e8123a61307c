package dev.tidemark.transaction;

import dev.tidemark.storage.RunPartitions;
import dev.tidemark.types.HistoryUnavailableException;
import dev.tidemark.types.RunId;
import java.util.List;

/**
 * The database as it was after a past commit. It keeps nothing alive and need not be closed: once
 * retention lets go of its version, every read of it throws {@link HistoryUnavailableException}.
 * What is read is never wrong for that. Safe for any number of threads.
 *
 * <p>A scan, and what runs at one view, keep the version for as long as they take.
 */
public final class PastView {
  private final PastReads reads;
  private final long version;
  private final long timeMicros;

  PastView(PastReads reads, long version, long timeMicros) {
    this.reads = reads;
    this.version = version;
    this.timeMicros = timeMicros;
  }

  /** The version seen: everything committed up to it, nothing after. */
  public long version() {
    return version;
  }

  /**
   * The time that expiry is judged by, in microseconds since the epoch: the time asked for, or when
   * the version asked for was committed.
   */
  public long timeMicros() {
    return timeMicros;
  }

  /** A run at this version. */
  public ReadScope in(RunId run) {
    RunPartitions partitions = reads.run(run);
    return new PastScope(this, reads, partitions);
  }

  /** As {@link ReadView#runs}. */
  public List<RunInfo> runs(RunId after, int limit) {
    return reads.runs(this, after, limit);
  }

  /** What belongs to no run, at this version. */
  public ReadScope global() {
    return in(RunId.GLOBAL);
  }
}
