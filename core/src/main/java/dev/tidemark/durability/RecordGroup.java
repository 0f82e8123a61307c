package dev.tidemark.durability;

import java.util.Arrays;

/** Consecutive records of one segment that go to the file in one write. */
final class RecordGroup {
  /** A group is full here; a single larger record is a group by itself. */
  static final int MAX_BYTES = 1 << 20;

  private static final int FIRST_BYTES = 1 << 14;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;
  private int commits;
  private long start;
  private NewSegment segment;

  /**
   * The segment a group begins.
   *
   * @param bytes its size
   * @param previousCrc checksum of the record before
   */
  record NewSegment(long bytes, int previousCrc) {}

  /** Empties the group for records from a position on. */
  RecordGroup startAt(long position, NewSegment newSegment) {
    length = 0;
    commits = 0;
    start = position;
    segment = newSegment;
    return this;
  }

  boolean hasRoomFor(int recordBytes) {
    return length == 0 || length + recordBytes <= MAX_BYTES;
  }

  void add(byte[] record) {
    if (length == 0 && record.length > MAX_BYTES) {
      bytes = record;
    } else {
      ensureCapacity(length + record.length);
      System.arraycopy(record, 0, bytes, length, record.length);
    }
    length += record.length;
    commits++;
  }

  private void ensureCapacity(int needed) {
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, Math.min(2 * bytes.length, MAX_BYTES)));
    }
  }

  /** Whether the buffer is worth keeping, which that of a single large record is not. */
  boolean isReusable() {
    return bytes.length <= MAX_BYTES;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  int commits() {
    return commits;
  }

  long start() {
    return start;
  }

  long end() {
    return start + length;
  }

  /** The segment this group begins, or null if it continues the one before. */
  NewSegment newSegment() {
    return segment;
  }
}
