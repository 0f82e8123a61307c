package dev.tidemark.event;

import dev.tidemark.transaction.ValueBytes;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.SharedArrays;
import dev.tidemark.types.UnsupportedFormatException;
import dev.tidemark.types.Value;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Bytes of an event; numbers begin with their most significant byte.
 *
 * <pre>
 *  0  format, 1: the hash is SHA-256     1 byte
 *  1  sequence                           8 bytes
 *  9  time, microseconds                 8 bytes
 * 17  length of the type                 4 bytes
 * 21  length of the payload              4 bytes
 * 25  hash of the event before           32 bytes, zeros in the first
 * 57  type                               UTF-8
 *     payload                            {@link ValueBytes}
 *     hash of all bytes before           32 bytes
 * </pre>
 *
 * The key is the sequence, in 8 bytes.
 */
final class EventFormat {
  static final int FORMAT = 1;

  private static final int SEQUENCE = 1;
  private static final int TIME = SEQUENCE + Long.BYTES;
  private static final int TYPE_LENGTH = TIME + Long.BYTES;
  private static final int PAYLOAD_LENGTH = TYPE_LENGTH + Integer.BYTES;
  private static final int PREVIOUS = PAYLOAD_LENGTH + Integer.BYTES;
  private static final int TYPE = PREVIOUS + Sha256.BYTES;

  /** Bytes that an event takes beside its type and payload. */
  static final int OVERHEAD = TYPE + Sha256.BYTES;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private EventFormat() {}

  static long getLong(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  static void putLong(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, value);
  }

  static int getInt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static void putInt(byte[] bytes, int at, int value) {
    INT.set(bytes, at, value);
  }

  static byte[] key(long sequence) {
    byte[] key = new byte[Long.BYTES];
    putLong(key, 0, sequence);
    return key;
  }

  /** The sequence a key stands for, or a negative number if it is none's. */
  static long sequenceOf(byte[] key) {
    return key.length == Long.BYTES ? getLong(key, 0) : -1;
  }

  /** The event that comes next in a log. */
  static byte[] encode(LogHead head, long timeMicros, Draft draft) {
    byte[] out = new byte[OVERHEAD + draft.type().length + draft.payloadBytes()];
    out[0] = FORMAT;
    putLong(out, SEQUENCE, head.length());
    putLong(out, TIME, timeMicros);
    putInt(out, TYPE_LENGTH, draft.type().length);
    putInt(out, PAYLOAD_LENGTH, draft.payloadBytes());
    head.copyHash(out, PREVIOUS);
    System.arraycopy(draft.type(), 0, out, TYPE, draft.type().length);
    int end = ValueBytes.write(draft.payload(), out, TYPE + draft.type().length);
    assert end == out.length - Sha256.BYTES : "the payload takes other bytes than it was said to";
    Sha256.hash(out, end, out, end);
    return out;
  }

  /**
   * The bytes of an event whose form was checked; its payload and its hashes were not.
   *
   * @throws CorruptionException if the stored value is not the event of this sequence
   * @throws UnsupportedFormatException if another release wrote it in a format of its own
   */
  static byte[] decode(RunId run, long sequence, Value stored) {
    String problem = problem(stored, sequence);
    if (problem == null) {
      return bytes(stored);
    }
    String place = "event " + sequence + " of run " + run;
    if (isOfOtherFormat(stored)) {
      throw new UnsupportedFormatException(place, bytes(stored)[0] & 0xFF, FORMAT);
    }
    throw new CorruptionException(place, 0, problem + "; EventLog.verifyChain tells what is whole");
  }

  private static boolean isOfOtherFormat(Value stored) {
    return stored instanceof Value.BytesValue bytes
        && bytes.size() > 0
        && bytes(bytes)[0] != FORMAT;
  }

  /** The array of a stored event of sound form. */
  static byte[] bytes(Value stored) {
    return SharedArrays.of((Value.BytesValue) stored);
  }

  /** What is wrong with the form of a stored event, or null. */
  static String problem(Value stored, long sequence) {
    if (!(stored instanceof Value.BytesValue value)) {
      return "a " + stored.getClass().getSimpleName() + " is stored, which is no event";
    }
    byte[] bytes = SharedArrays.of(value);
    if (bytes.length < OVERHEAD) {
      return bytes.length + " bytes are too few for an event";
    } else if (bytes[0] != FORMAT) {
      return "its format is " + (bytes[0] & 0xFF) + ", known is " + FORMAT;
    } else if (sequence(bytes) != sequence) {
      return "it says that it is event " + sequence(bytes);
    }
    int type = getInt(bytes, TYPE_LENGTH);
    int payload = getInt(bytes, PAYLOAD_LENGTH);
    boolean fits = type > 0 && payload > 0 && (long) OVERHEAD + type + payload == bytes.length;
    return fits ? null : "a type of " + type + " and a payload of " + payload + " bytes do not fit";
  }

  /** What is wrong with the hashes of an event of sound form, or null. */
  static String hashProblem(byte[] bytes, byte[] before, byte[] scratch) {
    int end = bytes.length - Sha256.BYTES;
    if (!isHash(bytes, PREVIOUS, before, before.length - Sha256.BYTES)) {
      return "the hash it has of the event before is not that event's";
    }
    Sha256.hash(bytes, end, scratch, 0);
    return isHash(bytes, end, scratch, 0) ? null : "its hash is not that of its content";
  }

  static boolean isHash(byte[] a, int from, byte[] b, int fromOther) {
    return Arrays.equals(a, from, from + Sha256.BYTES, b, fromOther, fromOther + Sha256.BYTES);
  }

  static long sequence(byte[] bytes) {
    return getLong(bytes, SEQUENCE);
  }

  static long timeMicros(byte[] bytes) {
    return getLong(bytes, TIME);
  }

  /** The type of what is stored for a sequence, or null if that is no event. */
  static String typeOf(Value stored, long sequence) {
    return problem(stored, sequence) == null ? type(bytes(stored)) : null;
  }

  static String type(byte[] bytes) {
    return new String(bytes, TYPE, getInt(bytes, TYPE_LENGTH), StandardCharsets.UTF_8);
  }

  /**
   * The payload of an event of sound form.
   *
   * @throws CorruptionException if it is no value
   * @throws UnsupportedFormatException if it holds a kind of value that this release does not know
   */
  static Value payload(byte[] bytes) {
    int from = TYPE + getInt(bytes, TYPE_LENGTH);
    try {
      return ValueBytes.read("payload", bytes, from, getInt(bytes, PAYLOAD_LENGTH));
    } catch (CorruptionException e) {
      throw new CorruptionException(payloadOf(bytes), e.offset() - from, e.what());
    } catch (UnsupportedFormatException e) {
      throw new UnsupportedFormatException(
          payloadOf(bytes), "value kind", e.found(), e.supported());
    }
  }

  private static String payloadOf(byte[] bytes) {
    return "payload of event " + sequence(bytes);
  }

  static String hash(byte[] bytes) {
    return HexFormat.of().formatHex(bytes, bytes.length - Sha256.BYTES, bytes.length);
  }

  static String previousHash(byte[] bytes) {
    return HexFormat.of().formatHex(bytes, PREVIOUS, TYPE);
  }

  /** Whether two events have the same type and payload. */
  static boolean isSameContent(byte[] a, byte[] b) {
    return Arrays.equals(a, TYPE_LENGTH, PREVIOUS, b, TYPE_LENGTH, PREVIOUS)
        && Arrays.equals(a, TYPE, a.length - Sha256.BYTES, b, TYPE, b.length - Sha256.BYTES);
  }
}
