package dev.tidemark.durability;

import dev.tidemark.types.UnsupportedFormatException;
import java.util.UUID;

/**
 * A checkpoint file: a header, blocks, a footer. Numbers are little-endian.
 *
 * <pre>
 *  0 +-------------------------------+-------------------------------+
 *    | magic "TMCHECKP"                                              |
 *  8 +-------------------------------+-------------------------------+
 *    | format version                | reserved, 0                   |
 * 16 +-------------------------------+-------------------------------+
 *    | database id, high half                                        |
 * 24 +---------------------------------------------------------------+
 *    | database id, low half                                         |
 * 32 +---------------------------------------------------------------+
 *    | version                                                       |
 * 40 +---------------------------------------------------------------+
 *    | commit time of that version, microseconds since the epoch     |
 * 48 +---------------------------------------------------------------+
 *    | log position behind that version's record                     |
 * 56 +---------------------------------------------------------------+
 *    | number of the log segment that holds this position            |
 * 64 +-------------------------------+-------------------------------+
 *    | reserved, 0                   | CRC32C of bytes 0 to 67       |
 * 72 +-------------------------------+-------------------------------+
 *    | blocks, see {@link CheckpointBlockFormat}                     |
 *    +-------------------------------+-------------------------------+
 *    | magic "TMCKPEND"                                              |
 *  8 +---------------------------------------------------------------+
 *    | number of blocks                                              |
 * 16 +---------------------------------------------------------------+
 *    | number of entry versions                                      |
 * 24 +-------------------------------+-------------------------------+
 *    | reserved, 0                   | CRC32C of bytes 0 to 27       |
 * 32 +-------------------------------+-------------------------------+
 * </pre>
 *
 * Magic, version and checksum of the header keep their places in every version, so that any release
 * can tell a damaged file from one of another version.
 */
final class CheckpointFormat {
  static final int VERSION = 1;
  static final int HEADER_BYTES = 72;
  static final int FOOTER_BYTES = 32;

  private static final long HEADER_MAGIC = 0x504B_4345_4843_4D54L;
  private static final int VERSION_AT = 8;
  private static final int ID_HIGH_AT = 16;
  private static final int ID_LOW_AT = 24;
  private static final int COMMIT_VERSION_AT = 32;
  private static final int TIME_AT = 40;
  private static final int LOG_POSITION_AT = 48;
  private static final int LOG_SEGMENT_AT = 56;
  private static final int HEADER_CRC_AT = HEADER_BYTES - Integer.BYTES;

  private static final long FOOTER_MAGIC = 0x444E_4550_4B43_4D54L;
  private static final int BLOCKS_AT = 8;
  private static final int ENTRIES_AT = 16;
  private static final int FOOTER_CRC_AT = FOOTER_BYTES - Integer.BYTES;

  private CheckpointFormat() {}

  static byte[] encodeHeader(CheckpointHeader header) {
    return encodeHeader(header, HEADER_MAGIC, VERSION);
  }

  /** The header of a file that belongs to a checkpoint and says so in the same layout. */
  static byte[] encodeHeader(CheckpointHeader header, long magic, int version) {
    byte[] bytes = new byte[HEADER_BYTES];
    LittleEndian.putLong(bytes, 0, magic);
    LittleEndian.putInt(bytes, VERSION_AT, version);
    LittleEndian.putLong(bytes, ID_HIGH_AT, header.databaseId().getMostSignificantBits());
    LittleEndian.putLong(bytes, ID_LOW_AT, header.databaseId().getLeastSignificantBits());
    LittleEndian.putLong(bytes, COMMIT_VERSION_AT, header.version());
    LittleEndian.putLong(bytes, TIME_AT, header.timeMicros());
    LittleEndian.putLong(bytes, LOG_POSITION_AT, header.logPosition());
    LittleEndian.putLong(bytes, LOG_SEGMENT_AT, header.logSegment());
    LittleEndian.putInt(bytes, HEADER_CRC_AT, Checksum.of(bytes, 0, HEADER_CRC_AT));
    return bytes;
  }

  /**
   * The header, or null if the bytes are no whole header.
   *
   * @param file for messages
   * @throws UnsupportedFormatException if another format version wrote it
   */
  static CheckpointHeader decodeHeader(byte[] bytes, String file) {
    return decodeHeader(bytes, file, HEADER_MAGIC, VERSION);
  }

  /** As {@link #decodeHeader(byte[], String)}, of a file with another magic and version. */
  static CheckpointHeader decodeHeader(byte[] bytes, String file, long magic, int supported) {
    if (LittleEndian.getLong(bytes, 0) != magic
        || LittleEndian.getInt(bytes, HEADER_CRC_AT) != Checksum.of(bytes, 0, HEADER_CRC_AT)) {
      return null;
    }
    int version = LittleEndian.getInt(bytes, VERSION_AT);
    if (version != supported) {
      throw new UnsupportedFormatException(file, version, supported);
    }
    return new CheckpointHeader(
        new UUID(LittleEndian.getLong(bytes, ID_HIGH_AT), LittleEndian.getLong(bytes, ID_LOW_AT)),
        LittleEndian.getLong(bytes, COMMIT_VERSION_AT),
        LittleEndian.getLong(bytes, TIME_AT),
        LittleEndian.getLong(bytes, LOG_POSITION_AT),
        LittleEndian.getLong(bytes, LOG_SEGMENT_AT));
  }

  static byte[] encodeFooter(long blocks, long entries) {
    byte[] bytes = new byte[FOOTER_BYTES];
    LittleEndian.putLong(bytes, 0, FOOTER_MAGIC);
    LittleEndian.putLong(bytes, BLOCKS_AT, blocks);
    LittleEndian.putLong(bytes, ENTRIES_AT, entries);
    LittleEndian.putInt(bytes, FOOTER_CRC_AT, Checksum.of(bytes, 0, FOOTER_CRC_AT));
    return bytes;
  }

  /** Whether the bytes are the whole footer of a file with these counts. */
  static boolean isFooter(byte[] bytes, int at, long blocks, long entries) {
    return LittleEndian.getLong(bytes, at) == FOOTER_MAGIC
        && LittleEndian.getInt(bytes, at + FOOTER_CRC_AT) == Checksum.of(bytes, at, FOOTER_CRC_AT)
        && LittleEndian.getLong(bytes, at + BLOCKS_AT) == blocks
        && LittleEndian.getLong(bytes, at + ENTRIES_AT) == entries;
  }
}
