package dev.tidemark.baseline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.statistics.inference.TTest;
import org.junit.jupiter.api.Test;

class PairedRatioTest {

  private static final double[] BASE = {100, 120, 90, 140, 101.5};
  private static final double[] CURRENT = {104, 127, 93, 149, 104.5};

  @Test
  void of_fiveBlocks_agreesWithThePairedTTestOnLogarithms() {
    PairedRatio ratio = PairedRatio.of(BASE, CURRENT);

    TTest.Result reference = TTest.withDefaults().pairedTest(logs(CURRENT), logs(BASE));
    assertThat(ratio.p()).isCloseTo(reference.getPValue(), within(1e-12));
    assertThat(ratio.logRatio() / ratio.standardError())
        .isCloseTo(reference.getStatistic(), within(1e-9));
    assertThat(ratio.degreesOfFreedom()).isEqualTo(4);
    assertThat(ratio.blocks()).isEqualTo(5);
  }

  @Test
  void of_blocksOfVeryDifferentSpeed_stillFindsTheSteadyDifference() {
    double[] base = {100, 130, 170, 220, 290};
    double[] current = Arrays.stream(base).map(value -> value * 1.05).toArray();
    current[2] *= 1.001;

    assertThat(PairedRatio.of(base, current).p()).isLessThan(1e-6);
    assertThat(WelchRatio.of(LogSample.of(base), LogSample.of(current)).p()).isGreaterThan(0.5);
  }

  @Test
  void of_sameDifferenceInEveryBlock_isCertain() {
    PairedRatio ratio = PairedRatio.of(new double[] {1, 2, 4}, new double[] {2, 4, 8});

    assertThat(ratio.ratio()).isCloseTo(2, within(1e-12));
    assertThat(ratio.p()).isZero();
    assertThat(ratio.interval(0.99).low()).isEqualTo(ratio.interval(0.99).high());
  }

  @Test
  void toFind_pairedDeviation_givesTheWantedPower() {
    PairedRatio ratio = PairedRatio.of(BASE, CURRENT);
    int blocks = ForkPlanner.toFind(0.01).forks(ratio, 0.02);

    assertThat(
            new PairedRatio(0, ratio.deviation() / Math.sqrt(blocks), blocks - 1, 0, blocks)
                .detectable(0.01))
        .isLessThanOrEqualTo(0.02);
    assertThat(
            new PairedRatio(0, ratio.deviation() / Math.sqrt(blocks - 1.0), blocks - 2, 0, 2)
                .detectable(0.01))
        .isGreaterThan(0.02);
  }

  @Test
  void of_unequalOrTooFewBlocksOrZero_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedRatio.of(BASE, new double[] {1, 2}))
        .withMessageContaining("5 and 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedRatio.of(new double[] {1}, new double[] {1}))
        .withMessageContaining("two blocks");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedRatio.of(new double[] {1, 2}, new double[] {1, 0}));
  }

  private static double[] logs(double[] values) {
    return Arrays.stream(values).map(Math::log).toArray();
  }
}
