package dev.tidemark.baseline.statistics;

/**
 * The ratio of two geometric means by the differences of logarithms within blocks: what slows both
 * members of a block cancels. With d_i = log current_i − log base_i over n blocks, the estimate is
 * the mean of d, its standard error s_d/√n, its degrees of freedom n − 1.
 *
 * @param logRatio mean of d
 * @param degreesOfFreedom infinite when the standard error is 0
 * @param deviation s_d
 * @param blocks n
 */
public record PairedRatio(
    double logRatio, double standardError, double degreesOfFreedom, double deviation, int blocks)
    implements RatioEstimate {

  /**
   * Compares values block by block.
   *
   * @param base one value above 0 a block
   * @param current the same blocks in the same order
   * @throws IllegalArgumentException for fewer than two blocks, arrays of different length or a
   *     value not above 0
   */
  public static PairedRatio of(double[] base, double[] current) {
    if (base.length != current.length || base.length < 2) {
      throw new IllegalArgumentException(
          "a paired comparison needs two blocks or more with a value on each side; there are "
              + base.length
              + " and "
              + current.length
              + " values");
    }
    double[] ratios = new double[base.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = current[i] / base[i];
    }
    LogSample differences = LogSample.of(ratios);
    double error = StrictMath.sqrt(differences.variance() / ratios.length);
    return new PairedRatio(
        differences.mean(),
        error,
        error == 0 ? Double.POSITIVE_INFINITY : ratios.length - 1,
        StrictMath.sqrt(differences.variance()),
        ratios.length);
  }

  @Override
  public double plannedFreedom(int forks) {
    return forks - 1;
  }
}
