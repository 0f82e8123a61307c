package dev.tidemark.transaction;

import dev.tidemark.telemetry.ConflictEvent;
import dev.tidemark.telemetry.LatencyRecorder;
import dev.tidemark.transaction.ReadSet.Conflict;
import dev.tidemark.types.TransactionStats;
import java.util.concurrent.atomic.LongAdder;

/** Counts how transactions end, and keeps how long commits took. */
final class TransactionMeter {
  /** Its multiples, as unsigned fractions of 2^64, are spread evenly and follow no period. */
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private static final int SAMPLE_SHIFT = Long.SIZE - 6;

  private final boolean timesAll;
  private final LongAdder aborts = new LongAdder();
  private final LongAdder conflicts = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LatencyRecorder commitLatency = new LatencyRecorder();

  /**
   * @param timesAll whether commits are so slow that a look at the clock does not matter
   */
  TransactionMeter(boolean timesAll) {
    this.timesAll = timesAll;
  }

  /** Begins to observe a commit. */
  void started(Commit commit) {
    boolean timed = timesAll || (commit.viewVersion() * GOLDEN_RATIO) >>> SAMPLE_SHIFT == 0;
    commit.timer().start(timed);
  }

  void acknowledged(Commit commit) {
    commit.timer().stop(commit, commitLatency);
  }

  /**
   * An attempt has lost.
   *
   * @param last whether the transaction makes no more
   */
  void lost(Commit commit, Conflict conflict, boolean last) {
    conflicts.increment();
    if (ConflictEvent.isRecorded()) {
      ConflictEvent.record(conflict.toException(), commit.attempt(), last);
    }
  }

  void retried() {
    retries.increment();
  }

  void aborted() {
    aborts.increment();
  }

  TransactionStats stats(long commits, int open) {
    return new TransactionStats(
        commits, aborts.sum(), conflicts.sum(), retries.sum(), open, commitLatency.snapshot());
  }
}
