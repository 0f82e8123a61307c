package dev.tidemark.bench.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.options.TimeValue;

class ForkReportTest {
  @BeforeEach
  @AfterEach
  void forget() {
    ForkReport.take();
  }

  @Test
  void take_nothingReported_isNull() {
    assertThat(ForkReport.take()).isNull();
  }

  @ParameterizedTest
  @EnumSource(BenchMode.class)
  void durability_ofEachMode_isItsLabel(BenchMode mode) {
    ForkReport.current().durability(mode.durability());

    assertThat(ForkReport.take().durability()).isEqualTo(mode.label());
  }

  @Test
  void noDatabase_isNone() {
    ForkReport.current().noDatabase();

    assertThat(ForkReport.take().durability()).isEqualTo("none");
  }

  @Test
  void count_warmup_isIgnored() {
    ForkReport.current()
        .count(iteration(IterationType.WARMUP, 1), "syncs", 100)
        .count(iteration(IterationType.MEASUREMENT, 1), "syncs", 3)
        .count(iteration(IterationType.MEASUREMENT, 1), "syncs", 4);

    assertThat(ForkReport.take().counts()).containsOnly(entry("syncs", 7L));
  }

  @Test
  void checkEquals_difference_isAFailedCheck() {
    ForkReport.current().checkEquals("right", 1, 1).checkEquals("count", 10, 9);

    assertThat(ForkReport.take().failedChecks())
        .containsExactly(new ForkFacts.Check("count", false, "expected 10, found 9"));
  }

  @Test
  void recall_outsideUnitInterval_isRefused() {
    assertThatThrownBy(() -> ForkReport.current().recall(1.01)).hasMessageContaining("1.01");
    assertThatThrownBy(() -> ForkReport.current().recall(Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void operationHistogram_measuredIteration_isReportedWithItsAllocation() {
    OperationHistogram latency = new OperationHistogram();
    byte[][] kept = new byte[4][];
    IterationParams measured = iteration(IterationType.MEASUREMENT, kept.length);

    latency.begin(measured);
    for (int i = 0; i < kept.length; i++) {
      latency.start();
      kept[i] = new byte[10_000_000]; // Large beside what loading a class may add.
      latency.stop();
    }
    latency.end(measured);

    ForkFacts facts = ForkReport.take();
    assertThat(facts.histograms()).hasSize(1);
    assertThat(Histograms.decode(facts.histograms().get(0).encoded()).getTotalCount())
        .isEqualTo(kept.length);
    assertThat(facts.allocationOperations()).isEqualTo(kept.length);
    assertThat(facts.allocatedBytes()).isBetween(40_000_000L, 41_000_000L);
  }

  @Test
  void operationHistogram_warmup_isForgotten() {
    OperationHistogram latency = new OperationHistogram();
    IterationParams warmup = iteration(IterationType.WARMUP, 1);

    latency.begin(warmup);
    latency.start();
    latency.stop();
    latency.end(warmup);

    assertThat(ForkReport.take()).isNull();
  }

  @Test
  void operationHistogram_emptyOperations_allocateNothing() {
    OperationHistogram latency = new OperationHistogram();
    for (IterationType type : List.of(IterationType.WARMUP, IterationType.MEASUREMENT)) {
      IterationParams iteration = iteration(type, 2_000);
      latency.begin(iteration);
      for (int i = 0; i < 2_000; i++) {
        latency.start();
        latency.stop();
      }
      latency.end(iteration);
    }

    ForkFacts facts = ForkReport.take();
    assertThat(facts.allocatedBytes() / facts.allocationOperations()).isZero();
  }

  private static IterationParams iteration(IterationType type, int batch) {
    return new IterationParams(type, 1, TimeValue.NONE, batch);
  }
}
