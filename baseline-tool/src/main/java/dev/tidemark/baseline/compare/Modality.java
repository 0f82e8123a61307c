package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.LogSample;
import dev.tidemark.baseline.statistics.SeededRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether forks fall into two groups, as when a compiler decides one way in some and another way in
 * others. Of all splits of the sorted logarithms with two forks or more on each side, the one whose
 * groups explain most of the variance counts; forks have two modes if fewer than 1 in 100 samples
 * of one normal distribution are split as well.
 */
public final class Modality {

  /** What to say of such forks. */
  public static final String TEXT =
      "forks fall into two groups: their mean is that of neither, and more forks are needed";

  private static final int FEWEST_FORKS = 6;
  private static final int MOST_FORKS = 400;
  private static final int SMALLEST_GROUP = 2;
  private static final int SAMPLES = 2_000;
  private static final double LEVEL = 0.01;
  private static final Map<Integer, Double> LIMITS = new ConcurrentHashMap<>();

  private Modality() {}

  /**
   * Whether there are two groups.
   *
   * @param forkMeans fewer than six, or one not above 0, show none
   */
  public static boolean several(double... forkMeans) {
    if (forkMeans.length < FEWEST_FORKS
        || forkMeans.length > MOST_FORKS
        || Arrays.stream(forkMeans).anyMatch(mean -> !(mean > 0))
        || LogSample.of(forkMeans).variance() == 0) {
      return false;
    }
    double limit = LIMITS.computeIfAbsent(forkMeans.length, Modality::limit);
    return explained(Arrays.stream(forkMeans).map(StrictMath::log).toArray()) > limit;
  }

  private static double limit(int forks) {
    SeededRandom random = new SeededRandom(forks);
    double[] shares = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      double[] sample = new double[forks];
      for (int j = 0; j < forks; j++) {
        sample[j] = random.nextGaussian();
      }
      shares[i] = explained(sample);
    }
    Arrays.sort(shares);
    return shares[(int) (SAMPLES * (1 - LEVEL))];
  }

  /** The largest share of the variance that lies between two groups. */
  private static double explained(double[] values) {
    Arrays.sort(values);
    double mean = Arrays.stream(values).average().orElseThrow();
    double total = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    int n = values.length;
    double below = 0;
    double most = 0;
    for (int m = 1; m <= n - SMALLEST_GROUP; m++) {
      below += values[m - 1] - mean;
      if (m >= SMALLEST_GROUP) {
        most = Math.max(most, below * below * n / ((double) m * (n - m)));
      }
    }
    return most / total;
  }
}
