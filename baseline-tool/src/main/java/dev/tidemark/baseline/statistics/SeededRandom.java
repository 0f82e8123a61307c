package dev.tidemark.baseline.statistics;

/**
 * SplitMix64, of Steele, Lea and Flood (2014): fast, and the same on every JDK. Not safe for use by
 * several threads.
 */
public final class SeededRandom {

  private static final double UNIT = 0x1p-53;

  private long state;
  private double spare;
  private boolean hasSpare;

  public SeededRandom(long seed) {
    state = seed;
  }

  public long nextLong() {
    state += 0x9E3779B97F4A7C15L;
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A number from 0 to below the bound, which is above 0. */
  public int nextInt(int bound) {
    return (int) (((nextLong() >>> 33) * bound) >>> 31);
  }

  /** A number from 0 to below 1. */
  public double nextDouble() {
    return (nextLong() >>> 11) * UNIT;
  }

  /** A number of mean 0 and deviation 1, by Marsaglia's polar method, which makes two at a time. */
  public double nextGaussian() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    double x;
    double y;
    double square;
    do {
      x = 2 * nextDouble() - 1;
      y = 2 * nextDouble() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double scale = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
    spare = y * scale;
    hasSpare = true;
    return x * scale;
  }
}
