package dev.tidemark.durability;

import dev.tidemark.types.UnsupportedFormatException;
import java.util.UUID;

/**
 * The first bytes of a segment file. Numbers are little-endian.
 *
 * <pre>
 *  0 +-------------------------------+-------------------------------+
 *    | magic "TMLOGSEG"                                              |
 *  8 +-------------------------------+-------------------------------+
 *    | format version                | reserved, 0                   |
 * 16 +-------------------------------+-------------------------------+
 *    | database id, high half                                        |
 * 24 +---------------------------------------------------------------+
 *    | database id, low half                                         |
 * 32 +---------------------------------------------------------------+
 *    | segment number                                                |
 * 40 +---------------------------------------------------------------+
 *    | base: logical position of the first record                    |
 * 48 +-------------------------------+-------------------------------+
 *    | checksum of the record before | reserved, 0                   |
 * 56 +-------------------------------+-------------------------------+
 *    | reserved, 0                   | CRC32C of bytes 0 to 59       |
 * 64 +-------------------------------+-------------------------------+
 * </pre>
 *
 * Magic, version and checksum keep their places in every version, so that any release can tell a
 * damaged file from one of another version.
 */
final class SegmentHeaderFormat {
  static final int BYTES = 64;
  static final int VERSION = 1;

  private static final long MAGIC = 0x4745_5347_4F4C_4D54L;
  private static final int VERSION_AT = 8;
  private static final int ID_HIGH_AT = 16;
  private static final int ID_LOW_AT = 24;
  private static final int NUMBER_AT = 32;
  private static final int BASE_AT = 40;
  private static final int PREVIOUS_CRC_AT = 48;
  private static final int CRC_AT = BYTES - Integer.BYTES;

  private SegmentHeaderFormat() {}

  static byte[] encode(SegmentHeader header) {
    byte[] bytes = new byte[BYTES];
    LittleEndian.putLong(bytes, 0, MAGIC);
    LittleEndian.putInt(bytes, VERSION_AT, VERSION);
    LittleEndian.putLong(bytes, ID_HIGH_AT, header.databaseId().getMostSignificantBits());
    LittleEndian.putLong(bytes, ID_LOW_AT, header.databaseId().getLeastSignificantBits());
    LittleEndian.putLong(bytes, NUMBER_AT, header.number());
    LittleEndian.putLong(bytes, BASE_AT, header.base());
    LittleEndian.putInt(bytes, PREVIOUS_CRC_AT, header.previousCrc());
    LittleEndian.putInt(bytes, CRC_AT, Checksum.of(bytes, 0, CRC_AT));
    return bytes;
  }

  /**
   * The header, or null if the bytes are no whole header.
   *
   * @param file for messages
   * @throws UnsupportedFormatException if another format version wrote it
   */
  static SegmentHeader decode(byte[] bytes, String file) {
    if (LittleEndian.getLong(bytes, 0) != MAGIC
        || LittleEndian.getInt(bytes, CRC_AT) != Checksum.of(bytes, 0, CRC_AT)) {
      return null;
    }
    int version = LittleEndian.getInt(bytes, VERSION_AT);
    if (version != VERSION) {
      throw new UnsupportedFormatException(file, version, VERSION);
    }
    return new SegmentHeader(
        new UUID(LittleEndian.getLong(bytes, ID_HIGH_AT), LittleEndian.getLong(bytes, ID_LOW_AT)),
        LittleEndian.getLong(bytes, NUMBER_AT),
        LittleEndian.getLong(bytes, BASE_AT),
        LittleEndian.getInt(bytes, PREVIOUS_CRC_AT));
  }
}
