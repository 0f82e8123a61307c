package dev.tidemark.durability;

import java.util.zip.CRC32C;

/** CRC32C, the checksum of every format. */
final class Checksum {
  private Checksum() {}

  static int of(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
