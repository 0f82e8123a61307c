package dev.tidemark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.LatencyHistogram;
import dev.tidemark.types.LatencyHistogram.Bucket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against a sorted array. */
class LatencyRecorderPropertyTest {
  private static final double[] PERCENTS = {0, 0.1, 25, 50, 75, 90, 99, 99.9, 100};

  @Property(tries = 500)
  void percentile_anyDurations_isAtMostAThirtySecondAboveTheTrueOne(
      @ForAll("durations") List<Long> durations) {
    LatencyRecorder recorder = new LatencyRecorder();
    durations.forEach(recorder::record);
    LatencyHistogram histogram = recorder.snapshot();
    long[] sorted = durations.stream().mapToLong(Long::longValue).sorted().toArray();

    assertThat(histogram.count()).isEqualTo(sorted.length);
    assertThat(histogram.maxNanos()).isEqualTo(sorted[sorted.length - 1]);
    for (double percent : PERCENTS) {
      int rank = Math.max(1, (int) Math.ceil(percent / 100 * sorted.length));
      long exact = sorted[rank - 1];
      assertThat(histogram.percentileNanos(percent) - exact)
          .as("%s%% of %s", percent, Arrays.toString(sorted))
          .isBetween(0L, exact / 32);
    }
  }

  /** Of every order of magnitude alike, and the ends of buckets. */
  @Provide
  Arbitrary<List<Long>> durations() {
    Arbitrary<Long> any =
        Arbitraries.integers()
            .between(1, Long.SIZE - 1)
            .flatMap(bits -> Arbitraries.longs().between(0, Long.MAX_VALUE >>> (63 - bits)));
    Arbitrary<Long> powers =
        Arbitraries.integers().between(0, 62).map(bit -> 1L << bit).map(power -> power - 1);
    return Arbitraries.oneOf(any, powers).list().ofMinSize(1).ofMaxSize(300);
  }

  @Example
  void record_shortDurations_areExact() {
    LatencyRecorder recorder = new LatencyRecorder();
    for (int nanos = 0; nanos < 64; nanos++) {
      recorder.record(nanos);
    }
    assertThat(recorder.snapshot().buckets()).hasSize(64);
    assertThat(recorder.snapshot().percentileNanos(50)).isEqualTo(31);
  }

  @Example
  void record_negativeDuration_countsAsZero() {
    LatencyRecorder recorder = new LatencyRecorder();
    recorder.record(-5);
    assertThat(recorder.snapshot()).isEqualTo(new LatencyHistogram(List.of(new Bucket(0, 1)), 0));
  }

  @Example
  void snapshot_laterRecordings_doNotChangeIt() {
    LatencyRecorder recorder = new LatencyRecorder();
    recorder.record(1000);
    LatencyHistogram before = recorder.snapshot();
    recorder.record(5000);
    assertThat(before.count()).isEqualTo(1);
    assertThat(before.maxNanos()).isEqualTo(1000);
    assertThatThrownBy(() -> before.buckets().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Example
  void snapshot_nothingRecorded_isEmpty() {
    LatencyHistogram empty = new LatencyRecorder().snapshot();
    assertThat(empty).isEqualTo(LatencyHistogram.EMPTY);
    assertThat(empty.count()).isZero();
    assertThat(empty.percentileNanos(99)).isZero();
  }

  @Example
  void record_severalThreads_losesNothing() throws InterruptedException {
    LatencyRecorder recorder = new LatencyRecorder();
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      long own = i;
      threads.add(
          new Thread(
              () -> {
                for (int n = 0; n < 10_000; n++) {
                  recorder.record(n % 10 * own);
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(recorder.snapshot().count()).isEqualTo(40_000);
    assertThat(recorder.snapshot().maxNanos()).isEqualTo(36);
  }

  @Example
  void percentile_outOfRange_isRefused() {
    for (double percent : new double[] {-0.1, 100.1, Double.NaN}) {
      assertThatThrownBy(() -> LatencyHistogram.EMPTY.percentileNanos(percent))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("0..100");
    }
  }

  @Example
  void histogram_bucketsEmptyOrOutOfOrder_areRefused() {
    List<Bucket> empty = List.of(new Bucket(3, 0));
    List<Bucket> unordered = List.of(new Bucket(3, 1), new Bucket(3, 1));
    assertThatThrownBy(() -> new LatencyHistogram(empty, 3))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> new LatencyHistogram(unordered, 3))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("upToNanos=3");
  }
}
