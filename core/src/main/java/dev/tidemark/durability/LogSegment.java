package dev.tidemark.durability;

import java.util.List;
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

  long offsetOf(long position) {
    return SegmentHeaderFormat.BYTES + position - header.base();
  }

  long positionOf(long offset) {
    return header.base() + offset - SegmentHeaderFormat.BYTES;
  }
}
