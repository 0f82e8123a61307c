package dev.tidemark.baseline.statistics;

/** The tail of the standard normal distribution, the same to the last bit on every JVM. */
final class Normal {

  private static final double SQRT_TWO_PI = 2.5066282746310002;
  private static final double SERIES_BELOW = 3;
  private static final int FRACTION_DEPTH = 200;

  private Normal() {}

  /** The probability of a value above z. */
  static double survival(double z) {
    if (z < 0) {
      return 1 - survival(-z);
    }
    double density = StrictMath.exp(-z * z / 2) / SQRT_TWO_PI;
    return z < SERIES_BELOW ? 0.5 - density * series(z) : density / fraction(z);
  }

  /**
   * The z that is exceeded with this probability.
   *
   * @param tail above 0 and at most 1/2
   */
  static double upperQuantile(double tail) {
    if (!(tail > 0 && tail <= 0.5)) {
      throw new IllegalArgumentException("the tail is " + tail + ", must lie in (0, 1/2]");
    }
    double low = 0;
    double high = 40;
    for (double z = 20; low < z && z < high; z = (low + high) / 2) {
      if (survival(z) > tail) {
        low = z;
      } else {
        high = z;
      }
    }
    return low;
  }

  /** z + z³/3 + z⁵/(3·5) + … */
  private static double series(double z) {
    double term = z;
    double sum = z;
    for (int k = 3; term > sum * 1e-17; k += 2) {
      term *= z * z / k;
      sum += term;
    }
    return sum;
  }

  /** Laplace's continued fraction z + 1/(z + 2/(z + 3/(z + …))). */
  private static double fraction(double z) {
    double value = z;
    for (int k = FRACTION_DEPTH; k > 0; k--) {
      value = z + k / value;
    }
    return value;
  }
}
