package dev.tidemark.baseline.statistics;

import java.util.HashMap;
import java.util.Map;

/**
 * How many forks a side would answer a question in 95 of 100 cases, if forks go on to vary as they
 * did: the least n with (t(α) + t(β))·s ≤ shift·√n. Remembers quantiles; not safe for use by
 * several threads.
 */
public final class ForkPlanner {

  /** The power that plans are made for. */
  public static final double POWER = 0.95;

  private static final int FEWEST = 2;
  private static final int MOST = 10_000;

  private final double alphaTail;
  private final double betaTail;
  private final Map<Double, Double> quantiles = new HashMap<>();

  private ForkPlanner(double alphaTail, double betaTail) {
    this.alphaTail = alphaTail;
    this.betaTail = betaTail;
  }

  /** To find a true shift at this two-sided level. */
  public static ForkPlanner toFind(double alpha) {
    return new ForkPlanner(alpha / 2, 1 - POWER);
  }

  /** To show equality within a shift at this level, if there is no difference. */
  public static ForkPlanner toEquate(double alpha) {
    return new ForkPlanner(alpha, (1 - POWER) / 2);
  }

  /**
   * The forks on each side, at most 10,000.
   *
   * @param shift a share, 0.05 for 5 %
   */
  public int forks(RatioEstimate estimate, double shift) {
    double logShift = StrictMath.log(1 + shift);
    int forks = rough(estimate, logShift);
    while (forks > FEWEST && suffice(forks - 1, estimate, logShift)) {
      forks--;
    }
    while (forks < MOST && !suffice(forks, estimate, logShift)) {
      forks++;
    }
    return forks;
  }

  /** Fewer forks have larger quantiles: the quantiles of the most give a number that is too low. */
  private int rough(RatioEstimate estimate, double logShift) {
    double fewest = roughQuantiles(estimate.plannedFreedom(MOST)) * estimate.deviation() / logShift;
    int forks = (int) Math.max(FEWEST, Math.min(MOST, fewest * fewest));
    while (forks < MOST
        && roughQuantiles(estimate.plannedFreedom(forks)) * estimate.deviation()
            > logShift * StrictMath.sqrt(forks)) {
      forks++;
    }
    return forks;
  }

  private double roughQuantiles(double freedom) {
    StudentT t = new StudentT(freedom);
    return t.roughUpperQuantile(alphaTail) + t.roughUpperQuantile(betaTail);
  }

  private boolean suffice(int forks, RatioEstimate estimate, double logShift) {
    double needed =
        quantiles.computeIfAbsent(estimate.plannedFreedom(forks), this::quantiles)
            * estimate.deviation();
    return needed <= logShift * StrictMath.sqrt(forks);
  }

  private double quantiles(double freedom) {
    StudentT t = new StudentT(freedom);
    return t.upperQuantile(alphaTail) + t.upperQuantile(betaTail);
  }
}
