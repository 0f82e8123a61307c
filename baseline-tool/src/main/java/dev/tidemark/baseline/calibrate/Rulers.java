package dev.tidemark.baseline.calibrate;

import dev.tidemark.baseline.compare.Criteria;
import dev.tidemark.baseline.compare.Ruler;
import dev.tidemark.baseline.statistics.LogSample;
import dev.tidemark.baseline.statistics.SeededRandom;
import dev.tidemark.baseline.statistics.WelchRatio;
import java.util.Arrays;
import java.util.List;

/** Whether rulers tell another machine from the same one. */
final class Rulers {

  private static final int SAME = 10_000;
  private static final int OTHER = 2_000;
  private static final double DEVIATION = 0.01;
  private static final double FACTOR = 1.05;

  private Rulers() {}

  static List<Check> checks(SeededRandom random) {
    return List.of(
        Check.atMost(
            "ruler drifted: same machine, 5 rounds", drifted(random, 5, 1, SAME), 0.01, SAME),
        Check.atMost(
            "ruler drifted: same machine, 10 rounds", drifted(random, 10, 1, SAME), 0.01, SAME),
        Check.atLeast(
            "ruler drifted: machine 5 % slower, 10 rounds, fork deviation 1 %",
            drifted(random, 10, FACTOR, OTHER), 0.95, OTHER));
  }

  private static int drifted(SeededRandom random, int forks, double factor, int sessions) {
    int drifted = 0;
    for (int i = 0; i < sessions; i++) {
      LogSample base = sample(random, forks, 1);
      LogSample current = sample(random, forks, factor);
      Ruler ruler = Ruler.of("ruler", WelchRatio.of(base, current), Criteria.DEFAULT);
      drifted += ruler.drifted() ? 1 : 0;
    }
    return drifted;
  }

  private static LogSample sample(SeededRandom random, int forks, double factor) {
    double[][] values = Noise.plain(random, forks, StrictMath.log(factor), DEVIATION);
    return LogSample.of(Arrays.stream(values).mapToDouble(fork -> fork[0]).toArray());
  }
}
