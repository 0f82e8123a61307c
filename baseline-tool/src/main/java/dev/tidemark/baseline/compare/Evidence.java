package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.Interval;
import dev.tidemark.baseline.statistics.RatioEstimate;

/**
 * What the forks of one id say.
 *
 * @param estimate what all of it is drawn from
 * @param alpha the level at which {@link #detectable()} would be found
 * @param interval of the ratio, at the criteria's confidence
 * @param p two-sided, of no difference
 * @param adjustedP after Benjamini and Hochberg over all rows; for a row of which CURRENT was
 *     measured twice that of both runs together, {@code p} itself if BASE was too
 * @param equivalenceP of the two one-sided tests against the margin
 * @param mannWhitneyP the cross-check on ranks
 */
public record Evidence(
    RatioEstimate estimate,
    double alpha,
    Interval interval,
    double p,
    double adjustedP,
    double equivalenceP,
    double mannWhitneyP) {

  /** The slowdown, as a share, that these forks would have found 19 times in 20. */
  public double detectable() {
    return estimate.detectable(alpha);
  }

  Evidence adjusted(double p) {
    return new Evidence(estimate, alpha, interval, this.p, p, equivalenceP, mannWhitneyP);
  }
}
