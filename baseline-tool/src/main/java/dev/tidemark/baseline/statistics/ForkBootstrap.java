package dev.tidemark.baseline.statistics;

import java.util.Arrays;

/**
 * The interval of a ratio of medians or other quantiles, by resampling forks.
 *
 * <p>A fork enters as its own quantile; its operations are never drawn apart, so that what they
 * share stays shared. The estimate is the ratio of the geometric means over forks. Resamples of n
 * forks spread too little, by √((n−1)/n) and by what the normal tail lacks against Student's; their
 * distances from the estimate are therefore stretched by √(n/(n−1))·t(α/2, n−1)/z(α/2) with n of
 * the smaller side, the correction of Hesterberg, What Teachers Should Know About the Bootstrap
 * (2015), applied to distances instead of ranks. The same seed gives the same interval.
 */
public final class ForkBootstrap {

  /** How many times both sides are drawn. */
  public static final int RESAMPLES = 2_000;

  private ForkBootstrap() {}

  /**
   * The interval of current / base.
   *
   * @param base one value above 0 a fork, at least two
   * @param confidence between 0 and 1
   * @throws IllegalArgumentException for fewer than two forks or a value not above 0
   */
  public static Interval ratio(double[] base, double[] current, double confidence, long seed) {
    int forks = Math.min(base.length, current.length);
    if (forks < 2) {
      throw new IllegalArgumentException("resampling needs at least two forks on each side");
    }
    double[] logBase = logs(base);
    double[] logCurrent = logs(current);
    double estimate = mean(logCurrent) - mean(logBase);
    SeededRandom random = new SeededRandom(seed);
    double[] ratios = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      ratios[i] = drawnMean(logCurrent, random) - drawnMean(logBase, random);
    }
    Arrays.sort(ratios);
    int rank = (int) ((1 - confidence) / 2 * RESAMPLES);
    double stretch = stretch(forks, confidence);
    return new Interval(
        StrictMath.exp(estimate + stretch * (ratios[rank] - estimate)),
        StrictMath.exp(estimate + stretch * (ratios[RESAMPLES - 1 - rank] - estimate)));
  }

  private static double stretch(int forks, double confidence) {
    double tail = (1 - confidence) / 2;
    return StrictMath.sqrt((double) forks / (forks - 1))
        * new StudentT(forks - 1).upperQuantile(tail)
        / Normal.upperQuantile(tail);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static double[] logs(double[] values) {
    if (Arrays.stream(values).anyMatch(v -> !(v > 0))) {
      throw new IllegalArgumentException("logarithms need values above 0");
    }
    return Arrays.stream(values).map(StrictMath::log).toArray();
  }

  private static double drawnMean(double[] values, SeededRandom random) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[random.nextInt(values.length)];
    }
    return sum / values.length;
  }
}
