package dev.tidemark.durability;

import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import java.nio.charset.StandardCharsets;

/**
 * What derived indexes keep beside a checkpoint: a header, then blocks. Numbers are little-endian.
 *
 * <p>The header has the layout of {@link CheckpointFormat} and the content of that checkpoint's,
 * under the magic "TMINDEXS" and a format version of its own. A block:
 *
 * <pre>
 *  0 +-------------------------------+-------------------------------+
 *    | magic "TMIB"                  | kind of content               |
 *  8 +-------------------------------+-------------------------------+
 *    | number of the block, from 0   | bytes of the content          |
 * 16 +-------------------------------+-------------------------------+
 *    | CRC32C of the content         | CRC32C of bytes 0 to 19       |
 * 24 +-------------------------------+-------------------------------+
 *    | content, up to 64 KiB                                         |
 *    +---------------------------------------------------------------+
 *
 * 1 BEGIN    8 bytes high, 8 bytes low half of the run; 1 byte key space; varint format of the
 *            section; varint length, UTF-8 of its name
 * 2 CONTENT  bytes of the section
 * 3 END      8 bytes: how many these were
 * 4 LAST     8 bytes: number of sections with an END
 * </pre>
 *
 * A section is a BEGIN, any number of CONTENT and an END. One without an END was given up; so is
 * one with a damaged block. The file ends with LAST.
 */
final class IndexFileFormat {
  static final int VERSION = 1;
  static final long MAGIC = 0x5358_4544_4E49_4D54L;
  static final int BLOCK_HEADER_BYTES = 24;
  static final int MOST_CONTENT_BYTES = 64 << 10;
  static final int MOST_NAME_BYTES = 255;

  static final int BEGIN = 1;
  static final int CONTENT = 2;
  static final int END = 3;
  static final int LAST = 4;

  private static final int BLOCK_MAGIC = 0x4249_4D54;
  private static final int KIND_AT = 4;
  private static final int NUMBER_AT = 8;
  private static final int BYTES_AT = 12;
  private static final int CONTENT_CRC_AT = 16;
  private static final int CRC_AT = BLOCK_HEADER_BYTES - Integer.BYTES;

  private IndexFileFormat() {}

  /** What a section says about itself. */
  record Begin(RunId run, KeySpace space, int format, String name) {}

  /** Writes the content of a BEGIN behind a block's header and returns the position behind it. */
  static int writeBegin(Begin begin, byte[] out) {
    byte[] name = begin.name.getBytes(StandardCharsets.UTF_8);
    int at = BLOCK_HEADER_BYTES;
    LittleEndian.putLong(out, at, begin.run.high());
    LittleEndian.putLong(out, at + Long.BYTES, begin.run.low());
    at += RunId.BYTES;
    out[at++] = (byte) begin.space.id();
    at = Varint.write(begin.format, out, at);
    return ValueFormat.writeBytes(name, out, at);
  }

  static Begin readBegin(ByteReader in) {
    RunId run = new RunId(in.readLong(), in.readLong());
    int space = in.readByte();
    if (space == 0) {
      throw in.corrupt("key space 0");
    }
    return new Begin(run, KeySpace.unnamed(space), (int) in.readVarint(), in.readText());
  }

  /** Writes the content of an END or LAST behind a block's header and returns the position. */
  static int writeCount(long count, byte[] out) {
    LittleEndian.putLong(out, BLOCK_HEADER_BYTES, count);
    return BLOCK_HEADER_BYTES + Long.BYTES;
  }

  /** Completes a block that ends here. */
  static void seal(byte[] block, int end, int kind, int number) {
    LittleEndian.putInt(block, 0, BLOCK_MAGIC);
    LittleEndian.putInt(block, KIND_AT, kind);
    LittleEndian.putInt(block, NUMBER_AT, number);
    LittleEndian.putInt(block, BYTES_AT, end - BLOCK_HEADER_BYTES);
    LittleEndian.putInt(
        block, CONTENT_CRC_AT, Checksum.of(block, BLOCK_HEADER_BYTES, end - BLOCK_HEADER_BYTES));
    LittleEndian.putInt(block, CRC_AT, Checksum.of(block, 0, CRC_AT));
  }

  /** Whether the whole header of a block with this number lies here. */
  static boolean isHeader(byte[] bytes, int at, int number) {
    return LittleEndian.getInt(bytes, at) == BLOCK_MAGIC
        && LittleEndian.getInt(bytes, at + CRC_AT) == Checksum.of(bytes, at, CRC_AT)
        && LittleEndian.getInt(bytes, at + NUMBER_AT) == number
        && contentBytes(bytes, at) >= 0
        && contentBytes(bytes, at) <= MOST_CONTENT_BYTES;
  }

  static int kind(byte[] bytes, int at) {
    return LittleEndian.getInt(bytes, at + KIND_AT);
  }

  static int contentBytes(byte[] bytes, int at) {
    return LittleEndian.getInt(bytes, at + BYTES_AT);
  }

  static boolean isContentIntact(byte[] bytes, int at) {
    return LittleEndian.getInt(bytes, at + CONTENT_CRC_AT)
        == Checksum.of(bytes, at + BLOCK_HEADER_BYTES, contentBytes(bytes, at));
  }
}
