package dev.tidemark.baseline.calibrate;

import dev.tidemark.baseline.statistics.ForkBootstrap;
import dev.tidemark.baseline.statistics.Interval;
import dev.tidemark.baseline.statistics.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How often the interval of a ratio of 99th percentiles holds the truth. */
final class Tails {

  private static final int PAIRS = 2_000;
  private static final int FEWEST_COVERED = PAIRS * 94 / 100;
  private static final double CONFIDENCE = 0.95;
  private static final int OPERATIONS = 10_000;
  private static final int BEYOND = 100;

  private Tails() {}

  static List<Check> checks(SeededRandom random) {
    List<Check> checks = new ArrayList<>();
    for (Noise noise : List.of(Noise.NORMAL, Noise.BIMODAL, Noise.SKEWED)) {
      for (int forks : new int[] {5, 10, 20}) {
        checks.add(
            new Check(
                String.format(
                    Locale.ROOT,
                    "95 %% interval of p99 covers: %s, %d forks, same code",
                    noise.name().toLowerCase(Locale.ROOT),
                    forks),
                covered(random, noise, forks),
                FEWEST_COVERED,
                PAIRS,
                PAIRS));
      }
    }
    return checks;
  }

  private static int covered(SeededRandom random, Noise noise, int forks) {
    int covered = 0;
    for (int i = 0; i < PAIRS; i++) {
      Interval interval =
          ForkBootstrap.ratio(
              tails(random, noise, forks), tails(random, noise, forks), CONFIDENCE, i);
      covered += interval.low() <= 1 && 1 <= interval.high() ? 1 : 0;
    }
    return covered;
  }

  private static double[] tails(SeededRandom random, Noise noise, int forks) {
    double[] tails = new double[forks];
    for (int i = 0; i < forks; i++) {
      tails[i] = StrictMath.exp(noise.forkEffect(random)) * tail(random);
    }
    return tails;
  }

  /**
   * The value that 100 of 10,000 exponential ones exceed, drawn as such: it exceeds the share
   * X/(X+Y) of the distribution, with X and Y gamma variates of 9,900 and 101.
   */
  private static double tail(SeededRandom random) {
    double below = gamma(random, OPERATIONS - BEYOND);
    double above = gamma(random, BEYOND + 1);
    return StrictMath.log((below + above) / above);
  }

  /** By Marsaglia and Tsang, A simple method for generating gamma variables (2000). */
  private static double gamma(SeededRandom random, int shape) {
    double d = shape - 1.0 / 3;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double cube = 1 + c * x;
      double v = cube * cube * cube;
      if (v > 0
          && StrictMath.log(1 - random.nextDouble())
              < x * x / 2 + d * (1 - v + StrictMath.log(v))) {
        return d * v;
      }
    }
  }
}
