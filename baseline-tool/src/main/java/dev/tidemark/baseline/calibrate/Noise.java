package dev.tidemark.baseline.calibrate;

import dev.tidemark.baseline.statistics.SeededRandom;

/**
 * How the forks of one build differ. In all models a fork's own effect deviates by 2 % and its five
 * iterations by 1 % around it.
 */
enum Noise {
  NORMAL {
    @Override
    double forkEffect(SeededRandom random) {
      return FORK_DEVIATION * random.nextGaussian();
    }
  },
  /** A quarter of the forks runs 8 % slower, as after another decision of the compiler. */
  BIMODAL {
    @Override
    double forkEffect(SeededRandom random) {
      return (random.nextInt(4) == 0 ? SLOW_MODE : 0) + FORK_DEVIATION * random.nextGaussian();
    }
  },
  /** Exponential: never much faster, sometimes much slower. */
  SKEWED {
    @Override
    double forkEffect(SeededRandom random) {
      return -FORK_DEVIATION * (1 + StrictMath.log(1 - random.nextDouble()));
    }
  },
  /** Normal forks whose iterations remember the one before. */
  AUTOCORRELATED {
    @Override
    double forkEffect(SeededRandom random) {
      return FORK_DEVIATION * random.nextGaussian();
    }

    @Override
    double memory() {
      return 0.8;
    }
  };

  private static final double FORK_DEVIATION = 0.02;
  private static final double ITERATION_DEVIATION = 0.01;
  private static final double SLOW_MODE = 0.08;
  private static final int ITERATIONS = 5;

  /** A logarithm. */
  abstract double forkEffect(SeededRandom random);

  /** The correlation of one iteration with the next. */
  double memory() {
    return 0.3;
  }

  /** Normal forks of one iteration each, whose means deviate by just so much. */
  static double[][] plain(SeededRandom random, int forks, double logMean, double deviation) {
    double[][] values = new double[forks][1];
    for (double[] fork : values) {
      fork[0] = StrictMath.exp(logMean + deviation * random.nextGaussian());
    }
    return values;
  }

  /**
   * Forks of one session.
   *
   * @param logMean what all of them share
   * @return their iterations
   */
  double[][] forks(SeededRandom random, int forks, double logMean) {
    double[][] values = new double[forks][ITERATIONS];
    double fresh = StrictMath.sqrt(1 - memory() * memory());
    for (double[] fork : values) {
      double effect = logMean + forkEffect(random);
      double wander = random.nextGaussian();
      for (int i = 0; i < ITERATIONS; i++) {
        fork[i] = StrictMath.exp(effect + ITERATION_DEVIATION * wander);
        wander = memory() * wander + fresh * random.nextGaussian();
      }
    }
    return values;
  }
}
