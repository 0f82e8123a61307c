package dev.tidemark.bench.support.run;

import dev.tidemark.bench.support.ScratchDirectory;
import dev.tidemark.bench.support.catalog.CatalogEntry;
import dev.tidemark.bench.support.catalog.Schedule;
import dev.tidemark.bench.support.profiling.PerfRecordProfiler;
import dev.tidemark.bench.support.profiling.PerfTool;
import dev.tidemark.bench.support.profiling.ProfileFiles;
import dev.tidemark.bench.support.profiling.Sampler;
import dev.tidemark.bench.support.profiling.Stacks;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.openjdk.jmh.profile.LinuxPerfNormProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/**
 * One more fork per id and kind of profile, after the rounds. Their times are no part of the
 * results, and what goes wrong in them is a warning.
 */
final class ProfiledForks {
  /** A sampler needs seconds where a mean needs a fraction of one. */
  private static final Duration ITERATION = Duration.ofSeconds(1);

  private static final int ITERATIONS = 5;
  private static final int SHOTS = 20;
  private static final String COUNTERS = "perf_stat.txt";

  private final RunRequest request;
  private final RunFolder folder;
  private final Interruption interruption;
  private final PrintStream messages;
  private final JmhFork fork;

  ProfiledForks(
      RunRequest request,
      RunFolder folder,
      Interruption interruption,
      PrintStream messages,
      PrintStream output) {
    this.request = request;
    this.folder = folder;
    this.interruption = interruption;
    this.messages = messages;
    this.fork = new JmhFork(request.plan(), request.data(), output, result -> {});
  }

  /** What is done with an id; a fork that fails is said to have. */
  private interface Profile {
    void of(CatalogEntry entry) throws IOException, RunnerException;
  }

  void run() throws IOException {
    Profiling asked = request.profiling();
    if (!asked.jmhProfilers().isEmpty()) {
      each("JMH profilers, output in bench_output.txt", this::underJmhProfilers);
    }
    if (asked.flameGraphs()) {
      Sampler sampler = Sampler.best();
      each("flame graph by " + sampler.description(), entry -> sample(entry, sampler));
    }
    if (asked.counters()) {
      count();
    }
    if (asked.recording()) {
      record();
    }
  }

  private void each(String kind, Profile profile) {
    List<CatalogEntry> entries = request.entries();
    messages.println("profiling: " + kind);
    for (int i = 0; i < entries.size() && !interruption.requested(); i++) {
      CatalogEntry entry = entries.get(i);
      messages.printf(Locale.ROOT, "[%d/%d] profiling %s%n", i + 1, entries.size(), entry.id());
      try {
        profile.of(entry);
      } catch (IOException | RunnerException e) {
        messages.println("WARNING: profiling failed: " + JmhFork.rootMessage(e));
      }
    }
  }

  private RunResult fork(CatalogEntry entry, Consumer<ChainedOptionsBuilder> attached)
      throws IOException, RunnerException {
    return fork.profile(entry, schedule(entry), attached);
  }

  /** Longer than when measuring, unless the command line says how long. */
  private Schedule schedule(CatalogEntry entry) {
    Schedule declared = entry.schedule();
    Schedule longer =
        new Schedule(
            declared.warmups(),
            declared.warmupTime(),
            entry.isSingleShot() ? Math.max(SHOTS, declared.iterations()) : ITERATIONS,
            ITERATION);
    return request.plan().overrides().apply(longer);
  }

  private void underJmhProfilers(CatalogEntry entry) throws IOException, RunnerException {
    fork(
        entry,
        options -> {
          for (String profiler : request.profiling().jmhProfilers()) {
            String[] parts = profiler.split(":", 2);
            options.addProfiler(parts[0], parts.length > 1 ? parts[1] : "");
          }
        });
  }

  private void sample(CatalogEntry entry, Sampler sampler) throws IOException, RunnerException {
    Path samples = Files.createTempDirectory(request.data(), "samples");
    try {
      fork(entry, options -> sampler.attach(options, samples));
      Stacks stacks = sampler.stacks(samples);
      ProfileFiles.write(folder.path(), entry.id(), sampler.description(), stacks);
    } finally {
      ScratchDirectory.delete(samples);
    }
  }

  private void count() throws IOException {
    Optional<String> fault = PerfTool.whyNoCounters();
    StringBuilder text = new StringBuilder();
    fault.ifPresent(why -> text.append(refused("--perf", why)));
    if (fault.isEmpty()) {
      each(
          "hardware counters, into " + COUNTERS,
          entry ->
              text.append(
                  counted(
                      entry,
                      fork(entry, options -> options.addProfiler(LinuxPerfNormProfiler.class)))));
    }
    folder.append(COUNTERS, text.toString());
  }

  private String refused(String flag, String why) {
    String line = flag + " does nothing here: " + why;
    messages.println("WARNING: " + line);
    return line + "\n";
  }

  private static String counted(CatalogEntry entry, RunResult result) {
    StringBuilder text = new StringBuilder(entry.id()).append('\n');
    for (Result<?> counter : result.getSecondaryResults().values()) {
      if (!counter.getLabel().startsWith("gc.")) {
        text.append(
            String.format(
                Locale.ROOT,
                "  %-32s %14.3f %s%n",
                counter.getLabel(),
                counter.getScore(),
                counter.getScoreUnit()));
      }
    }
    return text.toString();
  }

  private void record() throws IOException {
    Path trial = request.data().resolve("perf-trial.data");
    Optional<String> fault = PerfTool.whyNoRecording(trial);
    Files.deleteIfExists(trial);
    if (fault.isPresent()) {
      refused("--perf-record", fault.get());
      return;
    }
    each(
        "perf record, read it with perf report -i",
        entry -> {
          String file = folder.file("perf-" + ProfileFiles.named(entry.id()) + ".data").toString();
          fork(entry, options -> options.addProfiler(PerfRecordProfiler.class, file));
        });
  }
}
