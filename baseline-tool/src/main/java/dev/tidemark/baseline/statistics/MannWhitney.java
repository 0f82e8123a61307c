package dev.tidemark.baseline.statistics;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Mann and Whitney's rank test on forks: a cross-check that assumes no distribution.
 *
 * <p>The p-value is exact, also where values tie: the distribution of the rank sum over all ways to
 * deal the observed ranks out to both sides. Large samples use the normal approximation with
 * corrections for ties and continuity. Remembers the distributions it has worked out; not safe for
 * use by several threads.
 */
public final class MannWhitney {

  /** Products of sample sizes above this are approximated. */
  private static final int MOST_EXACT = 1_000;

  private final Map<IntBuffer, double[]> distributions = new HashMap<>();

  /** The two-sided p-value of two samples of at least one value each. */
  public double p(double[] base, double[] current) {
    int[] ranks = new int[base.length + current.length];
    int sum = rank(base, current, ranks);
    return base.length * (long) current.length <= MOST_EXACT
        ? exact(ranks, base.length, sum)
        : approximate(ranks, base.length, sum);
  }

  /**
   * Ranks both samples together.
   *
   * @param ranks receives twice the mid-ranks, ascending, so that halves are whole numbers
   * @return the sum of those of base
   */
  private static int rank(double[] base, double[] current, int[] ranks) {
    double[] a = base.clone();
    double[] b = current.clone();
    Arrays.sort(a);
    Arrays.sort(b);
    int sum = 0;
    int i = 0;
    int j = 0;
    while (i + j < ranks.length) {
      double value = j == b.length || (i < a.length && a[i] <= b[j]) ? a[i] : b[j];
      int first = i + j;
      int ofBase = i;
      while (i < a.length && a[i] == value) {
        i++;
      }
      while (j < b.length && b[j] == value) {
        j++;
      }
      int doubled = first + i + j + 1;
      Arrays.fill(ranks, first, i + j, doubled);
      sum += (i - ofBase) * doubled;
    }
    return sum;
  }

  private double exact(int[] doubled, int n, int sum) {
    double[] upTo = distribution(doubled, n);
    double total = upTo[upTo.length - 1];
    double above = total - (sum == 0 ? 0 : upTo[sum - 1]);
    return Math.min(1, 2 * Math.min(upTo[sum], above) / total);
  }

  /** How many choices of n of the ranks have at most each sum. */
  private double[] distribution(int[] doubled, int n) {
    int[] key = Arrays.copyOf(doubled, doubled.length + 1);
    key[doubled.length] = n;
    return distributions.computeIfAbsent(
        IntBuffer.wrap(key), k -> cumulated(count(Arrays.copyOf(key, doubled.length), n)));
  }

  private static double[] cumulated(double[] ways) {
    for (int s = 1; s < ways.length; s++) {
      ways[s] += ways[s - 1];
    }
    return ways;
  }

  private static double[] count(int[] ranks, int n) {
    int most = Arrays.stream(ranks).skip(ranks.length - n).sum();
    double[][] ways = new double[n + 1][most + 1];
    ways[0][0] = 1;
    for (int rank : ranks) {
      for (int size = n; size > 0; size--) {
        for (int s = most; s >= rank; s--) {
          ways[size][s] += ways[size - 1][s - rank];
        }
      }
    }
    return ways[n];
  }

  private static double approximate(int[] doubled, int n, int sum) {
    double total = doubled.length;
    double m = total - n;
    double u = sum / 2.0 - n * (n + 1) / 2.0;
    double variance = n * m / 12 * (total + 1 - tieTerm(doubled) / (total * (total - 1)));
    double z = (Math.abs(u - n * m / 2) - 0.5) / StrictMath.sqrt(variance);
    return variance == 0 ? 1 : Math.min(1, 2 * Normal.survival(Math.max(0, z)));
  }

  /** Σ t³ − t over groups of t equal values. */
  private static double tieTerm(int[] doubled) {
    Map<Integer, Integer> groups = new HashMap<>();
    for (int rank : doubled) {
      groups.merge(rank, 1, Integer::sum);
    }
    return groups.values().stream().mapToDouble(t -> (double) t * t * t - t).sum();
  }
}
