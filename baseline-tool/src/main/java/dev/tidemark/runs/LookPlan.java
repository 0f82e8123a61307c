package dev.tidemark.runs;

import dev.tidemark.baseline.statistics.GroupSequential;
import dev.tidemark.baseline.statistics.LogSample;
import dev.tidemark.baseline.statistics.WelchRatio;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * When a run that may end early looks at its forks: declared before it begins, since who looks
 * several times and stops where it suits finds a difference too often.
 *
 * @param detectable the slowdown, as a share, that an id is to detect; it is measured until it does
 * @param rounds after which it looks, ascending; the last is where it ends in any case
 */
public record LookPlan(double detectable, List<Integer> rounds) {

  private static final int FIRST = 5;
  private static final double LEVEL = 0.01;

  public LookPlan {
    Checks.positive("until_mde", detectable);
    rounds = List.copyOf(rounds);
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException("a plan of looks has none, must have at least one");
    }
    int before = 0;
    for (int round : rounds) {
      if (round <= before) {
        throw new IllegalArgumentException("looks after rounds " + rounds + ", must ascend from 1");
      }
      before = round;
    }
  }

  /** How often it may look. */
  public int looks() {
    return rounds.size();
  }

  /**
   * Whether two such sides would find the slowdown asked for 19 times in 20, at the level that so
   * many looks leave.
   *
   * @param forkMeans as far as measured; fewer than two, or one not above 0, tell nothing
   */
  public boolean detects(double... forkMeans) {
    if (forkMeans.length < 2 || Arrays.stream(forkMeans).anyMatch(mean -> !(mean > 0))) {
      return false;
    }
    LogSample side = LogSample.of(forkMeans);
    double level = LEVEL / GroupSequential.price(looks(), LEVEL);
    return WelchRatio.of(side, side).detectable(level) <= detectable;
  }

  /** Looks after 5, 10, 20, 40 … rounds, and after the last. */
  public static LookPlan upTo(double detectable, int mostRounds) {
    List<Integer> rounds = new ArrayList<>();
    for (int round = FIRST; round < mostRounds; round *= 2) {
      rounds.add(round);
    }
    rounds.add(mostRounds);
    return new LookPlan(detectable, rounds);
  }
}
