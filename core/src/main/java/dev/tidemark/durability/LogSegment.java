package dev.tidemark.durability;

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

  long offsetOf(long position) {
    return SegmentHeaderFormat.BYTES + position - header.base();
  }

  long positionOf(long offset) {
    return header.base() + offset - SegmentHeaderFormat.BYTES;
  }
}
