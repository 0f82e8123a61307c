package dev.tidemark.bench.support.run;

import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.ForkFacts;
import dev.tidemark.bench.support.ForkFacts.IterationHistogram;
import dev.tidemark.bench.support.ForkFacts.OpenLoop;
import dev.tidemark.bench.support.Histograms;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Forks as they stand in a partial log. */
final class Records {
  private Records() {}

  static ForkRecord fork(String id, int round, String mode, double... iterations) {
    return new ForkRecord(
        "test",
        "run",
        id,
        round,
        0,
        mode,
        List.of(1.0),
        Arrays.stream(iterations).boxed().toList(),
        List.of(),
        8.0,
        facts(),
        null);
  }

  static ForkRecord timed(String id, int round, String mode, double mean, long... operations) {
    Histogram histogram = Histograms.create();
    Arrays.stream(operations).forEach(histogram::recordValue);
    ForkRecord plain = fork(id, round, mode, mean);
    return new ForkRecord(
        plain.module(),
        plain.session(),
        id,
        round,
        0,
        mode,
        plain.warmup(),
        plain.iterations(),
        List.of(new IterationHistogram(5, 6, Histograms.encode(histogram))),
        null,
        facts(),
        null);
  }

  /** A fork of an open loop of 1,000 arrivals a second. */
  static ForkRecord open(String id, int round, double achieved, long... operations) {
    double mean = Arrays.stream(operations).average().orElseThrow();
    ForkRecord timed = timed(id, round, "ss", mean, operations);
    return new ForkRecord(
        timed.module(),
        timed.session(),
        id,
        round,
        0,
        "ss",
        List.of(),
        timed.iterations(),
        timed.histograms(),
        null,
        facts(new OpenLoop(1_000, achieved)),
        null);
  }

  static ForkRecord failed(String id, int round, String reason) {
    return new ForkRecord(
        "test", "run", id, round, 0, "avgt", List.of(), List.of(), List.of(), null, null, reason);
  }

  private static ForkFacts facts() {
    return facts(null);
  }

  private static ForkFacts facts(OpenLoop openLoop) {
    return new ForkFacts(
        77,
        "2026-01-02T03:04:05Z",
        "2026-01-02T03:04:06Z",
        "inmemory",
        null,
        Map.of("syncs", 30L),
        List.of(),
        null,
        List.of(),
        null,
        0,
        openLoop);
  }

  static RunPlan plan(int rounds, String... ids) {
    return new RunPlan(
        "test",
        "run",
        "quick",
        List.of(ids),
        rounds,
        BenchMode.INMEMORY,
        1,
        Overrides.NONE,
        "0123456789abcdef",
        false,
        0);
  }
}
