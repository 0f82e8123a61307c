package dev.tidemark.durability;

import dev.tidemark.telemetry.Notices;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.Durability;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.LatencyHistogram;
import dev.tidemark.types.Limits;
import dev.tidemark.types.LogStats;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.ReadOnlyException;
import dev.tidemark.types.VerificationReport;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** The log of a database in memory: every promise holds at once. */
public final class NoLog extends CommitLog {
  private static final LogStats NOTHING = new LogStats(0, 0, 0, 0, 0, LatencyHistogram.EMPTY);

  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Notices notices;

  /**
   * @param notices told when a commit fails half-way
   */
  public NoLog(Notices notices) {
    this.notices = notices;
  }

  @Override
  public EncodedBatch encode(List<Mutation> mutations, Limits limits) {
    return EncodedBatch.unlogged(mutations, limits);
  }

  @Override
  public long append(EncodedBatch batch, long version, long timeMicros) {
    requireHealthy();
    return 0;
  }

  @Override
  public void awaitAcknowledged(long position) {}

  @Override
  public Durability durability() {
    return Durability.inMemory();
  }

  @Override
  public void awaitSynced(long position) {}

  @Override
  public long acknowledged() {
    return Long.MAX_VALUE;
  }

  @Override
  public void awaitCapacity() {}

  @Override
  public void sync() {}

  @Override
  public void requireHealthy() {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new ReadOnlyException(
          "a commit failed half-way and the database is read-only: " + cause.getMessage(), cause);
    }
  }

  @Override
  public void fail(Throwable cause) {
    if (failure.compareAndSet(null, cause)) {
      notices.becameReadOnly(cause);
    }
  }

  @Override
  public long orphanedThrough() {
    return 0;
  }

  @Override
  public void read(Predicate<CommitBatch> reader) {}

  @Override
  public LogMark mark() {
    throw noFiles();
  }

  @Override
  public CheckpointStore checkpoints() {
    throw noFiles();
  }

  private static InvalidArgumentException noFiles() {
    return new InvalidArgumentException(
        "an in-memory database has no files; open one in a directory with Database.open");
  }

  @Override
  public VerificationReport verify() {
    return VerificationReport.nothing();
  }

  @Override
  public LogStats stats() {
    return NOTHING;
  }

  @Override
  public void close() {}
}
