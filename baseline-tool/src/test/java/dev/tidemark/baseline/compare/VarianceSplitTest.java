package dev.tidemark.baseline.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkOrigin;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.MeasurementSetup;
import dev.tidemark.runs.Records;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VarianceSplitTest {

  @Test
  void of_iterationsThatAgree_putsAllBetweenForks() {
    VarianceSplit split = split(new double[] {1, 1, 1}, new double[] {2, 2, 2}).orElseThrow();
    assertThat(split.between()).isEqualTo(1);
    assertThat(split.text()).isEqualTo("100 % between forks: add forks, not iterations");
  }

  @Test
  void of_forksThatAgree_putsAllWithinThem() {
    VarianceSplit split = split(new double[] {1, 2, 3}, new double[] {3, 2, 1}).orElseThrow();
    assertThat(split.between()).isZero();
    assertThat(split.text()).isEqualTo("0 % between forks: add iterations, or forks");
    assertThat(split.bestIterations()).as("forks add nothing").isEmpty();
  }

  @Test
  void of_knownDeviations_findsTheirShares() {
    Random random = new Random(3);
    double[][] forks = new double[4_000][5];
    for (double[] fork : forks) {
      double effect = 0.02 * random.nextGaussian();
      Arrays.setAll(fork, i -> Math.exp(effect + 0.03 * random.nextGaussian()));
    }
    double within = 0.03 * 0.03 / 5;
    assertThat(split(forks).orElseThrow().between())
        .isCloseTo(0.02 * 0.02 / (0.02 * 0.02 + within), within(0.02));
  }

  /**
   * A fork costs 0.5 s and three warm-ups of 100 ms, an iteration 200 ms; deviations 2 % and 8 %.
   */
  @Test
  void bestIterations_knownCosts_isTheRootOfCostsTimesVariances() {
    Random random = new Random(3);
    double[][] forks = new double[40_000][5];
    for (double[] fork : forks) {
      double effect = 0.02 * random.nextGaussian();
      Arrays.setAll(fork, i -> Math.exp(effect + 0.0775 * random.nextGaussian()));
    }
    double expected = Math.ceil(Math.sqrt(0.8 / 0.2) * 0.0775 / 0.02);
    VarianceSplit split = VarianceSplit.of(result(Records.setup(), forks)).orElseThrow();
    assertThat(split.bestIterations()).hasValue((int) expected);
    assertThat(split.text()).endsWith("at the least cost a fork runs 8 iterations");
  }

  @Test
  void of_tooLittleOrUnevenData_isEmpty() {
    assertThat(split(new double[] {1, 2})).isEmpty();
    assertThat(split(new double[] {1}, new double[] {2})).isEmpty();
    assertThat(split(new double[] {1, 2}, new double[] {1, 2, 3})).isEmpty();
    assertThat(split(new double[] {1, 1}, new double[] {1, 1})).isEmpty();
    assertThat(VarianceSplit.of(BenchmarkResult.summary(Records.time(5)))).isEmpty();
  }

  private static Optional<VarianceSplit> split(double[]... iterations) {
    return VarianceSplit.of(result(Records.forked(1, 1).setup(), iterations));
  }

  private static BenchmarkResult result(MeasurementSetup setup, double[]... iterations) {
    List<ForkSample> forks = new ArrayList<>();
    for (double[] fork : iterations) {
      forks.add(
          new ForkSample(
              new ForkOrigin("s", forks.size() + 1, 0, Optional.empty(), OptionalLong.empty()),
              List.of(),
              Arrays.stream(fork).boxed().toList(),
              fork.length,
              Arrays.stream(fork).average().orElseThrow(),
              Map.of(),
              OptionalDouble.empty()));
    }
    BenchmarkResult any = Records.forked(1, 1);
    return new BenchmarkResult(
        any.outcome(),
        setup,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        new TreeMap<>(),
        forks);
  }
}
