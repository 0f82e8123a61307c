package dev.tidemark.baseline.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The ratio of two geometric means by Welch's method on logarithms, one value per fork.
 *
 * <p>With Δ the difference of the mean logarithms and SE² = s²_A/n_A + s²_B/n_B, the degrees of
 * freedom are Satterthwaite's, SE⁴ / (s⁴_A/(n²_A(n_A−1)) + s⁴_B/(n²_B(n_B−1))), and the interval of
 * the ratio is exp(Δ ± t·SE). When neither side varies the interval shrinks to the ratio itself.
 *
 * @param logRatio Δ, current minus base
 * @param standardError SE
 * @param degreesOfFreedom infinite when SE is 0
 * @param pooledDeviation root mean of the two variances: the fork deviation that the planner
 *     assumes
 */
public record WelchRatio(
    double logRatio, double standardError, double degreesOfFreedom, double pooledDeviation) {

  private static final double PLANNED_POWER = 0.95;
  private static final int MOST_FORKS = 10_000;

  /**
   * Compares two samples of at least two values each.
   *
   * @throws IllegalArgumentException for fewer
   */
  public static WelchRatio of(LogSample base, LogSample current) {
    if (base.n() < 2 || current.n() < 2) {
      throw new IllegalArgumentException("a comparison needs at least two values on each side");
    }
    double a = base.variance() / base.n();
    double b = current.variance() / current.n();
    double freedom = (a + b) * (a + b) / (a * a / (base.n() - 1) + b * b / (current.n() - 1));
    return new WelchRatio(
        current.mean() - base.mean(),
        StrictMath.sqrt(a + b),
        a + b == 0 ? Double.POSITIVE_INFINITY : freedom,
        StrictMath.sqrt((base.variance() + current.variance()) / 2));
  }

  /** The point estimate of current / base. */
  public double ratio() {
    return StrictMath.exp(logRatio);
  }

  /** The two-sided interval of the ratio. */
  public Interval interval(double confidence) {
    double half = standardError == 0 ? 0 : standardError * upperQuantile((1 - confidence) / 2);
    return new Interval(StrictMath.exp(logRatio - half), StrictMath.exp(logRatio + half));
  }

  /** The two-sided p-value of no difference. */
  public double p() {
    if (standardError == 0) {
      return logRatio == 0 ? 1 : 0;
    }
    return Math.min(1, 2 * upperTail(Math.abs(logRatio) / standardError));
  }

  /**
   * The p-value of the two one-sided tests: small when the ratio lies within 1/(1+margin) …
   * 1+margin.
   *
   * @param margin above 0, 0.02 for 2 %
   */
  public double equivalenceP(double margin) {
    double room = StrictMath.log(1 + margin) - Math.abs(logRatio);
    if (standardError == 0) {
      return room > 0 ? 0 : 1;
    }
    return upperTail(room / standardError);
  }

  /** The slowdown, as a share, that would be found with 95 % power: (t(α/2) + t(β))·SE. */
  public double detectable(double alpha) {
    if (standardError == 0) {
      return 0;
    }
    double quantiles = upperQuantile(alpha / 2) + upperQuantile(1 - PLANNED_POWER);
    return StrictMath.exp(quantiles * standardError) - 1;
  }

  /**
   * Forks on each side that would find a true shift of this size with 95 % power, if forks go on to
   * vary as they did; at most 10,000.
   */
  public int forksToFind(double shift, double alpha) {
    return forks(StrictMath.log(1 + shift), alpha / 2, 1 - PLANNED_POWER);
  }

  /**
   * Forks on each side that would show equality within the margin with 95 % power, if there is no
   * difference.
   */
  public int forksToEquate(double margin, double alpha) {
    return forks(StrictMath.log(1 + margin), alpha, (1 - PLANNED_POWER) / 2);
  }

  private int forks(double logShift, double alphaTail, double betaTail) {
    int low = 2;
    int high = MOST_FORKS;
    while (low < high) {
      int n = (low + high) / 2;
      TDistribution t = TDistribution.of(2.0 * n - 2);
      double quantiles =
          t.inverseSurvivalProbability(alphaTail) + t.inverseSurvivalProbability(betaTail);
      if (quantiles * pooledDeviation * StrictMath.sqrt(2.0 / n) <= logShift) {
        high = n;
      } else {
        low = n + 1;
      }
    }
    return low;
  }

  private double upperQuantile(double tail) {
    return TDistribution.of(degreesOfFreedom).inverseSurvivalProbability(tail);
  }

  private double upperTail(double t) {
    return TDistribution.of(degreesOfFreedom).survivalProbability(t);
  }
}
