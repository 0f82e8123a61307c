package dev.tidemark.bench.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.bench.support.ForkFacts.Check;
import dev.tidemark.bench.support.ForkFacts.IterationHistogram;
import dev.tidemark.bench.support.ForkFacts.OpenLoop;
import dev.tidemark.types.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * The report of this process about the benchmark it runs. A fork that does not report has no
 * result.
 *
 * <p>In a fork the report is written when the process ends, to the file named by {@link #PROPERTY}.
 * All methods may be called by any thread.
 */
public final class ForkReport {
  private static final int MAX_DETAIL = 1_000;
  private static final double NANOS_PER_SECOND = 1e9;

  /** System property that names the report file of a fork. */
  public static final String PROPERTY = "tidemark.bench.report";

  private static final String NONE = "none";

  private static ForkReport current;

  private final Map<String, Long> counts = new TreeMap<>();
  private final List<Check> checks = new ArrayList<>();
  private final List<IterationHistogram> histograms = new ArrayList<>();
  private String durability;
  private String provider;
  private Double recall;
  private Long allocatedBytes;
  private long allocationOperations;
  private double offered;
  private long completed;
  private long completedNanos;

  private ForkReport() {}

  /** The report of this process. */
  public static synchronized ForkReport current() {
    if (current == null) {
      current = new ForkReport();
      String file = System.getProperty(PROPERTY);
      if (file != null) {
        writeOnExit(current, Path.of(file));
        // The harness decides when a run that Ctrl-C interrupts ends: after this fork.
        InterruptSignal.handle(() -> {});
      }
    }
    return current;
  }

  /**
   * Ends the current report and returns what it says, null when nothing was reported. For a host
   * that runs benchmarks in its own process.
   */
  public static synchronized ForkFacts take() {
    ForkReport finished = current;
    current = null;
    return finished == null ? null : finished.facts();
  }

  private static void writeOnExit(ForkReport report, Path file) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> report.write(file), "fork-report"));
  }

  private void write(Path file) {
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      new ObjectMapper().writeValue(unfinished.toFile(), facts());
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("fork report " + file + " cannot be written", e);
    }
  }

  /** Says which durability the opened database has. Ask the database, not the requested mode. */
  public ForkReport durability(Durability opened) {
    return durability(BenchMode.of(opened).label());
  }

  /** Says that the benchmark opens no database, or that what it measures has no mode. */
  public ForkReport noDatabase() {
    return durability(NONE);
  }

  private synchronized ForkReport durability(String name) {
    this.durability = name;
    return this;
  }

  /** Names the kernel provider or index kind that really answered. */
  public synchronized ForkReport provider(String name) {
    this.provider = Objects.requireNonNull(name, "provider");
    return this;
  }

  /** Adds to a total, unless the iteration is a warm-up. Log counters belong here. */
  public synchronized ForkReport count(IterationParams iteration, String name, long amount) {
    if (iteration.getType() == IterationType.MEASUREMENT) {
      counts.merge(name, amount, Long::sum);
    }
    return this;
  }

  /** Asserts that a value is the expected one; a failed check fails the benchmark. */
  public ForkReport checkEquals(String name, Object expected, Object actual) {
    boolean equal = Objects.equals(expected, actual);
    return check(name, equal, equal ? "" : "expected " + expected + ", found " + actual);
  }

  /**
   * Asserts a condition; {@code detail} says what was expected and found, and is kept on failure.
   */
  public synchronized ForkReport check(String name, boolean passed, String detail) {
    String kept = passed ? "" : detail.substring(0, Math.min(detail.length(), MAX_DETAIL));
    checks.add(new Check(name, passed, kept));
    return this;
  }

  /**
   * Records the share of true neighbours found by an approximate search.
   *
   * @throws IllegalArgumentException if it is not within 0 to 1
   */
  public synchronized ForkReport recall(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("recall must be within 0 and 1, not " + share);
    }
    this.recall = share;
    return this;
  }

  synchronized void operations(long startMillis, long endMillis, Histogram histogram) {
    histograms.add(new IterationHistogram(startMillis, endMillis, Histograms.encode(histogram)));
  }

  synchronized void allocated(long bytes, long operations) {
    allocatedBytes = bytes + (allocatedBytes == null ? 0 : allocatedBytes);
    allocationOperations += operations;
  }

  synchronized void arrivals(double offeredPerSecond, long operations, long nanos) {
    offered = offeredPerSecond;
    completed += operations;
    completedNanos += nanos;
  }

  private synchronized ForkFacts facts() {
    return new ForkFacts(
        ProcessHandle.current().pid(),
        iso(Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime())),
        iso(Instant.now()),
        durability,
        provider,
        Map.copyOf(counts),
        List.copyOf(checks),
        recall,
        List.copyOf(histograms),
        allocatedBytes,
        allocationOperations,
        completed == 0
            ? null
            : new OpenLoop(offered, completed * NANOS_PER_SECOND / completedNanos));
  }

  private static String iso(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
