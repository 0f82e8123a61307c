package dev.tidemark.bench.support.cli;

import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.catalog.CatalogEntry;
import dev.tidemark.bench.support.run.BenchRun;
import dev.tidemark.bench.support.run.Overrides;
import dev.tidemark.bench.support.run.Profiling;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Option;

/** Options that say how ids are measured. */
final class MeasureOptions {
  private static final int MOST_ROUNDS = 40;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "durability: inmemory (default), batched (or buffered), strict")
  String mode;

  @Option(names = "--all-modes", description = "one run for each durability mode")
  boolean allModes;

  @Option(
      names = "--cores",
      paramLabel = "LIST",
      description = "pin this process and its forks to these cores, as in 0-3")
  String cores;

  @Option(
      names = "--time-budget",
      paramLabel = "TIME",
      description = "as many rounds as fit into this time, as in 10m, but not more than asked for")
  String timeBudget;

  @Option(
      names = "--until-mde",
      paramLabel = "PERCENT",
      description =
          "measure each id until two such runs would show a slowdown of this size, as in 3%%; it"
              + " looks after 5, 10, 20, 40 rounds, at most --rounds (default 40)")
  String untilMde;

  @Option(
      names = "--no-rulers",
      description = "leave out the rulers, by which a run shows that the machine was the same")
  boolean noRulers;

  @Option(names = "--rounds", paramLabel = "N", description = "fresh JVMs per id, 1 to 1000")
  Integer rounds;

  @Option(
      names = "-f",
      paramLabel = "N",
      description = "the same as --rounds; 0 runs in this process, not comparable")
  Integer forks;

  @Option(names = "-wi", paramLabel = "N", description = "warm-up iterations")
  Integer warmups;

  @Option(
      names = "-w",
      paramLabel = "TIME",
      description = "length of a warm-up iteration, as in 100ms")
  String warmupTime;

  @Option(names = "-i", paramLabel = "N", description = "measured iterations")
  Integer iterations;

  @Option(
      names = "-r",
      paramLabel = "TIME",
      description = "length of a measured iteration, as in 1s")
  String iterationTime;

  @Option(names = "-bs", paramLabel = "N", description = "calls per iteration of single shots")
  Integer batch;

  @Option(
      names = "-jvmArgsAppend",
      paramLabel = "ARGS",
      description = "appended to the arguments of each fork")
  List<String> jvmArguments = new ArrayList<>();

  @Option(
      names = "-prof",
      paramLabel = "PROFILER",
      description =
          "one extra fork per id under a JMH profiler, no part of the results; repeatable")
  List<String> profilers = new ArrayList<>();

  @Option(
      names = "--flamegraph",
      description = "one extra fork per id under a sampling profiler: flamegraph-ID.html")
  boolean flameGraph;

  @Option(
      names = "--perf",
      description = "one extra fork per id under hardware counters: perf_stat.txt")
  boolean perf;

  @Option(
      names = "--perf-record",
      description = "one extra fork per id under perf record: perf-ID.data")
  boolean perfRecord;

  /** What a run that is resumed has to be told again, since it is no part of the plan. */
  String flagsToRepeat() {
    StringBuilder flags = new StringBuilder();
    if (cores != null) {
      flags.append(" --cores=").append(cores);
    }
    profilers.forEach(profiler -> flags.append(" -prof ").append(profiler));
    return flags
        + (flameGraph ? " --flamegraph" : "")
        + (perf ? " --perf" : "")
        + (perfRecord ? " --perf-record" : "");
  }

  Profiling profiling() {
    return new Profiling(List.copyOf(profilers), flameGraph, perf, perfRecord);
  }

  /** The modes that were named; none for the default one. */
  List<Optional<BenchMode>> modes() {
    if (allModes && mode != null) {
      throw new IllegalArgumentException(
          "--mode and --all-modes exclude each other; give one of them");
    }
    return allModes
        ? Arrays.stream(BenchMode.values()).map(Optional::of).toList()
        : List.of(Optional.ofNullable(mode).map(BenchMode::parse));
  }

  /** A share; 0 if ids do not end early. */
  double untilMde() {
    if (untilMde == null) {
      return 0;
    }
    if (!untilMde.matches("[0-9]{1,3}(\\.[0-9]{1,3})?%?")) {
      throw new IllegalArgumentException(
          "--until-mde needs a percentage such as 3%, not '" + untilMde + "'");
    }
    double share = new BigDecimal(untilMde.replace("%", "")).movePointLeft(2).doubleValue();
    if (share <= 0 || share > 1 || inProcess()) {
      throw new IllegalArgumentException(
          "--until-mde must be above 0 and at most 100%, and needs forks: not " + untilMde);
    }
    return share;
  }

  boolean rulers() {
    return !noRulers && !inProcess();
  }

  private boolean inProcess() {
    return forks != null && forks == 0;
  }

  int rounds(Profile profile, List<CatalogEntry> entries) {
    if (rounds != null && forks != null) {
      throw new IllegalArgumentException("--rounds and -f say the same; give one of them");
    }
    Integer asked = rounds != null ? rounds : forks;
    int usual = untilMde == null ? profile.rounds() : MOST_ROUNDS;
    int wanted = asked == null ? usual : inProcess() ? 1 : within("rounds", asked, 1, 1000);
    return timeBudget == null ? wanted : Math.min(wanted, affordable(entries));
  }

  private int affordable(List<CatalogEntry> entries) {
    long budget = millis("--time-budget", timeBudget, 86_400_000);
    long round = BenchRun.round(entries, rulers()).toMillis();
    if (round > budget) {
      throw new IllegalArgumentException(
          "--time-budget="
              + timeBudget
              + " is shorter than one round, which takes about "
              + Math.round(round / 1e3)
              + " s; give more or select less");
    }
    return Math.toIntExact(budget / round);
  }

  Overrides overrides() {
    return new Overrides(
        checked("-wi", warmups, 0),
        millis("-w", warmupTime),
        checked("-i", iterations, 1),
        millis("-r", iterationTime),
        checked("-bs", batch, 1),
        forks != null && forks == 0,
        jvmArguments.stream()
            .flatMap(all -> List.of(all.split(" ", -1)).stream())
            .filter(argument -> !argument.isBlank())
            .toList());
  }

  boolean isEmpty() {
    return mode == null
        && !allModes
        && timeBudget == null
        && untilMde == null
        && !noRulers
        && rounds == null
        && forks == null
        && overrides().equals(Overrides.NONE);
  }

  private static Integer checked(String option, Integer value, int least) {
    return value == null ? null : (Integer) within(option, value, least, 1_000_000);
  }

  private static int within(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " must be within " + least + " and " + most + ", not " + value);
    }
    return value;
  }

  private static Long millis(String option, String time) {
    return time == null ? null : (Long) millis(option, time, 1_000_000);
  }

  private static long millis(String option, String time, int most) {
    try {
      String spelled = time.replaceFirst("(?<=[0-9])h$", "hr");
      long millis = TimeValue.fromString(spelled).convertTo(TimeUnit.MILLISECONDS);
      return within(option + " in milliseconds", Math.toIntExact(millis), 1, most);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException(
          option + " needs a time such as 100ms or 2s, not '" + time + "'", e);
    }
  }
}
