package dev.tidemark.bench.support.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.bench.support.catalog.Catalog;
import dev.tidemark.bench.support.catalog.CatalogEntry;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Direction;
import dev.tidemark.runs.Failure;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.Quantile;
import dev.tidemark.runs.TimeOutcome;
import dev.tidemark.runs.ValueOutcome;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ResultBuilderTest {
  private static final String STEADY = "trial/steady/size_1k";
  private static final String BOTH = "trial/both/size_1000";
  private static final String APPEND = "trial/append/size_1k";

  private final Catalog catalog = Catalog.load();

  @Test
  void result_steadyForks_meanIsTheMeanOfForkMeans() {
    BenchmarkResult result =
        result(
            STEADY,
            Records.fork(STEADY, 1, "avgt", 10, 20, 30),
            Records.fork(STEADY, 2, "avgt", 40));
    TimeOutcome time = (TimeOutcome) result.outcome();

    assertThat(time.meanNs()).isEqualTo(30);
    assertThat(result.forks().stream().mapToDouble(ForkSample::mean)).containsExactly(20.0, 40.0);
    assertThat(time.basis()).isEqualTo(TimeOutcome.Basis.ITERATION_MEANS);
    assertThat(time.samples()).isEqualTo(4);
    assertThat(time.medianNs()).hasValue(25);
    assertThat(time.minNs()).hasValue(10);
    assertThat(time.maxNs()).hasValue(40);
    assertThat(time.stddevNs().orElseThrow()).isCloseTo(12.9099, within(1e-4));
    assertThat(time.quantiles()).isEmpty();
    assertThat(result.allocBytesPerOp()).hasValue(8);
    assertThat(result.forks()).allSatisfy(fork -> assertThat(fork.allocBytesPerOp()).hasValue(8));
    assertThat(result.opsPerSec().orElseThrow()).isCloseTo(1e9 / 30, within(1.0));
  }

  @Test
  void result_twoModes_takesMeanFromOneAndPercentilesFromTheOther() {
    BenchmarkResult result =
        result(
            BOTH,
            Records.fork(BOTH, 1, "avgt", 10),
            Records.timed(BOTH, 1, "sample", 9_999, LongStream.rangeClosed(1, 100).toArray()),
            Records.fork(BOTH, 2, "avgt", 20),
            Records.timed(BOTH, 2, "sample", 9_999, LongStream.rangeClosed(101, 200).toArray()));
    TimeOutcome time = (TimeOutcome) result.outcome();

    assertThat(time.meanNs()).isEqualTo(15);
    assertThat(time.quantiles().get(Quantile.P50)).isEqualTo(100);
    assertThat(time.quantiles().get(Quantile.P99)).isEqualTo(198);
    assertThat(time.basis()).isEqualTo(TimeOutcome.Basis.OPERATIONS);
    assertThat(time.samples()).isEqualTo(200);
    assertThat(result.forks().get(1).quantiles().get(Quantile.P99)).isEqualTo(199);
    assertThat(result.forks().get(1).n()).isEqualTo(100);
    assertThat(result.setup().mode()).hasValue("avgt+sample");
    assertThat(result.setup().itemsPerCall()).hasValue(1000);
  }

  @Test
  void result_singleShot_recordsBatchAndCountersPerOperation() {
    BenchmarkResult result = result(APPEND, Records.fork(APPEND, 1, "ss", 10, 20, 30));

    assertThat(result.setup().batch()).hasValue(500);
    assertThat(result.aux()).containsEntry("syncs_per_op", 30.0 / 3 / 500);
    assertThat(result.setup().durability()).hasValue("inmemory");
  }

  @Test
  void result_openLoopThatKeepsUp_hasLatenciesAndTheRate() {
    BenchmarkResult result =
        result(
            APPEND, Records.open(APPEND, 1, 999, 100, 200, 300), Records.open(APPEND, 2, 985, 400));
    TimeOutcome time = (TimeOutcome) result.outcome();

    assertThat(time.meanNs()).isEqualTo(300);
    assertThat(time.quantiles().get(Quantile.P50)).isEqualTo(200);
    assertThat(result.setup().rate()).hasValue(1_000);
    assertThat(result.opsPerSec()).hasValue(992);
    assertThat(SummaryReport.point(result)).isEqualTo("300.0 ns");
  }

  @Test
  void result_openLoopSaturatedInOneFork_isTheRateReached() {
    BenchmarkResult result =
        result(APPEND, Records.open(APPEND, 1, 999, 100), Records.open(APPEND, 2, 501, 400));

    assertThat(result.outcome())
        .isEqualTo(new ValueOutcome(750, "ops/s", Direction.HIGHER_IS_BETTER));
    assertThat(result.forks().stream().mapToDouble(ForkSample::mean)).containsExactly(999.0, 501.0);
    assertThat(result.forks()).allSatisfy(fork -> assertThat(fork.quantiles()).isEmpty());
    assertThat(SummaryReport.point(result)).isEqualTo("saturated at 750/s");
    assertThat(SummaryReport.quantile(result, Quantile.P50)).isEqualTo("-");
  }

  @Test
  void result_onlyFailures_isEmpty() {
    assertThat(
            ResultBuilder.result(
                Records.plan(1), entry(STEADY), List.of(Records.failed(STEADY, 1, "it threw"))))
        .isEmpty();
  }

  @Test
  void failures_missingAndDeadForks_areListed() {
    List<ForkRecord> recorded =
        List.of(Records.fork(STEADY, 1, "avgt", 1), Records.failed(STEADY, 2, "it threw"));

    List<Failure> complete =
        ResultBuilder.failures(Records.plan(3, STEADY), entry(STEADY), recorded, true);
    List<Failure> interrupted =
        ResultBuilder.failures(Records.plan(3, STEADY), entry(STEADY), recorded, false);

    assertThat(complete)
        .extracting(Failure::reason)
        .containsExactly("avgt: it threw", "avgt: no fork on record");
    assertThat(complete).extracting(failure -> failure.round().orElse(0)).containsExactly(2, 3);
    assertThat(interrupted).extracting(Failure::reason).containsExactly("avgt: it threw");
  }

  private BenchmarkResult result(String id, ForkRecord... forks) {
    return ResultBuilder.result(Records.plan(2, id), entry(id), List.of(forks)).orElseThrow();
  }

  private CatalogEntry entry(String id) {
    return catalog.find(id).orElseThrow();
  }
}
