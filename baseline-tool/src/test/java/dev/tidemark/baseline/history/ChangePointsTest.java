package dev.tidemark.baseline.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangePointsTest {

  /** A true rate of 1 % would show more than 12 of 2,000 in 19 of 20 cases. */
  @ParameterizedTest
  @CsvSource({"20, false", "50, false", "20, true"})
  void of_pureNoise_rarelyFindsAnything(int length, boolean heavyTails) {
    Random random = new Random(5);
    int alarms = 0;
    for (int i = 0; i < 2_000; i++) {
      double[] series = series(random, length, heavyTails);
      alarms += ChangePoints.of(series, i).isEmpty() ? 0 : 1;
    }
    assertThat(alarms).isLessThanOrEqualTo(12);
  }

  @Test
  void of_fivePercentStep_isFoundFiveRunsLaterAndPlaced() {
    Random random = new Random(5);
    int found = 0;
    int series = 200;
    for (int i = 0; i < series; i++) {
      double[] values = series(random, 25, false);
      for (int j = 20; j < values.length; j++) {
        values[j] *= 1.05;
      }
      List<ChangePoint> points = ChangePoints.of(values, i);
      found += points.stream().anyMatch(p -> Math.abs(p.index() - 20) <= 1) ? 1 : 0;
    }
    assertThat(found).isGreaterThanOrEqualTo(series * 9 / 10);
  }

  @Test
  void of_twoSteps_findsBothWithTheirRatios() {
    double[] values = new double[30];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      double level = i < 10 ? 100 : i < 20 ? 120 : 90;
      values[i] = level * (1 + 0.002 * random.nextGaussian());
    }
    List<ChangePoint> points = ChangePoints.of(values, 1);
    assertThat(points).extracting(ChangePoint::index).containsExactly(10, 20);
    assertThat(points.get(0).ratio()).isCloseTo(1.2, within(0.01));
    assertThat(points.get(1).ratio()).isCloseTo(0.75, within(0.01));
    assertThat(points).allMatch(point -> point.p() <= 0.005);
    assertThat(ChangePoints.of(values, 1)).isEqualTo(points);
  }

  @Test
  void of_singleSpikeOrShortSeries_findsNothing() {
    double[] spike = new double[20];
    Arrays.fill(spike, 100);
    spike[12] = 200;
    assertThat(ChangePoints.of(spike, 1)).isEmpty();
    assertThat(ChangePoints.of(new double[] {1, 1, 9, 9, 9}, 1)).isEmpty();
    assertThat(ChangePoints.of(new double[] {5, 5, 5, 5, 5, 5, 5, 5}, 1)).isEmpty();
    assertThat(ChangePoints.of(new double[0], 1)).isEmpty();
  }

  @Test
  void of_valueNotAboveZero_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ChangePoints.of(new double[] {1, 0}, 1));
  }

  private static double[] series(Random random, int length, boolean heavyTails) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      double chi =
          Math.pow(random.nextGaussian(), 2)
              + Math.pow(random.nextGaussian(), 2)
              + Math.pow(random.nextGaussian(), 2);
      double spread = heavyTails ? 1 / Math.sqrt(chi / 3) : 1;
      values[i] = 100 * Math.exp(0.015 * random.nextGaussian() * spread);
    }
    return values;
  }
}
