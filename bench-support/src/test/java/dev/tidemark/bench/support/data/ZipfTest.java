package dev.tidemark.bench.support.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipfTest {
  private static final int DRAWS = 200_000;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.99, 2})
  void next_manyDraws_comeAsOftenAsTheirProbability(double skew) {
    Zipf zipf = new Zipf(50, skew);
    SplitMix64 stream = Seed.stream(1, "zipf");
    int[] drawn = new int[50];
    for (int i = 0; i < DRAWS; i++) {
      drawn[zipf.next(stream)]++;
    }

    for (int rank = 0; rank < drawn.length; rank++) {
      double expected = zipf.probability(rank);
      double deviation = Math.sqrt(expected * (1 - expected) / DRAWS);
      assertThat((double) drawn[rank] / DRAWS).isCloseTo(expected, within(5 * deviation));
    }
  }

  @Test
  void probability_ofTwoRanks_isAsTheLawSays() {
    Zipf zipf = new Zipf(1_000, 0.99);

    assertThat(zipf.probability(0) / zipf.probability(9))
        .isCloseTo(Math.pow(10, 0.99), within(1e-9));
  }

  @Test
  void next_oneRank_isThatRank() {
    assertThat(new Zipf(1, 0.99).next(Seed.stream(1, "zipf"))).isZero();
  }

  @Test
  void zipf_noRanksOrNoSkew_isRefused() {
    assertThatThrownBy(() -> new Zipf(0, 1)).hasMessageContaining("not 0 and 1.0");
    assertThatThrownBy(() -> new Zipf(5, -0.1)).hasMessageContaining("-0.1");
    assertThatThrownBy(() -> new Zipf(5, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Zipf(5, Double.POSITIVE_INFINITY)).hasMessageContaining("Inf");
  }
}
