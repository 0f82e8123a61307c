package dev.tidemark.baseline.statistics;

/**
 * What it costs to look several times and to stop where it suits: by the method of Pocock, Group
 * sequential methods in the design and analysis of clinical trials (1977), every look is judged at
 * the same level, so far below the one asked for that all together keep that one. Pocock's own
 * table is for equal steps; ours is for looks each of which has at most twice the sample of the one
 * before, which agree less and cost more.
 */
public final class GroupSequential {

  private static final double LEVEL = 0.01;

  /** Critical values at a two-sided level of 0.01, by number of looks; of 4,000,000 series each. */
  private static final double[] CRITICAL = {2.576, 2.772, 2.892, 2.976, 3.041, 3.093};

  private GroupSequential() {}

  /**
   * By what a level is divided. Beyond six looks, and for levels below 0.01, of which the table
   * says nothing, by their number, which suffices for any level.
   *
   * @param looks at least 1
   */
  public static double price(int looks, double level) {
    if (looks < 1) {
      throw new IllegalArgumentException("looks are " + looks + ", must be at least 1");
    }
    if (looks == 1) {
      return 1;
    }
    return looks > CRITICAL.length || level < LEVEL
        ? looks
        : LEVEL / (2 * Normal.survival(CRITICAL[looks - 1]));
  }
}
