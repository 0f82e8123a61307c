package dev.tidemark.durability;

import dev.tidemark.telemetry.Notices;
import dev.tidemark.types.CheckpointReport;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.FileProblem;
import dev.tidemark.types.RecoveryProgress;
import dev.tidemark.types.RecoveryReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Brings a database back: the newest sound checkpoint, then the log behind it.
 *
 * <p>A damaged checkpoint is passed over, and an older one used with more of the log. Whether the
 * log reaches back that far, and on as far as the checkpoint and the manifest know, is for {@link
 * LogRecovery} to check.
 */
final class Recovery {
  /** Exists while a backup or salvage is being written: then this is no database yet. */
  static final String INCOMPLETE = "tidemark.incomplete";

  private final Disk disk;
  private final LogOptions options;
  private final Notices notices;
  private final long startNanos = System.nanoTime();
  private final List<FileProblem> skipped = new ArrayList<>();
  private final List<CheckpointHeader> sound = new ArrayList<>();
  private CheckpointHeader newest;
  private CheckpointReport checkpoint;
  private LogStart start = LogStart.BEGINNING;
  private long bytesDone;
  private long bytesTotal;

  Recovery(Disk disk, LogOptions options, Notices notices) {
    this.disk = disk;
    this.options = options;
    this.notices = notices;
  }

  /**
   * A directory brought back.
   *
   * @param end where the log goes on
   * @param orphanedThrough see {@link CommitLog#orphanedThrough}
   */
  record Recovered(
      LogEnd end,
      Manifest manifest,
      CheckpointStore checkpoints,
      long orphanedThrough,
      RecoveryReport report) {
    /** Closes the files, for an opener who cannot go on. */
    void close() {
      try {
        manifest.close();
      } finally {
        end.segment().file().close();
      }
    }
  }

  Recovered recover(RecoveryTarget target) {
    requireComplete(disk);
    CheckpointStore.deleteTemporary(disk);
    ManifestFormat.Slot found = Manifest.read(disk);
    loadCheckpoint(target);
    LogRecovery log = new LogRecovery(disk, options, start, found, this::segmentRead);
    LogEnd end = recoverLog(log, target);
    try {
      long segment = end.segment().header().number();
      CheckpointStore checkpoints = new CheckpointStore(disk, end.databaseId(), sound);
      checkpoints.completePruning();
      Manifest manifest = Manifest.open(disk, found, end.databaseId(), segment);
      return new Recovered(end, manifest, checkpoints, log.orphanedThrough(), report(log));
    } catch (Throwable e) {
      end.segment().file().close();
      throw e;
    }
  }

  static void requireComplete(Disk disk) {
    if (disk.list().contains(INCOMPLETE)) {
      throw new CorruptionException(
          INCOMPLETE,
          0,
          "this directory is an unfinished backup or salvage and no database; delete it and start"
              + " that over");
    }
  }

  private RecoveryReport report(LogRecovery log) {
    return log.report(
        Optional.ofNullable(checkpoint), skipped, Duration.ofNanos(System.nanoTime() - startNanos));
  }

  /** Names the checkpoints passed over: without them the log might not have been needed. */
  private LogEnd recoverLog(LogRecovery log, RecoveryTarget target) {
    try {
      return log.recover(target::apply);
    } catch (CorruptionException e) {
      if (skipped.isEmpty()) {
        throw e;
      }
      String damaged =
          skipped.stream().map(FileProblem::toString).collect(Collectors.joining("; "));
      throw new CorruptionException(
          e.file(), e.offset(), e.what() + "; passed over before: " + damaged);
    }
  }

  private void loadCheckpoint(RecoveryTarget target) {
    List<String> names = CheckpointStore.names(disk);
    for (int i = names.size() - 1; i >= 0 && checkpoint == null; i--) {
      load(names.get(i), target);
    }
    if (checkpoint == null) {
      bytesTotal = logBytes();
    } else {
      names.stream().takeWhile(name -> !name.equals(checkpoint.file())).forEach(this::addOlder);
      sound.add(newest);
    }
  }

  /** Checks everything before it loads anything: the target cannot forget. */
  private void load(String name, RecoveryTarget target) {
    long started = System.nanoTime();
    try (DiskFile file = disk.open(name, OpenMode.EXISTING)) {
      CheckpointReader reader = new CheckpointReader(name, file);
      reader.requireName();
      reader.verify();
      newest = reader.header();
      start = LogStart.behind(newest);
      bytesTotal = reader.size() + logBytes();
      restoreIndexes(target);
      reader.read(target, done -> tell(name, done));
      target.checkpointLoaded();
      bytesDone = reader.size();
      checkpoint = reader.report(started);
    } catch (CorruptionException e) {
      if (newest != null) {
        throw e;
      }
      skipped.add(FileProblem.of(e));
    }
  }

  /** What indexes kept is a help, no part of the data: nothing about it ends the recovery. */
  private void restoreIndexes(RecoveryTarget target) {
    String name = CheckpointStore.indexName(newest.version());
    if (!disk.list().contains(name)) {
      return;
    }
    try (DiskFile file = disk.open(name, OpenMode.EXISTING)) {
      new IndexFileReader(name, file, target::lost).read(newest, target::restore);
    } catch (CorruptionException e) {
      target.lost(FileProblem.of(e));
    } catch (DatabaseException e) {
      target.lost(new FileProblem(name, 0, e.getMessage()));
    }
  }

  private void addOlder(String name) {
    try (DiskFile file = disk.open(name, OpenMode.EXISTING)) {
      sound.add(new CheckpointReader(name, file).header());
    } catch (CorruptionException e) {
      skipped.add(FileProblem.of(e));
    }
  }

  private long logBytes() {
    return LogSegment.namesFrom(disk, start.segment()).stream().mapToLong(this::sizeOf).sum();
  }

  private long sizeOf(String name) {
    try (DiskFile file = disk.open(name, OpenMode.EXISTING)) {
      return file.size();
    }
  }

  private void segmentRead(LogSegment segment) {
    bytesDone += segment.file().size();
    tell(segment.name(), 0);
  }

  private void tell(String file, long bytesMore) {
    RecoveryProgress progress = new RecoveryProgress(file, bytesDone + bytesMore, bytesTotal);
    notices.tell(listener -> listener.recoveryProgress(progress));
  }
}
