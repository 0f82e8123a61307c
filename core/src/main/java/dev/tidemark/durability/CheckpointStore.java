package dev.tidemark.durability;

import dev.tidemark.types.CheckpointReport;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.StorageFailureException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The checkpoints of a database directory. Adds them, keeps the newest two, and deletes what of the
 * log neither needs. For one thread at a time, but for what it says of the newest.
 */
public final class CheckpointStore {
  private static final System.Logger LOGGER = System.getLogger(CheckpointStore.class.getName());
  private static final int KEPT = 2;
  private static final String SUFFIX = ".tmcheckpoint";
  private static final Pattern NAME = Pattern.compile("checkpoint-\\d{20}\\.tmcheckpoint");
  private static final String INDEX_SUFFIX = ".tmindex";
  private static final Pattern INDEX_NAME = Pattern.compile("checkpoint-\\d{20}\\.tmindex");
  private static final String TEMPORARY_SUFFIX = ".tmp";

  private final Disk disk;
  private final UUID databaseId;

  /** Those known to be sound, oldest first. */
  private final List<CheckpointHeader> kept;

  private volatile CheckpointHeader newest;

  /**
   * @param sound the checkpoints that recovery found and did not pass over, oldest first
   */
  CheckpointStore(Disk disk, UUID databaseId, List<CheckpointHeader> sound) {
    this.disk = disk;
    this.databaseId = databaseId;
    this.kept = new ArrayList<>(sound);
    this.newest = sound.isEmpty() ? null : sound.get(sound.size() - 1);
  }

  static String name(long version) {
    return "checkpoint-%020d%s".formatted(version, SUFFIX);
  }

  /** The file beside a checkpoint in which derived indexes keep what they can. */
  static String indexName(long version) {
    return "checkpoint-%020d%s".formatted(version, INDEX_SUFFIX);
  }

  /** Names of those files in a directory. */
  static List<String> indexNames(Disk disk) {
    return disk.list().stream().filter(name -> INDEX_NAME.matcher(name).matches()).toList();
  }

  /** Names of the checkpoints in a directory, oldest first. */
  static List<String> names(Disk disk) {
    return disk.list().stream().filter(name -> NAME.matcher(name).matches()).toList();
  }

  /** Deletes what an interrupted checkpoint left. */
  static void deleteTemporary(Disk disk) {
    disk.list().stream()
        .filter(
            name ->
                name.endsWith(SUFFIX + TEMPORARY_SUFFIX)
                    || name.endsWith(INDEX_SUFFIX + TEMPORARY_SUFFIX))
        .forEach(disk::delete);
  }

  /** Version of the newest checkpoint, 0 if there is none. */
  public long newestVersion() {
    CheckpointHeader present = newest;
    return present == null ? 0 : present.version();
  }

  /** Logical position of the log behind the newest checkpoint, 0 if there is none. */
  public long newestPosition() {
    CheckpointHeader present = newest;
    return present == null ? 0 : present.logPosition();
  }

  /**
   * Writes a checkpoint, durably, and reads it back. Until that is done nothing else has changed.
   *
   * @param mark the place in the log up to which the source holds everything, known to be synced
   * @throws StorageFailureException if an operation failed
   * @throws CorruptionException if the disk returned something else than was written
   */
  public CheckpointReport write(LogMark mark, CheckpointSource source) {
    long start = System.nanoTime();
    CheckpointHeader header =
        new CheckpointHeader(
            databaseId, mark.version(), mark.timeMicros(), mark.position(), mark.segment());
    String name = name(mark.version());
    String temporary = name + TEMPORARY_SUFFIX;
    try {
      writeFile(temporary, header, source);
      disk.rename(temporary, name);
      disk.syncDirectory();
    } catch (Throwable e) {
      discard(temporary, e);
      throw e;
    }
    kept.removeIf(older -> older.version() == header.version());
    CheckpointReport report = readBack(name, start);
    kept.add(header);
    newest = header;
    return report.withIndexSections(tryWriteIndexes(header, source));
  }

  /** Without them the checkpoint is as good, but for the time that the next open takes. */
  private int tryWriteIndexes(CheckpointHeader header, CheckpointSource source) {
    String name = indexName(header.version());
    String temporary = name + TEMPORARY_SUFFIX;
    try {
      int sections = writeIndexes(temporary, header, source);
      if (sections > 0) {
        disk.rename(temporary, name);
        disk.syncDirectory();
      } else if (disk.list().contains(name)) {
        disk.delete(name); // Of an earlier checkpoint of this version.
      }
      return sections;
    } catch (StorageFailureException e) {
      discard(temporary, e);
      LOGGER.log(Level.WARNING, "no index keeps anything beside " + name(header.version()), e);
      return 0;
    }
  }

  private int writeIndexes(String temporary, CheckpointHeader header, CheckpointSource source) {
    try (IndexFileWriter writer = new IndexFileWriter(disk, temporary, header)) {
      source.writeIndexes(writer);
      writer.finish();
      return writer.sections();
    }
  }

  private void writeFile(String name, CheckpointHeader header, CheckpointSource source) {
    deleteTemporary(disk);
    try (DiskFile file = disk.open(name, OpenMode.CREATE_NEW)) {
      CheckpointWriter writer = new CheckpointWriter(file, header);
      source.writeTo(writer);
      writer.finish();
    }
  }

  private CheckpointReport readBack(String name, long startNanos) {
    try (DiskFile file = disk.open(name, OpenMode.EXISTING)) {
      CheckpointReader reader = new CheckpointReader(name, file);
      reader.verify();
      return reader.report(startNanos);
    } catch (CorruptionException e) {
      discard(name, e);
      throw e;
    }
  }

  private void discard(String name, Throwable reason) {
    try {
      disk.delete(name);
    } catch (StorageFailureException e) {
      reason.addSuppressed(e);
    }
  }

  /**
   * Deletes all checkpoints but the newest two, and the log before the older of these, but for as
   * many whole segments as fit the bytes to be kept for replay. While there are fewer than two, the
   * log is all there is behind the first, and stays.
   */
  public void prune(long replayLogBytes) {
    if (kept.size() < KEPT) {
      return;
    }
    kept.subList(0, kept.size() - KEPT).clear();
    List<String> keptNames = kept.stream().map(header -> name(header.version())).toList();
    List<String> superfluous = new ArrayList<>(names(disk));
    superfluous.removeAll(keptNames);
    superfluous.addAll(superfluousIndexFiles());
    delete(superfluous);
    delete(superfluousSegments(kept.get(0).logSegment(), replayLogBytes));
  }

  private List<String> superfluousIndexFiles() {
    List<String> keptNames = kept.stream().map(header -> indexName(header.version())).toList();
    return indexNames(disk).stream().filter(name -> !keptNames.contains(name)).toList();
  }

  /** Completes a deletion of old segments that a power cut left with a gap. */
  void completePruning() {
    delete(superfluousIndexFiles());
    List<String> unbroken = LogSegment.unbrokenNames(disk);
    if (!kept.isEmpty() && LogSegment.number(unbroken.get(0)) <= kept.get(0).logSegment()) {
      List<String> rest = new ArrayList<>(LogSegment.namesFrom(disk, 1));
      rest.removeAll(unbroken);
      delete(rest);
    }
  }

  /** Durable at once: after a crash no checkpoint is there without the log behind it. */
  private void delete(List<String> names) {
    names.forEach(disk::delete);
    if (!names.isEmpty()) {
      disk.syncDirectory();
    }
  }

  private List<String> superfluousSegments(long needed, long replayLogBytes) {
    List<String> before =
        disk.list().stream()
            .filter(LogSegment::isName)
            .filter(name -> LogSegment.number(name) < needed)
            .toList();
    long bytes = 0;
    for (int i = before.size() - 1; i >= 0; i--) {
      bytes += sizeOf(before.get(i));
      if (bytes > replayLogBytes) {
        return before.subList(0, i + 1);
      }
    }
    return List.of();
  }

  private long sizeOf(String name) {
    try (DiskFile file = disk.open(name, OpenMode.EXISTING)) {
      return file.size();
    }
  }
}
