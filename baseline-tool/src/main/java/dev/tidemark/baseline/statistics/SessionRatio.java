package dev.tidemark.baseline.statistics;

/**
 * The ratio of two geometric means when the base was measured in several sessions: the spread
 * between sessions, which forks of one session cannot show, is part of the error. With x̄ the mean
 * of S base sessions, s their deviation and k current sessions, the standard error is s·√(1/S +
 * 1/k), with S − 1 degrees of freedom.
 *
 * @param logRatio mean of the current sessions minus x̄
 * @param degreesOfFreedom infinite when the standard error is 0
 * @param sessionDeviation s
 */
public record SessionRatio(
    double logRatio, double standardError, double degreesOfFreedom, double sessionDeviation)
    implements RatioEstimate {

  /**
   * Compares session means.
   *
   * @param base of at least two sessions
   * @param current of at least one
   * @throws IllegalArgumentException for fewer
   */
  public static SessionRatio of(LogSample base, LogSample current) {
    if (base.n() < 2) {
      throw new IllegalArgumentException("the spread between sessions needs at least two of them");
    }
    double deviation = StrictMath.sqrt(base.variance());
    return new SessionRatio(
        current.mean() - base.mean(),
        deviation * StrictMath.sqrt(1.0 / base.n() + 1.0 / current.n()),
        deviation == 0 ? Double.POSITIVE_INFINITY : base.n() - 1,
        deviation);
  }

  @Override
  public double deviation() {
    return sessionDeviation * StrictMath.sqrt(2);
  }

  @Override
  public double plannedFreedom(int forks) {
    return 2.0 * forks - 2;
  }
}
