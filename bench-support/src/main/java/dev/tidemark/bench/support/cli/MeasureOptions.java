package dev.tidemark.bench.support.cli;

import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.run.Overrides;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Option;

/** Options that say how ids are measured. */
final class MeasureOptions {
  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "durability: inmemory (default), batched (or buffered), strict")
  String mode;

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

  BenchMode durability() {
    return mode == null ? BenchMode.INMEMORY : BenchMode.parse(mode);
  }

  int rounds(Profile profile) {
    if (rounds != null && forks != null) {
      throw new IllegalArgumentException("--rounds and -f say the same; give one of them");
    }
    Integer asked = rounds != null ? rounds : forks;
    if (asked == null) {
      return profile.rounds();
    }
    return forks != null && forks == 0 ? 1 : within("rounds", asked, 1, 1000);
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
        && rounds == null
        && forks == null
        && profilers.isEmpty()
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
    if (time == null) {
      return null;
    }
    try {
      long millis = TimeValue.fromString(time).convertTo(TimeUnit.MILLISECONDS);
      return (long) within(option + " in milliseconds", Math.toIntExact(millis), 1, 1_000_000);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException(
          option + " needs a time such as 100ms or 2s, not '" + time + "'", e);
    }
  }
}
