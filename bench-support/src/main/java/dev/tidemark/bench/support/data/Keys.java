package dev.tidemark.bench.support.data;

import java.util.Arrays;

/** Keys of fixed width, made before the clock starts. */
public final class Keys {
  private static final int DIGITS = 10;

  private Keys() {}

  /**
   * {@code count} keys {@code prefix0000000000}, {@code prefix0000000001}, … in ascending order.
   */
  public static String[] sequential(String prefix, int count) {
    String[] keys = new String[count];
    Arrays.setAll(keys, i -> key(prefix, i));
    return keys;
  }

  /** The keys of {@link #sequential} in an order drawn from the stream. */
  public static String[] shuffled(SplitMix64 stream, String prefix, int count) {
    String[] keys = sequential(prefix, count);
    for (int i = count - 1; i > 0; i--) {
      int other = stream.nextInt(i + 1);
      String swapped = keys[i];
      keys[i] = keys[other];
      keys[other] = swapped;
    }
    return keys;
  }

  /** Key number {@code index} of {@link #sequential}. */
  public static String key(String prefix, int index) {
    String digits = Integer.toString(index);
    return prefix + "0".repeat(DIGITS - digits.length()) + digits;
  }
}
