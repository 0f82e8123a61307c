package dev.tidemark.bench.support.run;

import dev.tidemark.bench.support.ForkFacts;
import dev.tidemark.bench.support.ForkFacts.IterationHistogram;
import dev.tidemark.bench.support.Histograms;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** The figures of one fork, from JMH's result and the fork's own report. */
final class ForkResults {
  private static final String ALLOCATION = "gc.alloc.rate.norm";
  private static final Map<String, String> COLLECTIONS =
      Map.of("gc.count", "gc_count", "gc.time", "gc_time_ms");

  private final List<IterationResult> iterations;
  private final Mode mode;

  private ForkResults(List<IterationResult> iterations, Mode mode) {
    this.iterations = iterations;
    this.mode = mode;
  }

  /**
   * The single fork of a result. What JMH says it was asked to fork is not what survived, so the
   * data is counted.
   *
   * @throws IllegalStateException if there is not exactly one fork with data
   */
  static ForkResults of(RunResult result) {
    List<BenchmarkResult> forks = List.copyOf(result.getBenchmarkResults());
    if (forks.size() != 1 || forks.get(0).getIterationResults().isEmpty()) {
      throw new IllegalStateException("JMH kept data of " + forks.size() + " forks, not of one");
    }
    return new ForkResults(
        List.copyOf(forks.get(0).getIterationResults()), result.getParams().getMode());
  }

  /**
   * Mean nanoseconds per operation of each measured iteration. In an open loop JMH's figure is the
   * time between two arrivals.
   */
  List<Double> means(ForkFacts facts) {
    if (facts.openLoop() != null) {
      return facts.histograms().stream()
          .map(timed -> Histograms.decode(timed.encoded()).getMean())
          .toList();
    }
    return iterations.stream()
        .map(data -> data.getPrimaryResult().getScore() / data.getParams().getBatchSize())
        .toList();
  }

  /** Single operations: JMH's samples, or what the benchmark timed itself. */
  List<IterationHistogram> histograms(List<RecordingOutput.Span> spans, ForkFacts facts) {
    if (mode != Mode.SampleTime) {
      return facts.histograms();
    }
    List<IterationHistogram> sampled = new ArrayList<>();
    for (int i = 0; i < iterations.size(); i++) {
      RecordingOutput.Span span = spans.get(i);
      sampled.add(
          new IterationHistogram(
              span.startMillis(), span.endMillis(), Histograms.encode(samples(iterations.get(i)))));
    }
    return sampled;
  }

  private static Histogram samples(IterationResult data) {
    Histogram histogram = Histograms.create();
    Iterator<Map.Entry<Double, Long>> samples =
        data.getPrimaryResult().getStatistics().getRawData();
    while (samples.hasNext()) {
      Map.Entry<Double, Long> sample = samples.next();
      histogram.recordValueWithCount(Math.round(sample.getKey()), sample.getValue());
    }
    return histogram;
  }

  /** Collections and the milliseconds they took, over the measured iterations. */
  Map<String, Long> collections() {
    Map<String, Long> totals = new TreeMap<>();
    for (IterationResult iteration : iterations) {
      COLLECTIONS.forEach(
          (metric, name) -> {
            Result<?> result = iteration.getSecondaryResults().get(metric);
            if (result != null && Double.isFinite(result.getScore())) {
              totals.merge(name, Math.round(result.getScore()), Long::sum);
            }
          });
    }
    return totals;
  }

  /**
   * Bytes allocated per operation: by JMH's profiler in steady modes; by the benchmark's own thread
   * in single shots, where the profiler would count the set-up. The profiler counts what the
   * tear-down of a trial allocates for its last iteration, hence the median.
   */
  Optional<Double> allocated(ForkFacts facts) {
    if (mode == Mode.SingleShotTime) {
      return Optional.ofNullable(facts.allocatedBytes())
          .map(bytes -> (double) bytes / facts.allocationOperations());
    }
    List<Double> rates = new ArrayList<>();
    for (IterationResult iteration : iterations) {
      Result<?> rate = iteration.getSecondaryResults().get(ALLOCATION);
      if (rate != null && Double.isFinite(rate.getScore())) {
        rates.add(rate.getScore());
      }
    }
    Collections.sort(rates);
    return rates.isEmpty() ? Optional.empty() : Optional.of(rates.get((rates.size() - 1) / 2));
  }
}
