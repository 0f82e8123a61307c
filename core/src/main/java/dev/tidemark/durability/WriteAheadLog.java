package dev.tidemark.durability;

import dev.tidemark.telemetry.Notices;
import dev.tidemark.telemetry.RecoveryEvent;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.FileProblem;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.LogStats;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.ReadOnlyException;
import dev.tidemark.types.RecoveryReport;
import dev.tidemark.types.StorageFailureException;
import dev.tidemark.types.UnsupportedFormatException;
import dev.tidemark.types.VerificationReport;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * A log on disk. A committer appends its record to the pending ones, then waits for it to be
 * written: the first to wait leads and writes everything pending as one group, and hands the lead
 * to one of those whose records came after. In BUFFERED mode a group is written, and a thread of
 * the log's own syncs; in STRICT mode the write itself is durable.
 *
 * <p>Lock order: the mutex is the innermost lock of the engine. No I/O happens under it.
 */
public final class WriteAheadLog extends CommitLog {
  /** Unwritten bytes above which an append writes before it adds its own. */
  private static final long MAX_PENDING_BYTES = 8L << 20;

  /** A write of the buffered mode is over before a parked thread would wake. */
  private static final int BUFFERED_SPINS = 200;

  private final long orphanedThrough;
  private final Durability mode;
  private final boolean strict;
  private final long maxUnsyncedBytes;
  private final LogProgress progress;
  private final ReentrantLock mutex;
  private final PendingRecords pending;
  private final CommitQueue queue;
  private final SegmentWriter segments;
  private final Flusher flusher;
  private final SyncTimer syncs;
  private final DirectoryLock directoryLock;
  private final CheckpointStore checkpoints;
  private final Disk disk;
  private final AtomicBoolean closed = new AtomicBoolean();

  private WriteAheadLog(
      Disk disk,
      Durability mode,
      LogOptions options,
      Recovery.Recovered recovered,
      DirectoryLock directoryLock,
      Notices notices) {
    LogEnd end = recovered.end();
    this.orphanedThrough = recovered.orphanedThrough();
    this.mode = mode;
    this.strict = mode instanceof Durability.Strict;
    this.maxUnsyncedBytes = options.maxUnsyncedBytes();
    this.progress = new LogProgress(end.position(), bounds(mode), notices);
    this.mutex = progress.mutex();
    this.pending = new PendingRecords(end, options);
    this.queue = new CommitQueue(strict ? 0 : BUFFERED_SPINS);
    this.syncs = new SyncTimer(strict);
    this.segments = new SegmentWriter(disk, options, recovered, strict, syncs);
    this.flusher = new Flusher(progress, segments::file, syncs);
    this.directoryLock = directoryLock;
    this.checkpoints = recovered.checkpoints();
    this.disk = disk;
  }

  private static FlushBounds bounds(Durability mode) {
    return mode instanceof Durability.Buffered buffered
        ? FlushBounds.of(buffered)
        : FlushBounds.NONE;
  }

  /**
   * A log that has been opened.
   *
   * @param log ready to append
   * @param recovery what was found
   */
  public record Opened(WriteAheadLog log, RecoveryReport recovery) {}

  /**
   * Opens the log of a directory, or creates it, and keeps other openers out until it is closed.
   * What survives is synced before this returns.
   *
   * @param target receives what survives: the newest sound checkpoint, then the log behind it
   * @param notices told of the progress
   * @throws StorageFailureException if the directory is in use or an operation fails
   * @throws CorruptionException if durable data is damaged or missing
   * @throws UnsupportedFormatException if another release wrote something this one does not know
   */
  public static Opened open(
      Disk disk, Durability mode, LogOptions options, RecoveryTarget target, Notices notices) {
    if (mode instanceof Durability.InMemory) {
      throw new InvalidArgumentException("a log needs BUFFERED or STRICT durability");
    }
    DirectoryLock lock = disk.lock();
    try {
      RecoveryEvent event = RecoveryEvent.start();
      Recovery.Recovered recovered = new Recovery(disk, options, notices).recover(target);
      if (event != null) {
        event.record(recovered.report());
      }
      return new Opened(start(disk, mode, options, recovered, lock, notices), recovered.report());
    } catch (Throwable e) {
      lock.close();
      throw e;
    }
  }

  private static WriteAheadLog start(
      Disk disk,
      Durability mode,
      LogOptions options,
      Recovery.Recovered recovered,
      DirectoryLock lock,
      Notices notices) {
    try {
      WriteAheadLog log = new WriteAheadLog(disk, mode, options, recovered, lock, notices);
      log.flusher.start();
      return log;
    } catch (Throwable e) {
      recovered.close();
      throw e;
    }
  }

  @Override
  public EncodedBatch encode(List<Mutation> mutations, Limits limits) {
    return EncodedBatch.of(mutations, limits);
  }

  @Override
  public long append(EncodedBatch batch, long version, long timeMicros) {
    if (progress.appended() - progress.written() > MAX_PENDING_BYTES) {
      awaitAcknowledged(progress.appended());
    }
    mutex.lock();
    try {
      progress.requireWritable();
      long end = pending.append(batch.record(), version, timeMicros, progress.synced());
      progress.appended(end);
      return end;
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public void awaitAcknowledged(long position) {
    while (progress.written() < position) {
      CommitQueue.Place place = leadOrEnter(position);
      if (place == null || place.await()) {
        lead();
      }
    }
  }

  /** Null if the calling thread is to lead. */
  private CommitQueue.Place leadOrEnter(long position) {
    mutex.lock();
    try {
      progress.requireHealthy();
      return queue.tryLead() ? null : queue.enter(position);
    } finally {
      mutex.unlock();
    }
  }

  private void lead() {
    RecordGroup last = null;
    try {
      for (RecordGroup group : takePending()) {
        if (last != null) {
          progress.written(last, strict);
        }
        last = null;
        write(group);
        last = group;
      }
    } catch (Throwable e) {
      progress.fail(e);
      throw e;
    } finally {
      handOver(last);
    }
  }

  private List<RecordGroup> takePending() {
    mutex.lock();
    try {
      return progress.isFailed() ? List.of() : pending.take();
    } finally {
      mutex.unlock();
    }
  }

  private void write(RecordGroup group) {
    if (group.newSegment() != null) {
      progress.awaitSynced(group.start());
      segments.startSegment(group);
    }
    segments.write(group);
  }

  /**
   * Ends the lead.
   *
   * @param last the group written last, not yet recorded as such, or null
   */
  private void handOver(RecordGroup last) {
    CommitQueue.HandOver handOver;
    mutex.lock();
    try {
      if (last != null) {
        progress.written(last, strict);
      }
      pending.recycle();
      handOver = queue.handOver(progress.written(), progress.isFailed());
    } finally {
      mutex.unlock();
    }
    handOver.call();
  }

  @Override
  public Durability durability() {
    return mode;
  }

  @Override
  public void awaitSynced(long position) {
    awaitAcknowledged(position);
    progress.awaitSynced(position);
  }

  @Override
  public long acknowledged() {
    return progress.written();
  }

  @Override
  public void awaitCapacity() {
    if (progress.appended() - progress.synced() > maxUnsyncedBytes) {
      sync();
    }
  }

  @Override
  public void sync() {
    awaitSynced(progress.appended());
  }

  @Override
  public void requireHealthy() {
    progress.requireHealthy();
  }

  @Override
  public void fail(Throwable cause) {
    progress.fail(cause);
  }

  @Override
  public long orphanedThrough() {
    return orphanedThrough;
  }

  @Override
  public void read(Predicate<CommitBatch> reader) {
    new LogReader(disk, progress.written()).read(reader);
  }

  @Override
  public LogMark mark() {
    mutex.lock();
    try {
      return pending.mark();
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public CheckpointStore checkpoints() {
    return checkpoints;
  }

  @Override
  public VerificationReport verify() {
    LogMark end = mark();
    try {
      sync();
    } catch (StorageFailureException | ReadOnlyException e) {
      String segment = LogSegment.name(end.segment());
      return new Verification(disk, progress.synced())
          .run()
          .with(new FileProblem(segment, 0, e.getMessage() + "; only what is synced was checked"));
    }
    return new Verification(disk, end.position()).run();
  }

  @Override
  public LogStats stats() {
    return progress.stats(syncs.latency());
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      sync();
      appendCloseRecord();
      sync();
    } finally {
      release();
    }
  }

  private void appendCloseRecord() {
    mutex.lock();
    try {
      progress.requireHealthy();
      progress.closed();
      byte[] record = EncodedBatch.closeRecord(orphanedThrough).record();
      progress.appended(pending.appendClose(record, progress.synced()));
    } finally {
      mutex.unlock();
    }
  }

  private void release() {
    flusher.stop();
    try {
      segments.close();
    } finally {
      directoryLock.close();
    }
  }
}
