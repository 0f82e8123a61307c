package dev.tidemark.bench.support.cli;

import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.build.Commit;
import dev.tidemark.bench.support.build.CommitStamp;
import dev.tidemark.bench.support.run.Interruption;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.RunStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs benchmark jars one after another into one run folder, or one folder for each durability
 * mode.
 */
@Command(
    name = "suites",
    sortOptions = false,
    description = "Runs benchmark jars one after another as one run.")
final class SuiteCommand implements Callable<Integer> {
  private static final Map<String, String> JARS = jars();
  static final String COMPARE = "dev.tidemark.baseline.cli.Main";
  private static final int REGRESSED = 1;
  private static final int NOT_COMPARABLE = 3;

  @Option(
      names = "--root",
      required = true,
      paramLabel = "DIR",
      description = "the checkout with its built jars")
  private Path root;

  @Option(
      names = "--suites",
      split = ",",
      paramLabel = "NAME",
      description = "m1, m2, m4, m8, cross; all if left out")
  private List<String> suites = new ArrayList<>();

  @Option(names = "--mode", paramLabel = "MODE", description = "durability mode of the run")
  private String mode;

  @Option(names = "--all-modes", description = "one run for each durability mode")
  private boolean allModes;

  @Option(names = "--out", paramLabel = "DIR", description = "folder of all runs")
  private Path out;

  @Option(names = "--json", description = "print the records instead of summaries")
  private boolean json;

  @Option(
      names = "--compare-previous",
      description = "compare with the newest comparable run before it")
  private boolean compare;

  @Option(
      names = "--fail-on-regression",
      arity = "1",
      paramLabel = "BOOLEAN",
      description = "whether a regression fails the run")
  private boolean failOnRegression;

  @Mixin private final BaselineOptions baseline = new BaselineOptions();

  @Parameters(paramLabel = "OPTION", description = "after --, options of the jars")
  private List<String> passed = new ArrayList<>();

  private final Launcher launcher;
  private final PrintStream data;
  private final PrintStream messages;

  /** What of a process's output is shown. */
  enum Output {
    ALL,
    ERRORS_ONLY,
    NONE
  }

  /** Runs a process to its end. */
  @FunctionalInterface
  interface Launcher {
    int run(List<String> command, Output output);
  }

  SuiteCommand(Launcher launcher, PrintStream data, PrintStream messages) {
    this.launcher = launcher;
    this.data = data;
    this.messages = messages;
  }

  private static Map<String, String> jars() {
    Map<String, String> jars = new LinkedHashMap<>();
    jars.put("m1", "bench-m1-m6");
    jars.put("m2", "bench-m1-m6");
    jars.put("m4", "bench-m1-m6");
    jars.put("m8", "bench-m8-vector");
    jars.put("cross", "bench-cross");
    return jars;
  }

  @Override
  public Integer call() throws IOException {
    if (allModes && mode != null) {
      throw new IllegalArgumentException(
          "--mode and --all-modes exclude each other; give one of them");
    }
    baseline.check();
    Map<Path, List<String>> jars = selecting(asked());
    int worst = ExitCode.OK;
    for (Optional<BenchMode> each : modes()) {
      Path folder = folder(each);
      worst = Math.max(worst, run(jars, each, folder));
      if (worst == Interruption.EXIT_CODE) {
        return worst;
      }
      worst = Math.max(worst, finish(folder, jars.keySet().iterator().next()));
    }
    return worst;
  }

  private List<Optional<BenchMode>> modes() {
    return allModes
        ? Arrays.stream(BenchMode.values()).map(Optional::of).toList()
        : List.of(Optional.ofNullable(mode).map(BenchMode::parse));
  }

  /** The jars asked for, each with the options that choose its suites. */
  private Map<Path, List<String>> asked() {
    Map<Path, List<String>> jars = new LinkedHashMap<>();
    for (String suite : suites.isEmpty() ? JARS.keySet() : suites) {
      String module = JARS.get(suite);
      if (module == null) {
        throw new IllegalArgumentException(
            "unknown suite '" + suite + "'; allowed: " + String.join(", ", JARS.keySet()));
      }
      List<String> chosen = jars.computeIfAbsent(jar(module), jar -> new ArrayList<>());
      if (!suites.isEmpty() && Collections.frequency(JARS.values(), module) > 1) {
        chosen.add("--suite=" + suite);
      }
    }
    return jars;
  }

  private Path jar(String module) {
    Path jar = root.resolve(module).resolve("target").resolve("benchmarks.jar");
    if (!Files.isRegularFile(jar)) {
      throw new IllegalArgumentException(
          jar + " is missing; build it with ./mvnw -DskipTests package");
    }
    return jar;
  }

  /**
   * The jars that have something to measure: a filter may concern one of them only. If none has,
   * the first is kept, so that its message is seen.
   */
  private Map<Path, List<String>> selecting(Map<Path, List<String>> jars) {
    Map<Path, List<String>> selecting = new LinkedHashMap<>();
    jars.forEach(
        (jar, options) -> {
          List<String> probe = java("-jar", jar.toString(), "--dry-run");
          probe.addAll(options);
          probe.addAll(passed);
          if (jars.size() == 1 || launcher.run(probe, Output.NONE) == ExitCode.OK) {
            selecting.put(jar, options);
          }
        });
    return selecting.isEmpty() ? Map.ofEntries(jars.entrySet().iterator().next()) : selecting;
  }

  private int run(Map<Path, List<String>> jars, Optional<BenchMode> asked, Path folder) {
    int worst = ExitCode.OK;
    for (Map.Entry<Path, List<String>> jar : jars.entrySet()) {
      List<String> command = java("-jar", jar.getKey().toString(), "--run-dir=" + folder);
      asked.ifPresent(each -> command.add("--mode=" + each.label()));
      command.addAll(jar.getValue());
      command.addAll(passed);
      worst = Math.max(worst, launcher.run(command, json ? Output.ERRORS_ONLY : Output.ALL));
      if (worst == Interruption.EXIT_CODE) {
        return worst;
      }
    }
    return worst;
  }

  static List<String> java(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private RunStore store() {
    return out == null ? RunStore.near(root) : RunStore.at(out.toAbsolutePath().normalize());
  }

  private Path folder(Optional<BenchMode> asked) {
    Commit commit = CommitStamp.read();
    String name =
        RunStore.folderName(
            Instant.now(), commit.id(), commit.isDirty(), asked.map(BenchMode::label));
    return store().root().resolve(name);
  }

  private int finish(Path folder, Path jar) throws IOException {
    Path record = folder.resolve(RunStore.RECORD);
    if (!Files.exists(record)) {
      return ExitCode.OK;
    }
    if (json) {
      data.print(Files.readString(record));
    }
    messages.println("report: " + folder.resolve("SUMMARY.md"));
    int saved = baseline.apply(folder, root, arguments -> compare(jar, arguments));
    return Math.max(saved, compare ? compare(folder, jar) : ExitCode.OK);
  }

  private int compare(Path jar, List<String> arguments) {
    List<String> command = java("-cp", jar.toString(), COMPARE);
    command.addAll(arguments);
    return launcher.run(command, Output.ALL);
  }

  private int compare(Path folder, Path jar) {
    Optional<Path> previous = previous(folder);
    if (previous.isEmpty()) {
      messages.println("no earlier comparable run to compare with");
      return ExitCode.OK;
    }
    int verdict = compare(jar, List.of(previous.get().toString(), folder.toString()));
    boolean tolerated = verdict == REGRESSED && !failOnRegression;
    return tolerated || verdict == NOT_COMPARABLE ? ExitCode.OK : verdict;
  }

  private Optional<Path> previous(Path folder) {
    RunStore store = store();
    try {
      return Optional.of(store.previous(store.resolve(folder.toString())).file());
    } catch (RunRecordException none) {
      return Optional.empty();
    }
  }
}
