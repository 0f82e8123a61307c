package dev.tidemark.types;

/**
 * The arrays inside values without a copy, for the modules that encode or scan them. Their content
 * must not be changed. The package is exported for values; this class is for Tidemark's own
 * modules.
 */
public final class SharedArrays {
  private SharedArrays() {}

  /** The value's own array. */
  public static byte[] of(Value.BytesValue value) {
    return value.shared();
  }

  /** The value's own array. */
  public static float[] of(Value.VectorValue value) {
    return value.shared();
  }

  /** A value over this array, which the caller gives away. */
  public static Value.BytesValue adoptBytes(byte[] owned) {
    return new Value.BytesValue(owned);
  }

  /** A value over this array, which the caller gives away. */
  public static Value.VectorValue adoptVector(float[] owned) {
    return new Value.VectorValue(owned);
  }

  /** A value over these arrays, which the caller gives away; names sorted by UTF-8, unique. */
  public static Value.MapValue adoptMap(String[] sortedNames, Value[] values) {
    return Value.MapValue.measured(sortedNames, values);
  }

  /** A value that was encoded and so keeps the limits, over this array, as {@link #adoptMap}. */
  public static Value.ListValue decodedList(Value[] owned) {
    return Value.ListValue.decoded(owned);
  }

  /** A value that was encoded and so keeps the limits, over these arrays, as {@link #adoptMap}. */
  public static Value.MapValue decodedMap(String[] sortedNames, Value[] values) {
    return Value.MapValue.decoded(sortedNames, values);
  }

  /** A decoded value that has measured itself, on this thread. */
  public static Value measured(Value decoded) {
    if (decoded instanceof Container container) {
      container.measure();
    }
    return decoded;
  }
}
