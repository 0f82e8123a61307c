package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.Interval;

/**
 * What the forks of one id say.
 *
 * @param interval of the ratio, at the criteria's confidence
 * @param p two-sided, of no difference
 * @param adjustedP after Benjamini and Hochberg over all rows; for a row of which CURRENT was
 *     measured twice that of both runs together, {@code p} itself if BASE was too
 * @param equivalenceP of the two one-sided tests against the margin
 * @param mannWhitneyP the cross-check on ranks
 * @param detectable the slowdown, as a share, that these forks would have found 19 times in 20
 */
public record Evidence(
    Interval interval,
    double p,
    double adjustedP,
    double equivalenceP,
    double mannWhitneyP,
    double detectable) {

  Evidence adjusted(double p) {
    return new Evidence(interval, this.p, p, equivalenceP, mannWhitneyP, detectable);
  }
}
