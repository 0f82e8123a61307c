package dev.tidemark.baseline.statistics;

/**
 * Count, mean and variance of the logarithms of positive values.
 *
 * @param n at least 1
 * @param mean of the logarithms
 * @param variance of the logarithms with divisor n − 1; 0 for one value
 */
public record LogSample(int n, double mean, double variance) {

  /**
   * Summarizes values.
   *
   * @throws IllegalArgumentException if there are none or one is not above 0
   */
  public static LogSample of(double... values) {
    requirePositive(values.length);
    double[] logs = new double[values.length];
    double sum = 0;
    boolean equal = true;
    for (int i = 0; i < logs.length; i++) {
      requirePositive(values[i]);
      equal &= values[i] == values[0];
      logs[i] = StrictMath.log(values[i]);
      sum += logs[i];
    }
    return equal
        ? new LogSample(logs.length, logs[0], 0)
        : new LogSample(logs.length, sum / logs.length, variance(logs, sum / logs.length));
  }

  private static double variance(double[] logs, double mean) {
    double squares = 0;
    double rest = 0;
    for (double log : logs) {
      squares += (log - mean) * (log - mean);
      rest += log - mean;
    }
    return (squares - rest * rest / logs.length) / (logs.length - 1);
  }

  private static void requirePositive(double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException("logarithms need values above 0");
    }
  }

  /**
   * The t interval of the geometric mean.
   *
   * @param confidence between 0 and 1
   * @throws IllegalArgumentException for fewer than two values
   */
  public Interval interval(double confidence) {
    if (n < 2) {
      throw new IllegalArgumentException("an interval needs at least two values, there is " + n);
    }
    double half =
        StrictMath.sqrt(variance / n) * new StudentT(n - 1).upperQuantile((1 - confidence) / 2);
    return new Interval(StrictMath.exp(mean - half), StrictMath.exp(mean + half));
  }
}
