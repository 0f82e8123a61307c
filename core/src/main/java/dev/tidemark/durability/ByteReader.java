package dev.tidemark.durability;

import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.UnsupportedFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads encoded content from a part of an array; whatever does not fit there is corruption. */
final class ByteReader {
  private final String file;
  private final long fileOffset;
  private final byte[] bytes;
  private final int start;
  private final int end;
  private int at;

  /**
   * @param file for messages
   * @param fileOffset where the part begins in the file, for messages
   */
  ByteReader(String file, long fileOffset, byte[] bytes, int start, int length) {
    this.file = file;
    this.fileOffset = fileOffset;
    this.bytes = bytes;
    this.start = start;
    this.end = start + length;
    this.at = start;
  }

  int remaining() {
    return end - at;
  }

  /** A reader of the next bytes, which this one skips. */
  ByteReader slice(int length) {
    int from = take(length);
    return new ByteReader(file, fileOffset + from - start, bytes, from, length);
  }

  int readByte() {
    return bytes[take(1)] & 0xFF;
  }

  int readInt() {
    return LittleEndian.getInt(bytes, take(Integer.BYTES));
  }

  long readLong() {
    return LittleEndian.getLong(bytes, take(Long.BYTES));
  }

  byte[] readBytes(int length) {
    int from = take(length);
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  String readText() {
    int length = readLength(1);
    return new String(bytes, take(length), length, StandardCharsets.UTF_8);
  }

  float[] readFloats(int count) {
    float[] floats = new float[count];
    int from = take(count * Float.BYTES);
    for (int i = 0; i < count; i++) {
      floats[i] = Float.intBitsToFloat(LittleEndian.getInt(bytes, from + i * Float.BYTES));
    }
    return floats;
  }

  long readVarint() {
    long value = 0;
    for (int i = 0; i < Varint.MAX_BYTES; i++) {
      int next = readByte();
      value |= (next & 0x7FL) << (7 * i);
      if (next < 0x80) {
        return value;
      }
    }
    throw corrupt("a number of more than " + Varint.MAX_BYTES + " bytes");
  }

  /** A count of elements, each of which takes at least {@code elementBytes} of what remains. */
  int readLength(int elementBytes) {
    long length = readVarint();
    if (length < 0 || length > remaining() / elementBytes) {
      throw corrupt("a length of " + length + " in " + remaining() + " bytes");
    }
    return (int) length;
  }

  private int take(int length) {
    if (length < 0 || length > remaining()) {
      throw corrupt(length + " bytes wanted of " + remaining());
    }
    int from = at;
    at += length;
    return from;
  }

  CorruptionException corrupt(String what) {
    return new CorruptionException(
        file,
        fileOffset + at - start,
        "the content does not decode although its checksum holds: " + what);
  }

  UnsupportedFormatException unsupported(String element, int found, int supported) {
    return new UnsupportedFormatException(file, element, found, supported);
  }
}
