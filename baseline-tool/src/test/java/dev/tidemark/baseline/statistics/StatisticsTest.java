package dev.tidemark.baseline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {

  @Test
  void welch_noVarianceAndADifference_isCertain() {
    WelchRatio welch = WelchRatio.of(LogSample.of(8, 8, 8), LogSample.of(16, 16));
    assertThat(welch.p()).isZero();
    assertThat(welch.interval(0.99).low()).isEqualTo(welch.interval(0.99).high());
    assertThat(welch.ratio()).isCloseTo(2, within(1e-12));
    assertThat(welch.equivalenceP(0.02)).isEqualTo(1);
  }

  @Test
  void welch_noVarianceAndNoDifference_isEqual() {
    WelchRatio welch = WelchRatio.of(LogSample.of(8, 8), LogSample.of(8, 8));
    assertThat(welch.p()).isEqualTo(1);
    assertThat(welch.equivalenceP(0.02)).isZero();
    assertThat(ForkPlanner.toFind(0.01).forks(welch, 0.05)).isEqualTo(2);
  }

  @Test
  void welch_scaledInput_sameRatio() {
    WelchRatio small = WelchRatio.of(LogSample.of(1, 2, 3), LogSample.of(2, 3, 5));
    WelchRatio large = WelchRatio.of(LogSample.of(1e6, 2e6, 3e6), LogSample.of(2e6, 3e6, 5e6));
    assertThat(large.p()).isCloseTo(small.p(), within(1e-12));
    assertThat(large.ratio()).isCloseTo(small.ratio(), within(1e-12));
  }

  /** The forks by fork deviation in percent that a simulation of 95 % power at alpha 0.01 gave. */
  @ParameterizedTest
  @CsvSource({
    "0.02, 1, 11",
    "0.03, 1, 6",
    "0.05, 1, 4",
    "0.05, 2, 8",
    "0.05, 3, 16",
    "0.05, 5, 40",
    "0.10, 5, 12"
  })
  void toFind_knownDeviation_isWithinOneOfTheSimulation(
      double shift, double deviationPercent, int forks) {
    WelchRatio welch = new WelchRatio(0, 1, 10, deviationPercent / 100);
    assertThat(ForkPlanner.toFind(0.01).forks(welch, shift)).isBetween(forks - 1, forks + 1);
  }

  @Test
  void toEquate_narrowMargin_needsMoreThanFinding() {
    WelchRatio welch = new WelchRatio(0, 1, 10, 0.02);
    assertThat(ForkPlanner.toEquate(0.01).forks(welch, 0.02))
        .isGreaterThan(ForkPlanner.toFind(0.01).forks(welch, 0.05));
    assertThat(ForkPlanner.toEquate(0.01).forks(new WelchRatio(0, 1, 10, 50), 0.001))
        .isEqualTo(10_000);
  }

  @Test
  void logSample_noValueOrNoneAboveZero_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> LogSample.of());
    assertThatIllegalArgumentException().isThrownBy(() -> LogSample.of(1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> LogSample.of(1, Double.NaN));
  }

  @Test
  void interval_oneValue_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogSample.of(5).interval(0.99))
        .withMessageContaining("at least two");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WelchRatio.of(LogSample.of(5), LogSample.of(5, 6)));
  }

  @Test
  void adjust_noProbability_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> BenjaminiHochberg.adjust(0.5, 1.1));
    assertThatIllegalArgumentException().isThrownBy(() -> BenjaminiHochberg.adjust(Double.NaN));
    assertThat(BenjaminiHochberg.adjust()).isEmpty();
  }

  @Test
  void sessionRatio_baseSessions_bringTheirSpread() {
    SessionRatio ratio = SessionRatio.of(LogSample.of(98, 100, 102, 104), LogSample.of(110));
    assertThat(ratio.degreesOfFreedom()).isEqualTo(3);
    double spread = Math.sqrt(LogSample.of(98, 100, 102, 104).variance());
    assertThat(ratio.standardError()).isCloseTo(spread * Math.sqrt(1.25), within(1e-12));
    assertThat(SessionRatio.of(LogSample.of(5, 5), LogSample.of(6)).p()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionRatio.of(LogSample.of(5), LogSample.of(5, 6)));
  }

  @Test
  void studentT_impossibleArguments_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new StudentT(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new StudentT(Double.POSITIVE_INFINITY));
    assertThatIllegalArgumentException().isThrownBy(() -> new StudentT(5).upperQuantile(1));
    assertThatIllegalArgumentException().isThrownBy(() -> new StudentT(5).upperQuantile(0));
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0", "0.025, 1.959963984540054", "1e-20, 9.262340089798408"})
  void normalQuantile_tail_isTheKnownOne(double tail, double z) {
    assertThat(Normal.upperQuantile(tail)).isCloseTo(z, within(1e-12));
    assertThatIllegalArgumentException().isThrownBy(() -> Normal.upperQuantile(1 - tail / 2));
  }

  @Test
  void mannWhitney_sameInstanceAgain_givesTheSame() {
    MannWhitney test = new MannWhitney();
    double[] low = {1, 2, 3, 4, 5};
    double[] high = {6, 7, 8, 9, 10};
    double fresh = test.p(low, high);
    assertThat(fresh).isCloseTo(2 / 252.0, within(1e-15));
    assertThat(test.p(low, new double[] {6, 7, 8})).isCloseTo(2 / 56.0, within(1e-15));
    assertThat(test.p(high, low)).isEqualTo(fresh);
    assertThat(test.p(new double[] {3, 3}, new double[] {3, 3, 3})).isEqualTo(1);
  }

  @Test
  void bootstrap_sameSeed_sameIntervalAroundTheRatio() {
    double[] base = {98, 99, 100, 101, 102};
    double[] current = {107.8, 108.9, 110, 111.1, 112.2};
    Interval interval = ForkBootstrap.ratio(base, current, 0.99, 7);
    assertThat(interval).isEqualTo(ForkBootstrap.ratio(base, current, 0.99, 7));
    assertThat(interval).isNotEqualTo(ForkBootstrap.ratio(base, current, 0.99, 8));
    assertThat(interval.low()).isBetween(1.04, 1.099);
    assertThat(interval.high()).isBetween(1.101, 1.16);
    assertThat(ForkBootstrap.ratio(new double[] {5, 5}, new double[] {5, 5}, 0.99, 1))
        .isEqualTo(new Interval(1, 1));
  }

  @Test
  void bootstrap_tooFewForksOrZero_isRefused() {
    double[] two = {1, 2};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ForkBootstrap.ratio(two, new double[] {1}, 0.99, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ForkBootstrap.ratio(two, new double[] {0, 1}, 0.99, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "0.1234567890123456, 0.123456789012",
    "123456789012.6, 123456789013",
    "0, 0",
    "-2.5e-300, -2.5e-300"
  })
  void significant_value_keepsTwelveDigits(double value, double rounded) {
    assertThat(Rounding.significant(value)).isEqualTo(rounded);
  }
}
