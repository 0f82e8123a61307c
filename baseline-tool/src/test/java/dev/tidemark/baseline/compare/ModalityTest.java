package dev.tidemark.baseline.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModalityTest {

  @ParameterizedTest
  @ValueSource(ints = {6, 10, 20, 40})
  void several_oneDistribution_isRarelySaid(int forks) {
    Random random = new Random(1);
    int said = 0;
    for (int i = 0; i < 2_000; i++) {
      said += Modality.several(sample(random, forks, 1)) ? 1 : 0;
    }
    assertThat(said).isBetween(5, 40);
  }

  @Test
  void several_halfTheForksEightPercentSlower_isSaid() {
    Random random = new Random(1);
    int said = 0;
    for (int i = 0; i < 200; i++) {
      said += Modality.several(sample(random, 20, 1.08)) ? 1 : 0;
    }
    assertThat(said).isGreaterThan(190);
  }

  @Test
  void several_fewEqualOrNegativeForks_isNeverSaid() {
    assertThat(Modality.several(1, 1, 1, 2, 2)).as("five").isFalse();
    assertThat(Modality.several(1, 1, 1, 2, 2, 2)).as("six").isTrue();
    assertThat(Modality.several(3, 3, 3, 3, 3, 3)).isFalse();
    assertThat(Modality.several(-1, 1, 1, 2, 2, 2)).isFalse();
  }

  /** Deviation 1 %; every second one slower by the factor. */
  private static double[] sample(Random random, int forks, double factor) {
    double[] means = new double[forks];
    Arrays.setAll(means, i -> Math.exp(0.01 * random.nextGaussian()) * (i % 2 == 0 ? factor : 1));
    return means;
  }
}
