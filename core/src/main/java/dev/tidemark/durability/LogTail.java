package dev.tidemark.durability;

/** What lies behind the last record of the chain. Built by {@link SegmentScanner#tail}. */
final class LogTail {
  private final long start;
  private long end;
  private int records;
  private long proof = -1;

  /**
   * @param start offset in the file where the chain ends
   */
  LogTail(long start) {
    this.start = start;
    this.end = start;
  }

  long addRecord(long offset, long bytes) {
    records++;
    end = offset + bytes;
    return bytes;
  }

  long addWord(long offset, long word) {
    if (word != 0) {
      end = offset + LogRecordFormat.ALIGNMENT;
    }
    return LogRecordFormat.ALIGNMENT;
  }

  LogTail provenDurableBy(long recordOffset) {
    proof = recordOffset;
    return this;
  }

  /** Whether a later record knows that the tail's beginning had been synced: it is damaged. */
  boolean isDamage() {
    return proof >= 0;
  }

  /** Offset of the record that knows it. */
  long proof() {
    return proof;
  }

  /** Whole records in the tail. */
  int records() {
    return records;
  }

  long start() {
    return start;
  }

  /** Bytes up to the last one that is not zero. */
  long bytes() {
    return end - start;
  }
}
