package dev.tidemark.durability;

import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import java.util.List;

/**
 * One commit in the log: a header, then sections. Records begin and end at multiples of 8 bytes.
 * Numbers are little-endian.
 *
 * <pre>
 *  0 +-------------------------------+-------------------------------+
 *    | magic "TMRC"                  | bytes of the body             |
 *  8 +-------------------------------+-------------------------------+
 *    | logical position of this record                               |
 * 16 +---------------------------------------------------------------+
 *    | commit version                                                |
 * 24 +---------------------------------------------------------------+
 *    | commit time, microseconds since the epoch                     |
 * 32 +---------------------------------------------------------------+
 *    | durable through: logical position known synced when made      |
 * 40 +---------------------------------------------------------------+
 *    | database tag: high half of the database id                    |
 * 48 +-------------------------------+-------------------------------+
 *    | flags                         | checksum of the record before |
 * 56 +-------------------------------+-------------------------------+
 *    | CRC32C of the body            | CRC32C of bytes 0 to 59       |
 * 64 +-------------------------------+-------------------------------+
 *    | body: sections, each padded with zeros to 8 bytes:            |
 *    |  +-------------------------------+----------------------------+
 *    |  | section tag                   | bytes of its content       |
 *    |  +-------------------------------+----------------------------+
 *    |  | content                                                    |
 *    +--+------------------------------------------------------------+
 * </pre>
 *
 * <p>The checksum in the header covers the body's, so that one number stands for the record in the
 * chain. Section 1 has the mutations of a commit. Flag 1 marks a close record: it has no section,
 * or section 2 with eight bytes, the version through which runs that are still active are orphans.
 */
final class LogRecordFormat {
  static final int HEADER_BYTES = 64;
  static final int ALIGNMENT = 8;
  static final int FLAG_CLOSE = 1;

  private static final int MAGIC = 0x4352_4D54;
  private static final int BODY_BYTES_AT = 4;
  private static final int POSITION_AT = 8;
  private static final int VERSION_AT = 16;
  private static final int TIME_AT = 24;
  private static final int DURABLE_THROUGH_AT = 32;
  private static final int DATABASE_TAG_AT = 40;
  private static final int FLAGS_AT = 48;
  private static final int PREVIOUS_CRC_AT = 52;
  private static final int BODY_CRC_AT = 56;
  private static final int CRC_AT = 60;

  private static final int SECTION_HEADER_BYTES = 8;
  private static final int SECTION_MUTATIONS = 1;
  private static final int SECTION_ORPHANED = 2;

  private LogRecordFormat() {}

  /** A record of these mutations, complete but for what {@link #seal} adds. */
  static byte[] encode(List<Mutation> mutations, Limits limits) {
    int content = MutationsFormat.sizeOf(mutations, limits);
    byte[] record = new byte[HEADER_BYTES + SECTION_HEADER_BYTES + pad(content)];
    LittleEndian.putInt(record, HEADER_BYTES, SECTION_MUTATIONS);
    LittleEndian.putInt(record, HEADER_BYTES + Integer.BYTES, content);
    int end = MutationsFormat.write(mutations, record, HEADER_BYTES + SECTION_HEADER_BYTES);
    assert pad(end) == record.length : end + " of " + record.length;
    return frame(record);
  }

  /** A close record, complete but for what {@link #seal} adds. */
  static byte[] encodeClose(long orphanedThrough) {
    if (orphanedThrough == 0) {
      return frame(new byte[HEADER_BYTES]);
    }
    byte[] record = new byte[HEADER_BYTES + SECTION_HEADER_BYTES + Long.BYTES];
    LittleEndian.putInt(record, HEADER_BYTES, SECTION_ORPHANED);
    LittleEndian.putInt(record, HEADER_BYTES + Integer.BYTES, Long.BYTES);
    LittleEndian.putLong(record, HEADER_BYTES + SECTION_HEADER_BYTES, orphanedThrough);
    return frame(record);
  }

  /** The version that an intact close record says runs are orphaned through. */
  static long decodeClose(ByteReader body) {
    if (body.remaining() == 0) {
      return 0;
    }
    int tag = body.readInt();
    if (tag != SECTION_ORPHANED || body.readInt() != Long.BYTES) {
      throw body.unsupported("section of a close record", tag, SECTION_ORPHANED);
    }
    return body.readLong();
  }

  private static int pad(int bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  private static byte[] frame(byte[] record) {
    int bodyBytes = record.length - HEADER_BYTES;
    LittleEndian.putInt(record, 0, MAGIC);
    LittleEndian.putInt(record, BODY_BYTES_AT, bodyBytes);
    LittleEndian.putInt(record, BODY_CRC_AT, Checksum.of(record, HEADER_BYTES, bodyBytes));
    return record;
  }

  /** Gives the record its place in the log and returns its checksum. */
  static int seal(byte[] record, RecordHeader header) {
    LittleEndian.putLong(record, POSITION_AT, header.position());
    LittleEndian.putLong(record, VERSION_AT, header.version());
    LittleEndian.putLong(record, TIME_AT, header.timeMicros());
    LittleEndian.putLong(record, DURABLE_THROUGH_AT, header.durableThrough());
    LittleEndian.putLong(record, DATABASE_TAG_AT, header.databaseTag());
    LittleEndian.putInt(record, FLAGS_AT, header.flags());
    LittleEndian.putInt(record, PREVIOUS_CRC_AT, header.previousCrc());
    int crc = Checksum.of(record, 0, CRC_AT);
    LittleEndian.putInt(record, CRC_AT, crc);
    return crc;
  }

  /** Whether a whole header lies here; only then do the other methods make sense. */
  static boolean isHeader(byte[] bytes, int at) {
    return LittleEndian.getInt(bytes, at) == MAGIC
        && LittleEndian.getInt(bytes, at + CRC_AT) == Checksum.of(bytes, at, CRC_AT)
        && bodyBytes(bytes, at) >= 0
        && bodyBytes(bytes, at) % ALIGNMENT == 0;
  }

  static RecordHeader readHeader(byte[] bytes, int at) {
    return new RecordHeader(
        LittleEndian.getLong(bytes, at + POSITION_AT),
        LittleEndian.getLong(bytes, at + VERSION_AT),
        LittleEndian.getLong(bytes, at + TIME_AT),
        LittleEndian.getLong(bytes, at + DURABLE_THROUGH_AT),
        LittleEndian.getLong(bytes, at + DATABASE_TAG_AT),
        LittleEndian.getInt(bytes, at + FLAGS_AT),
        LittleEndian.getInt(bytes, at + PREVIOUS_CRC_AT));
  }

  static int bodyBytes(byte[] bytes, int at) {
    return LittleEndian.getInt(bytes, at + BODY_BYTES_AT);
  }

  static int crc(byte[] bytes, int at) {
    return LittleEndian.getInt(bytes, at + CRC_AT);
  }

  /** Whether the body behind the header is the one the header was made for. */
  static boolean isBodyIntact(byte[] bytes, int at) {
    return LittleEndian.getInt(bytes, at + BODY_CRC_AT)
        == Checksum.of(bytes, at + HEADER_BYTES, bodyBytes(bytes, at));
  }

  /**
   * The commit in an intact record.
   *
   * @param body reader of the record's body
   */
  static CommitBatch decode(RecordHeader header, ByteReader body) {
    if (header.flags() != 0) {
      throw body.unsupported("record flags", header.flags(), FLAG_CLOSE);
    }
    int tag = body.readInt();
    if (tag != SECTION_MUTATIONS) {
      throw body.unsupported("record section", tag, SECTION_MUTATIONS);
    }
    int length = body.readInt();
    List<Mutation> mutations = MutationsFormat.read(body.slice(length));
    body.slice(pad(length) - length);
    if (body.remaining() > 0) {
      throw body.unsupported("record section", body.readInt(), SECTION_MUTATIONS);
    }
    return new CommitBatch(header.version(), header.timeMicros(), mutations);
  }
}
