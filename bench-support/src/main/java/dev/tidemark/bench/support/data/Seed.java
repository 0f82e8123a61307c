package dev.tidemark.bench.support.data;

import java.util.Locale;

/** The seed of a run, from which every stream of test data is derived. */
public final class Seed {
  /** Used when the environment does not name another. */
  public static final long DEFAULT = 0xDEADBEEF_CAFEBABEL;

  /**
   * Environment variable that replaces the seed; hexadecimal, {@code 0x} and underscores allowed.
   */
  public static final String VARIABLE = "BENCH_SEED";

  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private Seed() {}

  /** The seed of this process. */
  public static long current() {
    String named = System.getenv(VARIABLE);
    return named == null ? DEFAULT : parse(named);
  }

  /**
   * Reads a seed.
   *
   * @throws IllegalArgumentException if it is not a hexadecimal number of at most 64 bits
   */
  public static long parse(String text) {
    String digits = text.toLowerCase(Locale.ROOT).replace("_", "");
    try {
      return Long.parseUnsignedLong(digits.startsWith("0x") ? digits.substring(2) : digits, 16);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          VARIABLE + " must be hexadecimal of at most 16 digits, not '" + text + "'", e);
    }
  }

  /**
   * The generator of a named stream of this process's seed. Different names give unrelated streams.
   */
  public static SplitMix64 stream(String name) {
    return stream(current(), name);
  }

  /** The generator of a named stream of the given seed. */
  public static SplitMix64 stream(long seed, String name) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * FNV_PRIME;
    }
    return new SplitMix64(SplitMix64.mix(seed ^ hash));
  }
}
