package dev.tidemark.storage;

import dev.tidemark.types.Value;

/** Estimates of heap bytes, for a JVM with compressed references. */
final class Footprint {
  private static final long VERSION = 40;
  private static final long OBJECT = 16;
  private static final long ARRAY = 16;
  private static final long REFERENCE = 4;

  private Footprint() {}

  /** A version with its value. */
  static long of(Version version) {
    return VERSION + (version.value() == null ? 0 : of(version.value()));
  }

  /** A value with all it holds. */
  static long of(Value value) {
    if (value instanceof Value.StringValue text) {
      return OBJECT + of(text.value());
    } else if (value instanceof Value.BytesValue bytes) {
      return OBJECT + ARRAY + bytes.size();
    } else if (value instanceof Value.VectorValue vector) {
      return OBJECT + ARRAY + (long) Float.BYTES * vector.dimension();
    } else if (value instanceof Value.ListValue list) {
      return of(list);
    } else if (value instanceof Value.MapValue map) {
      return of(map);
    }
    return OBJECT;
  }

  private static long of(Value.ListValue list) {
    long bytes = OBJECT + ARRAY + REFERENCE * list.size();
    for (Value item : list) {
      bytes += of(item);
    }
    return bytes;
  }

  private static long of(Value.MapValue map) {
    long bytes = OBJECT + 2 * (ARRAY + REFERENCE * map.size());
    for (int i = 0; i < map.size(); i++) {
      bytes += of(map.name(i)) + of(map.value(i));
    }
    return bytes;
  }

  /** A text of one byte a character, as most are. */
  private static long of(String text) {
    return OBJECT + ARRAY + text.length();
  }
}
