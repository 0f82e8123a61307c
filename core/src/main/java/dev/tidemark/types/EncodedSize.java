package dev.tidemark.types;

/**
 * Bytes that the parts of an encoded value take. The format class of values defines them; they are
 * here as well because containers keep their sum.
 */
public final class EncodedSize {
  static final int TAG = 1;

  private EncodedSize() {}

  /** Bytes of an unsigned number in groups of seven bits. */
  public static int ofCount(long number) {
    return (Long.SIZE - Long.numberOfLeadingZeros(number | 1) + 6) / 7;
  }

  /** Bytes of a number whose sign is folded into the lowest bit. */
  static int ofSigned(long number) {
    return ofCount((number ^ (number >> 63)) << 1);
  }

  /** Bytes of a text: its length, and UTF-8. */
  public static long of(String text) {
    return ofArray(Utf8.length(text), 1);
  }

  static long of(String[] texts) {
    long bytes = 0;
    for (String text : texts) {
      bytes += of(text);
    }
    return bytes;
  }

  /** Bytes of a count and that many items. */
  static long ofArray(int count, int itemBytes) {
    return ofCount(count) + (long) itemBytes * count;
  }
}
