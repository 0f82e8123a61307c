package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.GroupSequential;

/**
 * By which the rows are judged.
 *
 * @param margin within which two results count as equal, 0.02 for 2 %
 * @param alpha level of every single test
 * @param confidence of the printed intervals; a regression's interval must exclude 1 too
 * @param falseDiscoveryRate level of the p-values adjusted for many rows
 * @param seed of the resampling behind the intervals of percentiles
 */
public record Criteria(
    Threshold threshold,
    double margin,
    double alpha,
    double confidence,
    double falseDiscoveryRate,
    long seed) {

  /** Improvements are those more than 10 % faster. */
  public static final double IMPROVEMENT = 1.10;

  /** Fewer forks than this on a side support no interval. */
  public static final int FEWEST_FORKS = 5;

  /** So many find 7 % at a fork deviation of 2 %: what is asked for when no deviation is known. */
  static final int PLANNED_FORKS = 10;

  public static final Criteria DEFAULT =
      new Criteria(new Threshold.Factor(1.05), 0.02, 0.01, 0.99, 0.01, 1);

  public Criteria {
    requireWithin("margin", margin, 0, 1);
    requireWithin("alpha", alpha, 0, 0.5);
    requireWithin("confidence", confidence, 0.5, 1);
    requireWithin("fdr", falseDiscoveryRate, 0, 0.5);
  }

  /** These criteria with another threshold. */
  public Criteria withThreshold(Threshold other) {
    return new Criteria(other, margin, alpha, confidence, falseDiscoveryRate, seed);
  }

  /** These criteria with another margin. */
  public Criteria withMargin(double other) {
    return new Criteria(threshold, other, alpha, confidence, falseDiscoveryRate, seed);
  }

  /** These criteria for runs that looked so often: all levels by Pocock's method. */
  Criteria afterLooks(int looks) {
    double price = GroupSequential.price(looks, alpha);
    return new Criteria(
        threshold,
        margin,
        alpha / price,
        1 - (1 - confidence) / price,
        falseDiscoveryRate / price,
        seed);
  }

  /** The slowdown, as a share, that a comparison is planned to find. */
  double plannedShift() {
    return threshold
        .relative()
        .map(Threshold.Factor::ratio)
        .filter(ratio -> ratio > 1)
        .map(ratio -> ratio - 1)
        .orElse(margin);
  }

  private static void requireWithin(String name, double value, double low, double high) {
    if (!(value > low && value < high)) {
      throw new IllegalArgumentException(
          name + " is " + value + ", must lie between " + low + " and " + high);
    }
  }
}
