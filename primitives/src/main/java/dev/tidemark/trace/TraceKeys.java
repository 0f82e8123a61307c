package dev.tidemark.trace;

import dev.tidemark.types.KeyRange;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The keys of traces and of their index rows. A trace's key is the 16 bytes of its id. An index row
 * has no value; its key is what a trace is found by, then the trace's id:
 *
 * <pre>
 * 1, code of the type, 1 to 5                        a type of ours
 * 1, 6, name in UTF-8, NUL                           a type that a user named
 * 2, tag in UTF-8, NUL                               a tag
 * 3, id of the parent                                a parent
 * </pre>
 *
 * <p>Names and tags hold no NUL, so what comes before an id is never a prefix of another.
 */
final class TraceKeys {
  private static final byte TYPE = 1;
  private static final byte TAG = 2;
  private static final byte PARENT = 3;

  private TraceKeys() {}

  static byte[] row(TraceId id) {
    return of(new byte[0], id);
  }

  /** The id at the end of a key. */
  static TraceId id(byte[] key) {
    ByteBuffer bytes = ByteBuffer.wrap(key);
    int from = key.length - TraceId.BYTES;
    return new TraceId(bytes.getLong(from), bytes.getLong(from + Long.BYTES));
  }

  /** The key of an index row. */
  static byte[] of(byte[] prefix, TraceId id) {
    byte[] key = Arrays.copyOf(prefix, prefix.length + TraceId.BYTES);
    ByteBuffer.wrap(key, prefix.length, TraceId.BYTES).putLong(id.high()).putLong(id.low());
    return key;
  }

  /** What the index rows of a type of ours begin with. */
  static byte[] typePrefix(BuiltInType type) {
    return new byte[] {TYPE, (byte) type.code()};
  }

  /**
   * What the index rows of a user's type begin with.
   *
   * @param name in UTF-8, without NUL
   */
  static byte[] typePrefix(byte[] name) {
    return terminated(new byte[] {TYPE, CustomType.CODE}, name);
  }

  /**
   * What the index rows of a tag begin with.
   *
   * @param tag in UTF-8, without NUL
   */
  static byte[] tagPrefix(byte[] tag) {
    return terminated(new byte[] {TAG}, tag);
  }

  /** What the index rows of the traces that follow from one begin with. */
  static byte[] parentPrefix(TraceId parent) {
    return of(new byte[] {PARENT}, parent);
  }

  /** The traces recorded from one time up to, and without, another. */
  static KeyRange times(long fromMicros, long toMicros) {
    return new KeyRange(time(fromMicros), time(toMicros));
  }

  /** The traces recorded at a time. */
  static KeyRange at(long timeMicros) {
    return KeyRange.prefix(time(timeMicros));
  }

  private static byte[] time(long micros) {
    return ByteBuffer.allocate(Long.BYTES).putLong(micros).array();
  }

  private static byte[] terminated(byte[] head, byte[] text) {
    byte[] prefix = Arrays.copyOf(head, head.length + text.length + 1);
    System.arraycopy(text, 0, prefix, head.length, text.length);
    return prefix;
  }
}
