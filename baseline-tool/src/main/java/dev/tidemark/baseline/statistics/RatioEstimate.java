package dev.tidemark.baseline.statistics;

/**
 * A ratio of two geometric means, current to base, whose logarithm is estimated with a standard
 * error and judged by Student's t.
 */
public sealed interface RatioEstimate permits WelchRatio, PairedRatio, SessionRatio {

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
    double quantiles = upperQuantile(alpha / 2) + upperQuantile(1 - ForkPlanner.POWER);
    return StrictMath.exp(quantiles * standardError()) - 1;
  }

  private double upperQuantile(double tail) {
    return new StudentT(degreesOfFreedom()).upperQuantile(tail);
  }

  private double upperTail(double t) {
    return new StudentT(degreesOfFreedom()).survival(t);
  }
}
