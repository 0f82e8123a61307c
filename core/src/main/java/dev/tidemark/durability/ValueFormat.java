package dev.tidemark.durability;

import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.SharedArrays;
import dev.tidemark.types.Utf8;
import dev.tidemark.types.Value;
import dev.tidemark.types.Value.BoolValue;
import dev.tidemark.types.Value.BytesValue;
import dev.tidemark.types.Value.DoubleValue;
import dev.tidemark.types.Value.ListValue;
import dev.tidemark.types.Value.LongValue;
import dev.tidemark.types.Value.MapValue;
import dev.tidemark.types.Value.NullValue;
import dev.tidemark.types.Value.StringValue;
import dev.tidemark.types.Value.VectorValue;
import java.nio.charset.StandardCharsets;

/**
 * Bytes of a value: one tag, then its content.
 *
 * <pre>
 * 0 null     -
 * 1 false    -
 * 2 true     -
 * 3 long     varint, zigzag
 * 4 double   8 bytes, IEEE 754 bits
 * 5 string   varint length, UTF-8
 * 6 bytes    varint length, bytes
 * 7 list     varint count, values
 * 8 map      varint count, then per entry: varint length, UTF-8 name, value; names ascending
 * 9 vector   varint count, 4 bytes per component, IEEE 754 bits
 * </pre>
 */
public final class ValueFormat {
  private static final int NULL = 0;
  private static final int FALSE = 1;
  private static final int TRUE = 2;
  private static final int LONG = 3;
  private static final int DOUBLE = 4;
  private static final int STRING = 5;
  private static final int BYTES = 6;
  private static final int LIST = 7;
  private static final int MAP = 8;
  private static final int VECTOR = 9;

  /** Text up to this length is copied char by char, which then beats a detour over an array. */
  private static final int SHORT_TEXT = 64;

  private ValueFormat() {}

  /**
   * Bytes of the encoded value. Takes no time in proportion to it, unless it is so large that a
   * part of it may be too large.
   *
   * @param place where the value is to be, for messages
   * @throws LimitExceededException if a part is larger than allowed
   */
  public static long sizeOf(Value value, Limits limits, Object place) {
    requireWidth(value, limits, place);
    if (value.encodedBytes() > limits.scalarBytes()) {
      requireScalars(value, limits, place);
    }
    return value.encodedBytes();
  }

  /**
   * Checks the containers of a value.
   *
   * @throws LimitExceededException if one is larger than allowed
   */
  static void requireWidth(Value value, Limits limits, Object place) {
    if (value.widest() > limits.containerEntries()) {
      throw new LimitExceededException(
          "a container in entries, at " + place,
          limits.containerEntries(),
          value.widest(),
          "split it over several entries");
    }
  }

  /**
   * Checks the levels of containers in a value.
   *
   * @throws LimitExceededException if there are more than allowed
   */
  public static void requireNesting(Value value, int most, Object place) {
    if (value.depth() > most) {
      throw new LimitExceededException(
          "nesting of a value, at " + place,
          most,
          value.depth(),
          "flatten it or split it over entries");
    }
  }

  private static void requireScalars(Value value, Limits limits, Object place) {
    if (value instanceof StringValue text) {
      sizeOfText(text.value(), "a string", limits, place);
    } else if (value instanceof BytesValue bytes) {
      requireScalar("a byte array", bytes.size(), limits, place);
    } else if (value instanceof ListValue list) {
      for (Value item : list) {
        requireScalars(item, limits, place);
      }
    } else if (value instanceof MapValue map) {
      for (int i = 0; i < map.size(); i++) {
        sizeOfText(map.name(i), "a map name", limits, place);
        requireScalars(map.value(i), limits, place);
      }
    }
  }

  static long sizeOfText(String text, String what, Limits limits, Object place) {
    int length = Utf8.length(text);
    requireScalar(what, length, limits, place);
    return (long) Varint.size(length) + length;
  }

  private static void requireScalar(String what, int bytes, Limits limits, Object place) {
    if (bytes > limits.scalarBytes()) {
      throw new LimitExceededException(
          what + " in bytes, at " + place,
          limits.scalarBytes(),
          bytes,
          "split it over several entries");
    }
  }

  /** Writes the value, for which there must be room, and returns the position behind it. */
  public static int write(Value value, byte[] out, int at) {
    if (value instanceof StringValue text) {
      return writeText(text.value(), out, tag(STRING, out, at));
    } else if (value instanceof LongValue number) {
      return Varint.write(Varint.zigzag(number.value()), out, tag(LONG, out, at));
    } else if (value instanceof DoubleValue number) {
      LittleEndian.putLong(out, at + 1, Double.doubleToRawLongBits(number.value()));
      return tag(DOUBLE, out, at) + Double.BYTES;
    } else if (value instanceof BytesValue bytes) {
      return writeBytes(SharedArrays.of(bytes), out, tag(BYTES, out, at));
    } else if (value instanceof VectorValue vector) {
      return writeVector(SharedArrays.of(vector), out, tag(VECTOR, out, at));
    } else if (value instanceof ListValue list) {
      return writeList(list, out, tag(LIST, out, at));
    } else if (value instanceof MapValue map) {
      return writeMap(map, out, tag(MAP, out, at));
    } else if (value instanceof BoolValue bool) {
      return tag(bool.value() ? TRUE : FALSE, out, at);
    }
    assert value == NullValue.NULL : value.getClass();
    return tag(NULL, out, at);
  }

  private static int tag(int tag, byte[] out, int at) {
    out[at] = (byte) tag;
    return at + 1;
  }

  static int writeText(String text, byte[] out, int at) {
    int length = Utf8.length(text);
    if (length != text.length() || length > SHORT_TEXT) {
      return writeBytes(text.getBytes(StandardCharsets.UTF_8), out, at);
    }
    at = Varint.write(length, out, at);
    for (int i = 0; i < length; i++) {
      out[at + i] = (byte) text.charAt(i);
    }
    return at + length;
  }

  static int writeBytes(byte[] bytes, byte[] out, int at) {
    at = Varint.write(bytes.length, out, at);
    System.arraycopy(bytes, 0, out, at, bytes.length);
    return at + bytes.length;
  }

  private static int writeVector(float[] components, byte[] out, int at) {
    at = Varint.write(components.length, out, at);
    for (int i = 0; i < components.length; i++) {
      LittleEndian.putInt(out, at + i * Float.BYTES, Float.floatToRawIntBits(components[i]));
    }
    return at + components.length * Float.BYTES;
  }

  private static int writeList(ListValue list, byte[] out, int at) {
    at = Varint.write(list.size(), out, at);
    for (int i = 0; i < list.size(); i++) {
      at = write(list.get(i), out, at);
    }
    return at;
  }

  private static int writeMap(MapValue map, byte[] out, int at) {
    at = Varint.write(map.size(), out, at);
    for (int i = 0; i < map.size(); i++) {
      at = writeText(map.name(i), out, at);
      at = write(map.value(i), out, at);
    }
    return at;
  }

  /**
   * The value that takes up a part of an array.
   *
   * @param source for messages
   */
  public static Value read(String source, byte[] bytes, int from, int length) {
    ByteReader in = new ByteReader(source, from, bytes, from, length);
    Value value = read(in, 0);
    if (in.remaining() > 0) {
      throw in.corrupt(in.remaining() + " bytes behind the value");
    }
    return value;
  }

  /** A value to be kept, which is measured here: several threads decode, one takes in. */
  static Value read(ByteReader in) {
    return SharedArrays.measured(read(in, 0));
  }

  private static Value read(ByteReader in, int depth) {
    int tag = in.readByte();
    return switch (tag) {
      case NULL -> Value.nil();
      case FALSE -> Value.of(false);
      case TRUE -> Value.of(true);
      case LONG -> Value.of(Varint.unzigzag(in.readVarint()));
      case DOUBLE -> Value.of(Double.longBitsToDouble(in.readLong()));
      case STRING -> Value.of(in.readText());
      case BYTES -> SharedArrays.adoptBytes(in.readBytes(in.readLength(1)));
      case LIST -> readList(in, inside(in, depth));
      case MAP -> readMap(in, inside(in, depth));
      case VECTOR -> SharedArrays.adoptVector(in.readFloats(in.readLength(Float.BYTES)));
      default -> throw in.unsupported("value kind", tag, VECTOR);
    };
  }

  private static int inside(ByteReader in, int depth) {
    if (depth == Value.MAX_DEPTH) {
      throw in.corrupt("more than " + Value.MAX_DEPTH + " levels of containers");
    }
    return depth + 1;
  }

  private static Value readList(ByteReader in, int depth) {
    Value[] items = new Value[in.readLength(1)];
    for (int i = 0; i < items.length; i++) {
      items[i] = read(in, depth);
    }
    return SharedArrays.decodedList(items);
  }

  private static Value readMap(ByteReader in, int depth) {
    int count = in.readLength(2);
    String[] names = new String[count];
    Value[] values = new Value[count];
    for (int i = 0; i < count; i++) {
      names[i] = in.readText();
      if (i > 0 && Utf8.compare(names[i - 1], names[i]) >= 0) {
        throw in.corrupt("map names out of order");
      }
      values[i] = read(in, depth);
    }
    return SharedArrays.decodedMap(names, values);
  }
}
