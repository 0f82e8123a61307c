package dev.tidemark.bench.support.run;

import dev.tidemark.bench.support.ForkFacts;
import dev.tidemark.bench.support.ruler.Ruler;
import dev.tidemark.bench.support.ruler.RulerMain;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.MeasurementSetup;
import dev.tidemark.runs.TimeOutcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Measures the rulers, all in one fresh JVM a round, and makes results of what is on record. */
final class RulerForks {
  /** Expected length of one round. */
  static final Duration LENGTH = Duration.ofMillis(1600);

  private static final String MODE = "ruler";

  private final RunPlan plan;

  RulerForks(RunPlan plan) {
    this.plan = plan;
  }

  /** Whether a round lacks its rulers. */
  boolean missing(int round, List<ForkRecord> recorded) {
    return plan.rulers()
        && recorded.stream()
            .filter(RulerForks::isOne)
            .filter(fork -> fork.module().equals(plan.module()))
            .noneMatch(fork -> fork.round() == round);
  }

  private static boolean isOne(ForkRecord fork) {
    return fork.mode().equals(MODE);
  }

  /**
   * Measures a round; nothing if Ctrl-C was pressed meanwhile.
   *
   * @throws IOException if the JVM did not end well
   */
  List<ForkRecord> measure(int round, Interruption interruption) throws IOException {
    Instant started = Instant.now();
    Process process =
        new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = exitCode(process);
    if (interruption.requested()) {
      return List.of();
    }
    if (code != 0) {
      throw new IOException("the rulers ended with exit code " + code);
    }
    ForkFacts facts = facts(process.pid(), started);
    // Arguments of the user's may have the JVM print lines of its own.
    return output
        .lines()
        .filter(line -> line.startsWith(Ruler.PREFIX))
        .map(line -> record(line.split(" ", -1), round, facts))
        .toList();
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmArguments.recorded(plan.overrides()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(RulerMain.class.getName());
    return command;
  }

  private static int exitCode(Process process) throws InterruptedIOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while measuring the rulers");
    }
  }

  private static ForkFacts facts(long pid, Instant started) {
    return new ForkFacts(
        pid,
        started.truncatedTo(ChronoUnit.MILLIS).toString(),
        Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
        "none",
        null,
        Map.of(),
        List.of(),
        null,
        List.of(),
        null,
        0,
        null);
  }

  private ForkRecord record(String[] words, int round, ForkFacts facts) {
    List<Double> iterations = Arrays.stream(words).skip(1).map(Double::valueOf).toList();
    return new ForkRecord(
        plan.module(),
        plan.session(),
        words[0],
        round,
        0,
        MODE,
        List.of(),
        iterations,
        List.of(),
        null,
        facts,
        null);
  }

  /** The results of all rulers on record, of all jars of the run, by id. */
  static Map<String, BenchmarkResult> results(List<ForkRecord> recorded) {
    Map<String, List<ForkRecord>> byId =
        recorded.stream()
            .filter(RulerForks::isOne)
            .collect(Collectors.groupingBy(ForkRecord::id, TreeMap::new, Collectors.toList()));
    Map<String, BenchmarkResult> results = new TreeMap<>();
    byId.forEach((id, forks) -> results.put(id, result(forks)));
    return results;
  }

  private static BenchmarkResult result(List<ForkRecord> forks) {
    TimeOutcome outcome =
        new TimeOutcome(
            forks.stream().mapToDouble(ForkRecord::mean).average().orElseThrow(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            forks.stream().mapToLong(fork -> fork.iterations().size()).sum(),
            TimeOutcome.Basis.ITERATION_MEANS,
            Map.of());
    return new BenchmarkResult(
        outcome,
        MeasurementSetup.NOT_RECORDED,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Collections.emptySortedMap(),
        forks.stream().map(RulerForks::sample).toList());
  }

  private static ForkSample sample(ForkRecord fork) {
    return new ForkSample(
        fork.origin(),
        fork.warmup(),
        fork.iterations(),
        fork.iterations().size(),
        fork.mean(),
        Map.of(),
        OptionalDouble.empty());
  }
}
