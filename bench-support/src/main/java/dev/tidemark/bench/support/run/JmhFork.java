package dev.tidemark.bench.support.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.ForkFacts;
import dev.tidemark.bench.support.ForkFacts.IterationHistogram;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.ScratchDirectory;
import dev.tidemark.bench.support.catalog.CatalogEntry;
import dev.tidemark.bench.support.catalog.Schedule;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs one id in one JMH mode in one fresh JVM and reads what came out of it. */
final class JmhFork {
  private final RunPlan plan;
  private final Path scratch;
  private final PrintStream log;
  private final Consumer<RunResult> jmhResults;

  JmhFork(RunPlan plan, Path scratch, PrintStream log, Consumer<RunResult> jmhResults) {
    this.plan = plan;
    this.scratch = scratch;
    this.log = log;
    this.jmhResults = jmhResults;
  }

  /** Never throws for what a benchmark does wrong: that is a record with a failure. */
  ForkRecord run(CatalogEntry entry, Mode mode, int round, int order) throws IOException {
    Fork fork = new Fork(entry, mode, round, order);
    Path report = Files.createDirectories(scratch).resolve("fork-report.json");
    Path data = scratch.resolve("data");
    RecordingOutput output =
        new RecordingOutput(OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL));
    try {
      prepare(data);
      Schedule schedule = plan.overrides().apply(entry.schedule());
      Options options = options(entry, mode, schedule, report, data).build();
      Collection<RunResult> results = new Runner(options, output).run();
      return results.size() == 1
          ? read(fork, results.iterator().next(), output, facts(report))
          : fork.failed("JMH gave " + results.size() + " results instead of one");
    } catch (RunnerException | IllegalStateException e) {
      requireMachine(e);
      return fork.failed(rootMessage(e));
    } finally {
      log.flush();
      Files.deleteIfExists(report);
      ScratchDirectory.delete(data);
    }
  }

  /** Which fork a record is about. */
  private final class Fork {
    private final CatalogEntry entry;
    private final Mode mode;
    private final int round;
    private final int order;

    Fork(CatalogEntry entry, Mode mode, int round, int order) {
      this.entry = entry;
      this.mode = mode;
      this.round = round;
      this.order = order;
    }

    ForkRecord failed(String reason) {
      return record(List.of(), List.of(), List.of(), null, null, reason);
    }

    ForkRecord record(
        List<Double> warmup,
        List<Double> iterations,
        List<IterationHistogram> histograms,
        Double allocated,
        ForkFacts facts,
        String failure) {
      return new ForkRecord(
          plan.module(),
          plan.session(),
          entry.id(),
          round,
          order,
          mode.shortLabel(),
          warmup,
          iterations,
          histograms,
          allocated,
          facts,
          failure);
    }
  }

  /**
   * Runs an id once more, in a fork of its own, for the sake of what is attached to it.
   *
   * @param schedule its iterations
   * @throws RunnerException if the fork fails
   */
  RunResult profile(CatalogEntry entry, Schedule schedule, Consumer<ChainedOptionsBuilder> attached)
      throws IOException, RunnerException {
    Path report = Files.createDirectories(scratch).resolve("profiled-report.json");
    Path data = scratch.resolve("data");
    ChainedOptionsBuilder options =
        options(entry, entry.modes().get(0), schedule, report, data).forks(1);
    attached.accept(options);
    try {
      return new Runner(
              options.build(), OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL))
          .run()
          .iterator()
          .next();
    } finally {
      log.flush();
      Files.deleteIfExists(report);
      ScratchDirectory.delete(data);
    }
  }

  private ChainedOptionsBuilder options(
      CatalogEntry entry, Mode mode, Schedule schedule, Path report, Path data) {
    Overrides overrides = plan.overrides();
    int batch = overrides.batch(entry, plan.durability());
    ChainedOptionsBuilder builder =
        new OptionsBuilder()
            .include("^" + Pattern.quote(entry.method()) + "$")
            .mode(mode)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(overrides.inProcess() ? 0 : 1)
            .warmupForks(0)
            .warmupIterations(schedule.warmups())
            .warmupTime(time(schedule.warmupTime()))
            .warmupBatchSize(batch)
            .measurementIterations(schedule.iterations())
            .measurementTime(time(schedule.iterationTime()))
            .measurementBatchSize(batch)
            .shouldFailOnError(true)
            .addProfiler(GCProfiler.class)
            .jvmArgs(
                JvmArguments.ofFork(overrides, plan.durability(), report, data)
                    .toArray(String[]::new));
    entry.params().forEach((name, value) -> builder.param(name, value));
    return builder;
  }

  private static TimeValue time(Duration length) {
    return TimeValue.milliseconds(length.toMillis());
  }

  /** In process, what forks learn from their command line has to be set here. */
  private void prepare(Path data) {
    if (plan.overrides().inProcess()) {
      ForkReport.take();
      System.setProperty(BenchMode.PROPERTY, plan.durability().label());
      System.setProperty(ScratchDirectory.PROPERTY, data.toAbsolutePath().toString());
    }
  }

  private Optional<ForkFacts> facts(Path report) throws IOException {
    if (plan.overrides().inProcess()) {
      return Optional.ofNullable(ForkReport.take());
    }
    return Files.exists(report)
        ? Optional.of(new ObjectMapper().readValue(report.toFile(), ForkFacts.class))
        : Optional.empty();
  }

  private ForkRecord read(
      Fork fork, RunResult result, RecordingOutput output, Optional<ForkFacts> reported) {
    if (reported.isEmpty()) {
      return fork.failed("the fork wrote no report");
    }
    ForkFacts facts = reported.get();
    String fault = fault(facts, fork.entry);
    if (fault != null) {
      return fork.failed(fault);
    }
    jmhResults.accept(result);
    ForkResults results = ForkResults.of(result);
    return fork.record(
        facts.openLoop() == null ? output.warmup() : List.of(),
        results.means(facts),
        results.histograms(output.spans(), facts),
        results.allocated(facts).orElse(null),
        facts.withoutHistograms(results.collections()),
        null);
  }

  private String fault(ForkFacts facts, CatalogEntry entry) {
    if (facts.durability() == null) {
      return "the fork did not report the durability of its database";
    }
    if (!List.of("none", plan.durability().label()).contains(facts.durability())
        && !entry.id().contains("/dur_")) {
      return "asked for "
          + plan.durability().label()
          + ", but the database is "
          + facts.durability();
    }
    return facts.failedChecks().isEmpty() ? null : "failed checks: " + facts.failedChecks();
  }

  /** JMH lets one harness run on a machine; that another one does is no fault of the benchmark. */
  private static void requireMachine(Exception e) throws StoreLock.HeldException {
    if (String.valueOf(e.getMessage()).contains("JMH lock")) {
      throw new StoreLock.HeldException(
          "another JMH is measuring on this machine; wait until it has finished");
    }
  }

  static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return Stream.of(root.getSuppressed()).findFirst().orElse(root).toString();
  }
}
