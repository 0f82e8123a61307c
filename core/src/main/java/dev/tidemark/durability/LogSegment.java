package dev.tidemark.durability;

import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of the log.
 *
 * @param bytes size the file was made with; only a single large record may exceed it
 */
record LogSegment(String name, DiskFile file, SegmentHeader header, long bytes) {
  private static final Pattern NAME = Pattern.compile("log-(\\d{10})\\.tmlog");

  static String name(long number) {
    return "log-%010d.tmlog".formatted(number);
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** The number in a segment's name. */
  static long number(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(name);
    }
    return Long.parseLong(matcher.group(1));
  }

  /** Names of a directory's segments from a number on, in order. */
  static List<String> namesFrom(Disk disk, long first) {
    return disk.list().stream()
        .filter(LogSegment::isName)
        .filter(name -> number(name) >= first)
        .toList();
  }

  /**
   * Names of the newest segments that no number is missing between. A power cut during the deletion
   * of old ones can leave some of them before a gap.
   */
  static List<String> unbrokenNames(Disk disk) {
    List<String> names = namesFrom(disk, 1);
    int first = names.size();
    while (first > 0 && isUnbroken(names, first)) {
      first--;
    }
    return names.subList(first, names.size());
  }

  private static boolean isUnbroken(List<String> names, int first) {
    return first == names.size() || number(names.get(first - 1)) + 1 == number(names.get(first));
  }

  /** Makes a segment that holds no record yet, durably. */
  static LogSegment create(Disk disk, SegmentHeader header, long bytes) {
    String name = name(header.number());
    DiskFile file = disk.open(name, OpenMode.CREATE_NEW);
    try {
      file.writeDurable(0, new byte[(int) bytes], 0, (int) bytes);
      disk.syncDirectory();
      file.writeDurable(0, SegmentHeaderFormat.encode(header), 0, SegmentHeaderFormat.BYTES);
      return new LogSegment(name, file, header, bytes);
    } catch (Throwable e) {
      file.close();
      throw e;
    }
  }

  /**
   * The header that the first whole record of a file without one implies; null without a record.
   */
  static SegmentHeader headerFromRecords(String name, DiskFile file) {
    FileWindow window = new FileWindow(file);
    long last = window.size() - LogRecordFormat.HEADER_BYTES;
    for (long i = SegmentHeaderFormat.BYTES; i <= last; i += LogRecordFormat.ALIGNMENT) {
      int at = window.load(i, LogRecordFormat.HEADER_BYTES);
      if (LogRecordFormat.isHeader(window.buffer(), at)) {
        RecordHeader record = LogRecordFormat.readHeader(window.buffer(), at);
        long base = record.position() - (i - SegmentHeaderFormat.BYTES);
        return new SegmentHeader(new UUID(record.databaseTag(), 0), number(name), base, 0);
      }
    }
    return null;
  }

  long offsetOf(long position) {
    return SegmentHeaderFormat.BYTES + position - header.base();
  }

  long positionOf(long offset) {
    return header.base() + offset - SegmentHeaderFormat.BYTES;
  }
}
