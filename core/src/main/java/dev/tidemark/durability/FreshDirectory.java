package dev.tidemark.durability;

import dev.tidemark.types.CheckpointReport;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.StorageFailureException;
import java.util.List;
import java.util.UUID;

/**
 * Makes a database of its own out of one state: a backup, or what was salvaged. Until it is whole a
 * marker says that it is not, so that what a crash leaves is never taken for a database.
 */
public final class FreshDirectory {
  /** Not 1: a log that begins here is refused without the checkpoint before it. */
  private static final long FIRST_SEGMENT = 2;

  private FreshDirectory() {}

  /**
   * Writes the database, durably.
   *
   * @param disk an empty directory
   * @param mark version and time of the state; its place in the log is that of another database
   * @throws InvalidArgumentException if the directory is not empty
   * @throws StorageFailureException if an operation failed; what is there is no database then
   */
  public static CheckpointReport write(
      Disk disk, LogOptions options, LogMark mark, CheckpointSource source) {
    requireEmpty(disk);
    DirectoryLock lock = disk.lock();
    try {
      disk.open(Recovery.INCOMPLETE, OpenMode.CREATE_NEW).close();
      disk.syncDirectory();
      CheckpointReport report = fill(disk, options, mark, source);
      disk.delete(Recovery.INCOMPLETE);
      disk.syncDirectory();
      return report;
    } finally {
      lock.close();
    }
  }

  private static void requireEmpty(Disk disk) {
    List<String> present = disk.list();
    if (!present.isEmpty()) {
      throw new InvalidArgumentException(
          "the target directory holds " + present.get(0) + "; choose an empty or a new one");
    }
  }

  private static CheckpointReport fill(
      Disk disk, LogOptions options, LogMark mark, CheckpointSource source) {
    UUID databaseId = UUID.randomUUID();
    LogMark start = new LogMark(mark.version(), mark.timeMicros(), 0, FIRST_SEGMENT);
    CheckpointReport report = new CheckpointStore(disk, databaseId, List.of()).write(start, source);
    SegmentHeader header = new SegmentHeader(databaseId, FIRST_SEGMENT, 0, 0);
    LogSegment.create(disk, header, options.firstSegmentBytes()).file().close();
    Manifest.open(disk, null, databaseId, FIRST_SEGMENT).close();
    return report;
  }
}
