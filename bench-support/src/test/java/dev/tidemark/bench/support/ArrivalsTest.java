package dev.tidemark.bench.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.bench.support.ForkFacts.OpenLoop;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.options.TimeValue;

class ArrivalsTest {
  private static final int RATE = 1_000;

  private final Arrivals arrivals = new Arrivals();

  @BeforeEach
  @AfterEach
  void forget() {
    ForkReport.take();
  }

  private static IterationParams iteration(IterationType type) {
    return new IterationParams(type, 1, TimeValue.NONE, 1);
  }

  private static void work(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void await_afterAStall_countsTheWaitOfEveryOperationThatWasDueMeanwhile() {
    arrivals.begin();
    for (int i = 0; i < 100; i++) {
      arrivals.await(RATE);
      work(i == 10 ? 50 : 0);
      arrivals.done();
    }
    arrivals.end(iteration(IterationType.MEASUREMENT));

    // What was due 1, 2, ... 40 ms into the stall waited 49, 48, ... 10 ms or more.
    Histogram latencies = Histograms.decode(ForkReport.take().histograms().get(0).encoded());
    long waited =
        latencies.getCountBetweenValues(TimeUnit.MILLISECONDS.toNanos(10), Long.MAX_VALUE);
    assertThat(waited).isGreaterThanOrEqualTo(40);
  }

  @Test
  void await_neverReturnsBeforeAnOperationIsDue() {
    arrivals.begin();
    long start = System.nanoTime();
    for (int i = 0; i < 30; i++) {
      arrivals.await(RATE);
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(i * 1_000_000L);
      arrivals.done();
    }
  }

  @Test
  void end_slowerThanTheArrivals_isSaturatedAtWhatWasReached() {
    arrivals.begin();
    for (int i = 0; i < 20; i++) {
      arrivals.await(RATE);
      work(4);
      arrivals.done();
    }
    arrivals.end(iteration(IterationType.MEASUREMENT));

    OpenLoop went = ForkReport.take().openLoop();
    assertThat(went.offered()).isEqualTo(RATE);
    assertThat(went.achieved()).isLessThanOrEqualTo(250);
    assertThat(went.isSaturated()).isTrue();
  }

  @Test
  void openLoop_98PercentOfTheOfferedRate_keepsUp() {
    assertThat(new OpenLoop(1_000, 980).isSaturated()).isFalse();
    assertThat(new OpenLoop(1_000, 979.9).isSaturated()).isTrue();
  }

  @Test
  void arrivals_ofTwoIterations_areOneRate() {
    ForkReport.current().arrivals(RATE, 1_000, TimeUnit.SECONDS.toNanos(1));
    ForkReport.current().arrivals(RATE, 1_000, TimeUnit.SECONDS.toNanos(3));

    assertThat(ForkReport.take().openLoop().achieved()).isCloseTo(500, within(1e-9));
  }

  @Test
  void end_warmUp_isForgotten() {
    arrivals.begin();
    arrivals.await(RATE);
    arrivals.done();
    arrivals.end(iteration(IterationType.WARMUP));

    assertThat(ForkReport.take()).isNull();
  }
}
