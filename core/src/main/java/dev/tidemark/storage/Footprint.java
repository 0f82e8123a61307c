package dev.tidemark.storage;

import dev.tidemark.types.Change;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Value;

/**
 * Estimates of heap bytes: the layout of a 64-bit JVM whose references take 4 bytes, 8 from 32 GiB
 * of heap on. What several values share is counted for each.
 */
final class Footprint {
  private static final int SAMPLE = 64;
  private static final int REFERENCE = Runtime.getRuntime().maxMemory() < 32L << 30 ? 4 : 8;
  private static final int HEADER = 8 + REFERENCE;
  static final long VERSION = object(2 * REFERENCE + 20);
  static final long EXPIRING = object(2 * REFERENCE + 28);
  private static final long ONE_REFERENCE = object(REFERENCE);
  private static final long NUMBER = object(8);
  private static final long STRING = object(REFERENCE + 6);
  private static final long LIST = object(REFERENCE + 4);
  private static final long MAP = object(2 * REFERENCE + 4);

  /** The entry, its node in the ordered index, and its part of both indexes' inner structure. */
  private static final long ENTRY =
      object(4 * REFERENCE + 4) + object(3 * REFERENCE) + 5L * REFERENCE;

  private static final int UNIT = 8;
  private static final int LEADING_BITS = 12;
  private static final int LEADING = (1 << LEADING_BITS) - 1;
  private static final long MAX_UNITS = (long) LEADING << 15;

  private Footprint() {}

  private static long object(int fieldBytes) {
    return aligned(HEADER + fieldBytes);
  }

  private static long array(long contentBytes) {
    return aligned(HEADER + Integer.BYTES + contentBytes);
  }

  private static long aligned(long bytes) {
    return (bytes + 7) & ~7;
  }

  /** An entry with its key, without its versions. */
  static long of(Entry entry) {
    return ofEntry(entry.key());
  }

  private static long ofEntry(byte[] key) {
    return ENTRY + array(key.length);
  }

  /** Bytes in 16 bits: 12 leading ones in units of 8, and how far they are shifted. */
  static char code(long bytes) {
    long units = Math.min(bytes / UNIT, MAX_UNITS);
    int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(units) - LEADING_BITS);
    return (char) ((shift << LEADING_BITS) | (units >>> shift));
  }

  static long decode(char code) {
    return ((code & LEADING) * (long) UNIT) << (code >>> LEADING_BITS);
  }

  /** What a mutation may add: nothing, if it deletes; an edit shares what it leaves as it is. */
  static long of(Mutation mutation) {
    if (mutation instanceof Mutation.Put put) {
      return ofEntry(put.key().user()) + EXPIRING + of(put.value());
    } else if (mutation instanceof Mutation.Edit edit) {
      return EXPIRING + edit.changes().stream().mapToLong(Footprint::of).sum();
    }
    return 0;
  }

  private static long of(Change change) {
    return change.value() == null ? 0 : of(change.value());
  }

  /** A value with all it holds. */
  static long of(Value value) {
    if (value instanceof Value.StringValue text) {
      return ONE_REFERENCE + of(text.value());
    } else if (value instanceof Value.BytesValue bytes) {
      return ONE_REFERENCE + array(bytes.size());
    } else if (value instanceof Value.VectorValue vector) {
      return ONE_REFERENCE + array((long) Float.BYTES * vector.dimension());
    } else if (value instanceof Value.ListValue list) {
      return of(list);
    } else if (value instanceof Value.MapValue map) {
      return of(map);
    }
    return value instanceof Enum<?> ? 0 : NUMBER;
  }

  private static long of(Value.ListValue list) {
    long bytes = LIST + array((long) REFERENCE * list.size());
    for (Value item : list) {
      bytes += of(item);
    }
    return bytes;
  }

  private static long of(Value.MapValue map) {
    long bytes = MAP + 2 * array((long) REFERENCE * map.size());
    for (int i = 0; i < map.size(); i++) {
      bytes += of(map.name(i)) + of(map.value(i));
    }
    return bytes;
  }

  private static long of(String text) {
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
