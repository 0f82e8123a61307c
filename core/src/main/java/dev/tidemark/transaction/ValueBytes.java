package dev.tidemark.transaction;

import dev.tidemark.durability.ValueFormat;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Value;

/**
 * Values as the log and the checkpoints hold them, for what is stored or hashed as bytes. Equal
 * values have equal bytes and no others: map names are sorted, floating point numbers go by their
 * bits. The bytes of a value say where they end.
 */
public final class ValueBytes {
  private ValueBytes() {}

  /**
   * The number of bytes of a value whose parts keep the limits.
   *
   * @param place what the value is, for messages
   * @throws LimitExceededException if a part of it is larger, or it is nested deeper, than allowed
   */
  public static int size(Value value, Limits limits, String place) {
    ValueFormat.requireNesting(value, limits.nesting(), place);
    return Math.toIntExact(ValueFormat.sizeOf(value, limits, place));
  }

  /** Writes a value, for which there must be room, and returns the position behind it. */
  public static int write(Value value, byte[] out, int at) {
    return ValueFormat.write(value, out, at);
  }

  /**
   * The value that takes up a part of an array.
   *
   * @param source what holds the bytes, for messages
   * @throws CorruptionException if they are not one value
   */
  public static Value read(String source, byte[] bytes, int from, int length) {
    return ValueFormat.read(source, bytes, from, length);
  }
}
