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

  /** A value over this array, which the caller gives away. */
  public static Value.ListValue adoptList(Value[] owned) {
    return new Value.ListValue(owned);
  }

  /** A value over these arrays, which the caller gives away; names sorted by UTF-8, unique. */
  public static Value.MapValue adoptMap(String[] sortedNames, Value[] values) {
    return new Value.MapValue(sortedNames, values);
  }
}
