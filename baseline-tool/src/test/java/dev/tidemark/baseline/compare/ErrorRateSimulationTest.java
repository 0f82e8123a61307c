package dev.tidemark.baseline.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.baseline.statistics.Interval;
import dev.tidemark.runs.IdFilter;
import dev.tidemark.runs.Records;
import dev.tidemark.runs.RunStore.StoredRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule as shipped, on synthetic forks of known truth; each id is a family of its own. */
class ErrorRateSimulationTest {

  private static final long SEED = 0xDEADBEEF_CAFEBABEL;
  private static final int PAIRS = 10_000;

  /** At a true rate of 1 % more than this many of 10,000 would be seen once in twenty. */
  private static final int MOST_FALSE = 83;

  private static final double DEVIATION = 0.02;

  enum Noise {
    NORMAL,
    /** A quarter of the forks runs 8 % slower. */
    BIMODAL;

    private double logError(Random random) {
      double mode = this == BIMODAL && random.nextInt(4) == 0 ? 0.08 : 0;
      return mode + DEVIATION * random.nextGaussian();
    }

    double[] forks(Random random, int n, double mean) {
      double[] forks = new double[n];
      for (int i = 0; i < n; i++) {
        forks[i] = mean * StrictMath.exp(logError(random));
      }
      return forks;
    }
  }

  @ParameterizedTest
  @EnumSource
  void compare_sameCodeTwice_rarelyRegresses(Noise noise) {
    for (int forks : new int[] {5, 10}) {
      Random random = new Random(SEED);
      int falseAlarms = 0;
      int covered = 0;
      for (int i = 0; i < PAIRS; i++) {
        Row row = row(noise.forks(random, forks, 100), noise.forks(random, forks, 100));
        falseAlarms += row.verdict() == Verdict.REGRESSED ? 1 : 0;
        Interval interval = row.evidence().orElseThrow().interval();
        covered += interval.low() <= 1 && 1 <= interval.high() ? 1 : 0;
      }
      assertThat(falseAlarms).as("%s at %d forks", noise, forks).isLessThanOrEqualTo(MOST_FALSE);
      assertThat(covered).isGreaterThanOrEqualTo((int) (0.985 * PAIRS));
    }
  }

  @Test
  void compare_normalNoise_intervalIsNotTooWide() {
    Random random = new Random(SEED);
    int covered = 0;
    for (int i = 0; i < PAIRS; i++) {
      Row row = row(Noise.NORMAL.forks(random, 10, 100), Noise.NORMAL.forks(random, 10, 100));
      Interval interval = row.evidence().orElseThrow().interval();
      covered += interval.low() <= 1 && 1 <= interval.high() ? 1 : 0;
    }
    assertThat(covered).isLessThanOrEqualTo((int) (0.995 * PAIRS));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.07, 1.10})
  void compare_slowdownBeyondTheThreshold_isFoundAtTenForks(double factor) {
    Random random = new Random(SEED);
    int found = 0;
    int pairs = 2_000;
    for (int i = 0; i < pairs; i++) {
      Row row =
          row(Noise.NORMAL.forks(random, 10, 100), Noise.NORMAL.forks(random, 10, 100 * factor));
      found += row.verdict() == Verdict.REGRESSED ? 1 : 0;
    }
    assertThat(found).isGreaterThanOrEqualTo((int) (0.95 * pairs));
  }

  private static Row row(double[] base, double[] current) {
    return new Comparer(Criteria.DEFAULT)
        .compare(run(base), run(current), Optional.empty(), IdFilter.of(List.of()))
        .rows()
        .get(0);
  }

  private static StoredRun run(double[] forks) {
    return new StoredRun(
        "run", Path.of("results.json"), Records.run(Map.of("id", Records.forked(forks))));
  }
}
