package dev.tidemark.types;

/**
 * Estimates of heap bytes: the layout of a 64-bit JVM whose references take 4 bytes, 8 from 32 GiB
 * of heap on. What several values share is counted for each. The package is exported for values;
 * this class is for Tidemark's own modules.
 */
public final class HeapSize {
  private static final int SAMPLE = 64;
  public static final int REFERENCE = Runtime.getRuntime().maxMemory() < 32L << 30 ? 4 : 8;
  private static final int HEADER = 8 + REFERENCE;
  private static final long ONE_REFERENCE = object(REFERENCE);
  private static final long NUMBER = object(8);
  private static final long STRING = object(REFERENCE + 6);
  private static final long LIST = object(REFERENCE + 12);
  private static final long MAP = object(2 * REFERENCE + 12);

  private HeapSize() {}

  /** An object with these bytes of fields. */
  public static long object(int fieldBytes) {
    return aligned(HEADER + fieldBytes);
  }

  /** An array with these bytes of items. */
  public static long array(long contentBytes) {
    return aligned(HEADER + Integer.BYTES + contentBytes);
  }

  private static long aligned(long bytes) {
    return (bytes + 7) & ~7;
  }

  /** A value with all it holds. */
  public static long of(Value value) {
    if (value instanceof Container container) {
      return container.heapBytes();
    } else if (value instanceof Value.StringValue text) {
      return ONE_REFERENCE + of(text.value());
    } else if (value instanceof Value.BytesValue bytes) {
      return ONE_REFERENCE + array(bytes.size());
    } else if (value instanceof Value.VectorValue vector) {
      return ONE_REFERENCE + array((long) Float.BYTES * vector.dimension());
    }
    return value instanceof Enum<?> ? 0 : NUMBER;
  }

  /** A list without its items. */
  static long ofList(int size) {
    return LIST + array((long) REFERENCE * size);
  }

  /** A map without its names and values. */
  static long ofMap(int size) {
    return MAP + 2 * array((long) REFERENCE * size);
  }

  static long of(String[] texts) {
    long bytes = 0;
    for (String text : texts) {
      bytes += of(text);
    }
    return bytes;
  }

  static long of(String text) {
    return STRING + array(isLatin(text) ? text.length() : 2L * text.length());
  }

  /** Whether the JVM keeps the text with one byte a character, as far as a sample tells. */
  private static boolean isLatin(String text) {
    int step = 1 + text.length() / SAMPLE;
    for (int i = 0; i < text.length(); i += step) {
      if (text.charAt(i) > 0xFF) {
        return false;
      }
    }
    return true;
  }
}
