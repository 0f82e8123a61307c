package dev.tidemark.durability;

import dev.tidemark.types.UnsupportedFormatException;
import java.util.UUID;

/**
 * What a database directory must hold at least: two slots, written in turns, so that a torn write
 * leaves the other. Numbers are little-endian. A slot:
 *
 * <pre>
 *  0 +-------------------------------+-------------------------------+
 *    | magic "TMMANIFS"                                              |
 *  8 +-------------------------------+-------------------------------+
 *    | format version                | reserved, 0                   |
 * 16 +-------------------------------+-------------------------------+
 *    | database id, high half                                        |
 * 24 +---------------------------------------------------------------+
 *    | database id, low half                                         |
 * 32 +---------------------------------------------------------------+
 *    | sequence: the sound slot with the higher one counts           |
 * 40 +---------------------------------------------------------------+
 *    | number of the newest segment begun                            |
 * 48 +---------------------------------------------------------------+
 *    | reserved, 0                                                   |
 * 56 +-------------------------------+-------------------------------+
 *    | reserved, 0                   | CRC32C of bytes 0 to 59       |
 * 64 +-------------------------------+-------------------------------+
 * </pre>
 *
 * The first slot is at 0, the second at 4096.
 */
final class ManifestFormat {
  static final int VERSION = 1;
  static final int SLOT_BYTES = 64;
  static final int SECOND_SLOT_AT = 4096;
  static final int FILE_BYTES = SECOND_SLOT_AT + SLOT_BYTES;

  private static final long MAGIC = 0x5346_494E_414D_4D54L;
  private static final int VERSION_AT = 8;
  private static final int ID_HIGH_AT = 16;
  private static final int ID_LOW_AT = 24;
  private static final int SEQUENCE_AT = 32;
  private static final int SEGMENT_AT = 40;
  private static final int CRC_AT = SLOT_BYTES - Integer.BYTES;

  private ManifestFormat() {}

  /** Content of a slot. */
  record Slot(UUID databaseId, long sequence, long segment) {
    /** Where the slot lies in the file. */
    int offset() {
      return sequence % 2 == 0 ? 0 : SECOND_SLOT_AT;
    }
  }

  static byte[] encode(Slot slot) {
    byte[] bytes = new byte[SLOT_BYTES];
    LittleEndian.putLong(bytes, 0, MAGIC);
    LittleEndian.putInt(bytes, VERSION_AT, VERSION);
    LittleEndian.putLong(bytes, ID_HIGH_AT, slot.databaseId.getMostSignificantBits());
    LittleEndian.putLong(bytes, ID_LOW_AT, slot.databaseId.getLeastSignificantBits());
    LittleEndian.putLong(bytes, SEQUENCE_AT, slot.sequence);
    LittleEndian.putLong(bytes, SEGMENT_AT, slot.segment);
    LittleEndian.putInt(bytes, CRC_AT, Checksum.of(bytes, 0, CRC_AT));
    return bytes;
  }

  /**
   * The slot, or null if it is not sound.
   *
   * @param file for messages
   * @throws UnsupportedFormatException if another format version wrote it
   */
  static Slot decode(byte[] bytes, int at, String file) {
    if (LittleEndian.getLong(bytes, at) != MAGIC
        || LittleEndian.getInt(bytes, at + CRC_AT) != Checksum.of(bytes, at, CRC_AT)) {
      return null;
    }
    int version = LittleEndian.getInt(bytes, at + VERSION_AT);
    if (version != VERSION) {
      throw new UnsupportedFormatException(file, version, VERSION);
    }
    return new Slot(
        new UUID(
            LittleEndian.getLong(bytes, at + ID_HIGH_AT),
            LittleEndian.getLong(bytes, at + ID_LOW_AT)),
        LittleEndian.getLong(bytes, at + SEQUENCE_AT),
        LittleEndian.getLong(bytes, at + SEGMENT_AT));
  }
}
