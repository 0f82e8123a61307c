package dev.tidemark.baseline.statistics;

import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/** Mann and Whitney's rank test on forks: a cross-check that assumes no distribution. */
public final class MannWhitney {

  private MannWhitney() {}

  /** The two-sided p-value, exact unless values tie across or within the samples. */
  public static double p(double[] base, double[] current) {
    return MannWhitneyUTest.withDefaults().with(PValueMethod.AUTO).test(base, current).getPValue();
  }
}
