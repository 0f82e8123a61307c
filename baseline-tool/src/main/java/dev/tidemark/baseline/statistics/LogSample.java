package dev.tidemark.baseline.statistics;

import java.util.Arrays;

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
    if (values.length == 0 || Arrays.stream(values).anyMatch(v -> !(v > 0))) {
      throw new IllegalArgumentException("logarithms need values above 0");
    }
    if (Arrays.stream(values).allMatch(v -> v == values[0])) {
      return new LogSample(values.length, StrictMath.log(values[0]), 0);
    }
    double[] logs = Arrays.stream(values).map(StrictMath::log).toArray();
    double mean = Arrays.stream(logs).sum() / logs.length;
    double squares = Arrays.stream(logs).map(log -> (log - mean) * (log - mean)).sum();
    return new LogSample(values.length, mean, squares / (values.length - 1));
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
