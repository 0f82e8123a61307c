package dev.tidemark.durability;

/** Reads the records of one segment from front to back. */
final class SegmentScanner {
  private final LogSegment segment;
  private final FileWindow window;
  private long offset = SegmentHeaderFormat.BYTES;
  private int chain;
  private int at;

  SegmentScanner(LogSegment segment) {
    this.segment = segment;
    this.window = new FileWindow(segment.file());
    this.chain = segment.header().previousCrc();
  }

  /** Logical position behind the last record read. */
  long position() {
    return segment.positionOf(offset);
  }

  /** Offset in the file behind the last record read. */
  long offset() {
    return offset;
  }

  /** Checksum of the last record read. */
  int chain() {
    return chain;
  }

  /** Reads the next record and returns its header, or null if no record of the chain is there. */
  RecordHeader next() {
    RecordHeader header = headerAt(offset);
    if (header == null || header.previousCrc() != chain || !hasBodyAt(offset)) {
      return null;
    }
    offset += recordBytes();
    chain = LogRecordFormat.crc(window.buffer(), at);
    return header;
  }

  /**
   * Reads the next whole record, wherever it lies behind the last one read and whatever it chains
   * to.
   *
   * @return null if there is none up to the end of the file
   */
  RecordHeader nextAnywhere() {
    for (long i = offset; i <= window.size() - LogRecordFormat.HEADER_BYTES; ) {
      RecordHeader header = headerAt(i);
      if (header != null && hasBodyAt(i)) {
        offset = i + recordBytes();
        chain = LogRecordFormat.crc(window.buffer(), at);
        return header;
      }
      i += LogRecordFormat.ALIGNMENT;
    }
    return null;
  }

  /** Bytes of the record last read. */
  long recordBytes() {
    return LogRecordFormat.HEADER_BYTES + (long) bodyBytes();
  }

  private int bodyBytes() {
    return LogRecordFormat.bodyBytes(window.buffer(), at);
  }

  /** The body of the record last read; valid until the next is. */
  ByteReader body() {
    return new ByteReader(
        segment.name(),
        offset - bodyBytes(),
        window.buffer(),
        at + LogRecordFormat.HEADER_BYTES,
        bodyBytes());
  }

  /** The header of this database's record at an offset, or null if there is none. */
  private RecordHeader headerAt(long recordOffset) {
    at = window.load(recordOffset, LogRecordFormat.HEADER_BYTES);
    if (at < 0 || !LogRecordFormat.isHeader(window.buffer(), at)) {
      return null;
    }
    RecordHeader header = LogRecordFormat.readHeader(window.buffer(), at);
    long tag = segment.header().databaseId().getMostSignificantBits();
    boolean belongsHere =
        header.position() == segment.positionOf(recordOffset) && header.databaseTag() == tag;
    return belongsHere ? header : null;
  }

  private boolean hasBodyAt(long recordOffset) {
    long bytes = recordBytes();
    if (bytes > window.size() - recordOffset) {
      return false;
    }
    at = window.load(recordOffset, (int) bytes);
    return LogRecordFormat.isBodyIntact(window.buffer(), at);
  }

  /**
   * Looks at everything behind the last record of the chain.
   *
   * @return what is there, none of it part of the log
   */
  LogTail tail() {
    long position = position();
    LogTail tail = new LogTail(offset);
    for (long i = offset; i + LogRecordFormat.ALIGNMENT <= window.size(); ) {
      RecordHeader header = headerAt(i);
      if (header != null && header.durableThrough() > position) {
        return tail.provenDurableBy(i);
      }
      boolean whole = header != null && hasBodyAt(i);
      i += whole ? tail.addRecord(i, recordBytes()) : tail.addWord(i, wordAt(i));
    }
    return tail;
  }

  private long wordAt(long wordOffset) {
    return LittleEndian.getLong(
        window.buffer(), window.load(wordOffset, LogRecordFormat.ALIGNMENT));
  }
}
