package dev.tidemark.bench.support.data;

/**
 * Ranks by Zipf's law: rank {@code r} of {@code [0, count)} is drawn with a probability in
 * proportion to {@code 1 / (r + 1)^skew}. Exact, by a search in the table of cumulated
 * probabilities; making one takes O(count) time and memory.
 */
public final class Zipf {
  private final double[] cumulated;

  /**
   * @param count ranks, at least 1
   * @param skew the exponent, 0 (all alike) or more; 0.99 is that of YCSB
   */
  public Zipf(int count, double skew) {
    if (count < 1 || !(skew >= 0 && skew < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a Zipf distribution needs at least 1 rank and a skew of 0 or more, not "
              + count
              + " and "
              + skew);
    }
    cumulated = new double[count];
    double sum = 0;
    for (int rank = 0; rank < count; rank++) {
      sum += StrictMath.pow(rank + 1, -skew);
      cumulated[rank] = sum;
    }
  }

  /** The probability of a rank. */
  public double probability(int rank) {
    double below = rank == 0 ? 0 : cumulated[rank - 1];
    return (cumulated[rank] - below) / cumulated[cumulated.length - 1];
  }

  /** Draws a rank. */
  public int next(SplitMix64 stream) {
    double drawn = stream.nextDouble() * cumulated[cumulated.length - 1];
    int low = 0;
    int high = cumulated.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulated[middle] > drawn) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
