package dev.tidemark.json;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Value;
import dev.tidemark.types.Value.DoubleValue;
import dev.tidemark.types.Value.LongValue;

/** Sums of numbers in documents, which are exact or refused, as far as doubles are. */
final class Sums {
  private Sums() {}

  /**
   * @param present what is there, or null for nothing
   */
  static long of(Value present, long delta, String path) {
    if (present != null && !(present instanceof LongValue)) {
      throw new InvalidArgumentException(
          "there is "
              + shown(present)
              + " at "
              + path
              + ", to which no whole number is added; add a double, or set it first");
    }
    long before = present == null ? 0 : ((LongValue) present).value();
    long sum = before + delta;
    if (((before ^ sum) & (delta ^ sum)) < 0) {
      throw new InvalidArgumentException(
          "there is " + before + " at " + path + "; adding " + delta + " overflows 64 bits");
    }
    return sum;
  }

  /**
   * @param present what is there, or null for nothing
   */
  static double of(Value present, double delta, String path) {
    double sum = (present == null ? 0 : asDouble(present, path)) + delta;
    if (!Double.isFinite(sum)) {
      throw new InvalidArgumentException(
          "there is "
              + (present == null ? "nothing" : shown(present))
              + " at "
              + path
              + "; adding "
              + delta
              + " gives no finite number");
    }
    return sum;
  }

  private static double asDouble(Value present, String path) {
    if (present instanceof DoubleValue number) {
      return number.value();
    } else if (present instanceof LongValue whole && isExact(whole.value())) {
      return whole.value();
    }
    throw new InvalidArgumentException(
        "there is " + shown(present) + " at " + path + ", to which no double is added exactly");
  }

  private static boolean isExact(long whole) {
    return (double) whole < 0x1p63 && (long) (double) whole == whole;
  }

  private static String shown(Value present) {
    return present instanceof LongValue || present instanceof DoubleValue
        ? "the number " + Json.print(present)
        : Json.kindOf(present);
  }
}
