package dev.tidemark.baseline.statistics;

/**
 * A ratio of two geometric means, current to base, whose logarithm is estimated with a standard
 * error and judged by Student's t.
 */
public sealed interface RatioEstimate permits WelchRatio, PairedRatio, SessionRatio {

  /** The power that plans are made for. */
  double PLANNED_POWER = 0.95;

  /** More are never planned. */
  int MOST_FORKS = 10_000;

  /** Current minus base. */
  double logRatio();

  /** Of {@link #logRatio()}. */
  double standardError();

  /** Of the standard error; infinite when that is 0. */
  double degreesOfFreedom();

  /** Of the difference that one fork of each side shows. */
  double deviation();

  /** The degrees of freedom that so many forks a side would give. */
  double plannedFreedom(int forks);

  /** The point estimate of current / base. */
  default double ratio() {
    return StrictMath.exp(logRatio());
  }

  /** The two-sided interval of the ratio. */
  default Interval interval(double confidence) {
    double half = standardError() == 0 ? 0 : standardError() * upperQuantile((1 - confidence) / 2);
    return new Interval(StrictMath.exp(logRatio() - half), StrictMath.exp(logRatio() + half));
  }

  /** The two-sided p-value of no difference. */
  default double p() {
    if (standardError() == 0) {
      return logRatio() == 0 ? 1 : 0;
    }
    return Math.min(1, 2 * upperTail(Math.abs(logRatio()) / standardError()));
  }

  /**
   * The p-value of the two one-sided tests: small when the ratio lies within 1/(1+margin) …
   * 1+margin.
   *
   * @param margin above 0, 0.02 for 2 %
   */
  default double equivalenceP(double margin) {
    double room = StrictMath.log(1 + margin) - Math.abs(logRatio());
    if (standardError() == 0) {
      return room > 0 ? 0 : 1;
    }
    return upperTail(room / standardError());
  }

  /** The slowdown, as a share, that would be found with 95 % power: (t(α/2) + t(β))·SE. */
  default double detectable(double alpha) {
    if (standardError() == 0) {
      return 0;
    }
    double quantiles = upperQuantile(alpha / 2) + upperQuantile(1 - PLANNED_POWER);
    return StrictMath.exp(quantiles * standardError()) - 1;
  }

  /**
   * Forks on each side that would find a true shift of this size with 95 % power, if forks go on to
   * vary as they did; at most 10,000.
   */
  default int forksToFind(double shift, double alpha) {
    return forks(StrictMath.log(1 + shift), alpha / 2, 1 - PLANNED_POWER);
  }

  /**
   * Forks on each side that would show equality within the margin with 95 % power, if there is no
   * difference.
   */
  default int forksToEquate(double margin, double alpha) {
    return forks(StrictMath.log(1 + margin), alpha, (1 - PLANNED_POWER) / 2);
  }

  private int forks(double logShift, double alphaTail, double betaTail) {
    // Fewer forks have larger quantiles, so that what these ask for is the least.
    double fewest =
        StrictMath.pow(quantiles(MOST_FORKS, alphaTail, betaTail) * deviation() / logShift, 2);
    int forks = Math.max(2, (int) Math.min(MOST_FORKS, fewest));
    while (forks < MOST_FORKS
        && quantiles(forks, alphaTail, betaTail) * deviation()
            > logShift * StrictMath.sqrt(forks)) {
      forks++;
    }
    return forks;
  }

  private double quantiles(int forks, double alphaTail, double betaTail) {
    StudentT t = new StudentT(plannedFreedom(forks));
    return t.upperQuantile(alphaTail) + t.upperQuantile(betaTail);
  }

  private double upperQuantile(double tail) {
    return new StudentT(degreesOfFreedom()).upperQuantile(tail);
  }

  private double upperTail(double t) {
    return new StudentT(degreesOfFreedom()).survival(t);
  }
}
