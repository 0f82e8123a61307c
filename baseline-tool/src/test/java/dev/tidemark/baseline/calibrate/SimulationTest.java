package dev.tidemark.baseline.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.baseline.compare.Threshold;
import dev.tidemark.baseline.statistics.LogSample;
import dev.tidemark.baseline.statistics.SeededRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {

  @ParameterizedTest
  @EnumSource
  void forks_manyDrawn_varyAsTheModelSays(Noise noise) {
    double[][] forks = noise.forks(new SeededRandom(1), 20_000, 0);
    double[] means =
        Arrays.stream(forks).mapToDouble(f -> Arrays.stream(f).average().orElseThrow()).toArray();
    double within =
        Arrays.stream(forks).mapToDouble(f -> LogSample.of(f).variance()).average().orElseThrow();
    double expected = noise == Noise.BIMODAL ? Math.sqrt(0.0004 + 0.0012) : 0.02;
    assertThat(Math.sqrt(LogSample.of(means).variance())).isCloseTo(expected, within(0.003));
    assertThat(Math.sqrt(within)).isLessThan(0.0101);
  }

  @Test
  void autocorrelated_iterations_staySimilarWithinAFork() {
    assertThat(withinVariance(Noise.AUTOCORRELATED)).isLessThan(withinVariance(Noise.NORMAL) / 2);
  }

  private static double withinVariance(Noise noise) {
    return Arrays.stream(noise.forks(new SeededRandom(1), 5_000, 0))
        .mapToDouble(f -> LogSample.of(f).variance())
        .average()
        .orElseThrow();
  }

  @Test
  void rules_clearSlowdown_allCallIt() {
    Scenario scenario = new Scenario(Noise.NORMAL, 10, 1.5, new Threshold.Factor(1.05), 1, 0, 1);
    Trial trial = scenario.trial(new SeededRandom(1));
    Rules rules = new Rules(scenario.threshold());
    LogSample base = LogSample.of(Trial.pooled(trial.base()));
    LogSample current = LogSample.of(Trial.pooled(trial.current()));
    assertThat(Rules.regressed(rules.ours(trial))).isTrue();
    assertThat(rules.pooledMannWhitney(trial)).isTrue();
    assertThat(Rules.pooledWelch(base, current)).isTrue();
    assertThat(Rules.fixedPercentage(trial)).isTrue();
    assertThat(Rules.jmhIntervals(base, current)).isTrue();
    assertThat(Rules.pooledWelch(current, base)).isFalse();
    assertThat(Rules.jmhIntervals(current, base)).isFalse();
    Trial faster = new Trial(/* base= */ trial.current(), /* current= */ trial.base(), 1);
    assertThat(Rules.regressed(rules.ours(faster))).isFalse();
    assertThat(rules.pooledMannWhitney(faster)).isFalse();
    assertThat(Rules.fixedPercentage(faster)).isFalse();
  }

  @Test
  void trial_severalSessions_shareWhatASessionShares() {
    Scenario scenario = new Scenario(Noise.NORMAL, 5, 1, new Threshold.Factor(1.05), 10, 0.5, 1);
    Trial trial = scenario.trial(new SeededRandom(1));
    assertThat(trial.baseResult().forks()).hasSize(50);
    assertThat(trial.baseResult().forks().stream().map(f -> f.session()).distinct()).hasSize(10);
    assertThat(trial.currentResult().forks().stream().map(f -> f.session()).distinct()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"4, false", "5, true", "7, true", "8, false"})
  void check_count_passesWithinItsLimitsInclusive(int count, boolean passed) {
    Check check = new Check("x", count, 5, 7, 10);
    assertThat(check.passed()).isEqualTo(passed);
    assertThat(new Simulation.Result(List.of(), List.of(check)).passed()).isEqualTo(passed);
  }

  /** The counts that show a rate with 95 % confidence. */
  @ParameterizedTest
  @CsvSource({"0, 299", "4, 1000", "12, 2000", "38, 5000", "83, 10000"})
  void check_atMostOneInAHundred_allowsWhatShowsIt(int most, int of) {
    assertThat(Check.atMost("x", most, 0.01, of).passed()).isTrue();
    assertThat(Check.atMost("x", most + 1, 0.01, of).passed()).isFalse();
    assertThat(Check.atMost("x", 0, 0.01, 298).passed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"484, 500", "962, 1000", "1917, 2000", "9537, 10000"})
  void check_atLeastNinetyFive_asksForWhatShowsIt(int least, int of) {
    assertThat(Check.atLeast("x", least, 0.95, of).passed()).isTrue();
    assertThat(Check.atLeast("x", least - 1, 0.95, of).passed()).isFalse();
  }
}
