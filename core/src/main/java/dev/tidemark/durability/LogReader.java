package dev.tidemark.durability;

import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.CorruptionException;
import java.util.List;
import java.util.function.Predicate;

/** Reads a log from its first segment on, through files of its own, while others append to it. */
final class LogReader {
  private final Disk disk;
  private final long end;
  private long position = -1;

  /**
   * @param end logical position up to which the log has been written
   */
  LogReader(Disk disk, long end) {
    this.disk = disk;
    this.end = end;
  }

  /** Hands over the commits, oldest first, until the reader wants no more. */
  void read(Predicate<CommitBatch> reader) {
    List<String> names = LogSegment.namesFrom(disk, 1);
    for (String name : names) {
      // A segment behind the end may be in the making.
      if (position >= end || !read(name, reader)) {
        return;
      }
    }
    if (position < end) {
      throw new CorruptionException(
          names.isEmpty() ? LogSegment.name(1) : names.get(names.size() - 1),
          0,
          "the log ends at position " + position + " although " + end + " had been written");
    }
  }

  private boolean read(String name, Predicate<CommitBatch> reader) {
    try (DiskFile file = disk.open(name, OpenMode.EXISTING)) {
      SegmentHeader header = LogRecovery.readHeader(name, file);
      if (header == null || (position >= 0 && header.base() != position)) {
        throw new CorruptionException(
            name, 0, "the segment does not continue the one before it at position " + position);
      }
      return read(new SegmentScanner(new LogSegment(name, file, header, file.size())), reader);
    }
  }

  private boolean read(SegmentScanner scanner, Predicate<CommitBatch> reader) {
    position = scanner.position();
    while (position < end) {
      RecordHeader header = scanner.next();
      if (header == null) {
        return true;
      }
      position = scanner.position();
      boolean isCommit = header.flags() != LogRecordFormat.FLAG_CLOSE;
      if (isCommit && !reader.test(LogRecordFormat.decode(header, scanner.body()))) {
        return false;
      }
    }
    return true;
  }
}
