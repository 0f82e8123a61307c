package dev.tidemark.baseline.statistics;

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
    double logRatio, double standardError, double degreesOfFreedom, double pooledDeviation)
    implements RatioEstimate {

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

  @Override
  public double deviation() {
    return pooledDeviation * StrictMath.sqrt(2);
  }

  @Override
  public double plannedFreedom(int forks) {
    return 2.0 * forks - 2;
  }
}
