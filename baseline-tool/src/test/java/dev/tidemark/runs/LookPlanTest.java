package dev.tidemark.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.baseline.statistics.GroupSequential;
import dev.tidemark.baseline.statistics.SeededRandom;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookPlanTest {

  @ParameterizedTest
  @CsvSource({"1, '[1]'", "5, '[5]'", "6, '[5, 6]'", "40, '[5, 10, 20, 40]'"})
  void upTo_mostRounds_doublesAndEndsThere(int most, String rounds) {
    assertThat(LookPlan.upTo(0.03, most).rounds()).hasToString(rounds);
  }

  @Test
  void detects_forks_byTheirSpreadAtTheLevelOfSoManyLooks() {
    LookPlan plan = LookPlan.upTo(0.03, 40);
    assertThat(plan.detects(100, 100.1, 99.9, 100, 100)).isTrue();
    assertThat(plan.detects(100, 103, 97, 100, 100)).isFalse();
    assertThat(plan.detects(100)).isFalse();
    assertThat(plan.detects(1, 1, 0)).isFalse();
    double[] between = {100, 100.55, 99.45, 100, 100};
    assertThat(LookPlan.upTo(0.014, 5).detects(between)).isTrue();
    assertThat(LookPlan.upTo(0.014, 40).detects(between)).as("more looks ask for more").isFalse();
  }

  @Test
  void create_badRounds_isRefused() {
    for (List<Integer> rounds : List.of(List.<Integer>of(), List.of(0), List.of(5, 5))) {
      assertThatIllegalArgumentException().isThrownBy(() -> new LookPlan(0.03, rounds));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> LookPlan.upTo(0, 5));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "6"})
  void price_doublingLooks_keepTheLevelOverAll(int looks) {
    SeededRandom random = new SeededRandom(3);
    double level = 0.01 / GroupSequential.price(looks, 0.01);
    double critical = criticalValue(level);
    int called = 0;
    int series = 200_000;
    for (int i = 0; i < series; i++) {
      called += anyBeyond(random, looks, critical) ? 1 : 0;
    }
    assertThat(called / (double) series).isBetween(0.0093, 0.0106);
  }

  private static double criticalValue(double level) {
    return -NormalDistribution.of(0, 1).inverseCumulativeProbability(level / 2);
  }

  /** Sums of normal steps, divided by their deviations, at sample sizes 1, 2, 4 … */
  private static boolean anyBeyond(SeededRandom random, int looks, double critical) {
    double sum = 0;
    boolean beyond = false;
    for (int look = 0; look < looks; look++) {
      double size = 1 << look;
      sum += random.nextGaussian() * Math.sqrt(look == 0 ? 1 : size / 2);
      beyond |= Math.abs(sum) > critical * Math.sqrt(size);
    }
    return beyond;
  }

  @Test
  void price_beyondTheTable_isTheNumberOfLooks() {
    assertThat(GroupSequential.price(7, 0.01)).isEqualTo(7);
    assertThat(GroupSequential.price(4, 0.001)).isEqualTo(4);
    assertThatIllegalArgumentException().isThrownBy(() -> GroupSequential.price(0, 0.01));
  }
}
