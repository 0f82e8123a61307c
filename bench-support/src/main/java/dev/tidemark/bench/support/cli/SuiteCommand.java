package dev.tidemark.bench.support.cli;

import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.build.Commit;
import dev.tidemark.bench.support.build.CommitStamp;
import dev.tidemark.bench.support.cli.BaselineOptions.Compared;
import dev.tidemark.bench.support.run.Interruption;
import dev.tidemark.bench.support.run.StoreLock;
import dev.tidemark.runs.BaselineStore;
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
  /** All suites of the default build. */
  private static final String FULL = "full";

  private static final String COMPARISON = "comparison";
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
      description =
          "m1 to m6, m8, comprehensive, cross, comparison, or full: all but the comparison, which"
              + " is also meant when nothing is named")
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
    for (String suite : List.of("m1", "m2", "m3", "m4", "m5", "m6", "comprehensive")) {
      jars.put(suite, "bench-m1-m6");
    }
    jars.put("m8", "bench-m8-vector");
    jars.put("cross", "bench-cross");
    jars.put(COMPARISON, "bench-peers");
    return jars;
  }

  @Override
  public Integer call() throws IOException {
    if (allModes && mode != null) {
      throw new IllegalArgumentException(
          "--mode and --all-modes exclude each other; give one of them");
    }
    baseline.check();
    Map<Path, List<String>> asked = asked();
    if (!haveBenchmarks(asked)) {
      return ExitCode.USAGE;
    }
    Map<Path, List<String>> jars = selecting(asked);
    return StoreLock.holdingSuite(store().root(), () -> runModes(jars));
  }

  private int runModes(Map<Path, List<String>> jars) throws IOException {
    int worst = ExitCode.OK;
    for (Optional<BenchMode> each : modes()) {
      Path folder = folder(each);
      int code = run(jars, each, folder);
      worst = Math.max(worst, code);
      if (endsAll(code)) {
        return worst;
      }
      worst = Math.max(worst, finish(folder, each, jars.keySet().iterator().next()));
    }
    return worst;
  }

  /** After Ctrl-C, or beside another run, there is no point in starting the next jar. */
  private static boolean endsAll(int code) {
    return code == Interruption.EXIT_CODE || code == ExitCode.LOCKED;
  }

  private List<Optional<BenchMode>> modes() {
    return allModes
        ? Arrays.stream(BenchMode.values()).map(Optional::of).toList()
        : List.of(Optional.ofNullable(mode).map(BenchMode::parse));
  }

  /** The jars asked for, each with the options that choose its suites. */
  private Map<Path, List<String>> asked() {
    Map<Path, List<String>> jars = new LinkedHashMap<>();
    boolean full = suites.isEmpty() || suites.contains(FULL);
    for (String suite : full ? withoutComparison() : suites) {
      ask(suite, full, jars);
    }
    if (full && suites.contains(COMPARISON)) {
      ask(COMPARISON, true, jars);
    }
    return jars;
  }

  private static List<String> withoutComparison() {
    return JARS.keySet().stream().filter(suite -> !suite.equals(COMPARISON)).toList();
  }

  private void ask(String suite, boolean all, Map<Path, List<String>> jars) {
    String module = JARS.get(suite);
    if (module == null) {
      throw new IllegalArgumentException(
          "unknown suite '"
              + suite
              + "'; allowed: "
              + String.join(", ", JARS.keySet())
              + ", "
              + FULL);
    }
    List<String> chosen = jars.computeIfAbsent(jar(module), jar -> new ArrayList<>());
    if (!all && Collections.frequency(JARS.values(), module) > 1) {
      chosen.add("--suite=" + suite);
    }
  }

  private Path jar(String module) {
    Path jar = root.resolve(module).resolve("target").resolve("benchmarks.jar");
    if (!Files.isRegularFile(jar)) {
      String profile = module.equals(JARS.get(COMPARISON)) ? "-P peers " : "";
      throw new IllegalArgumentException(
          jar + " is missing; build it with ./mvnw " + profile + "-DskipTests package");
    }
    return jar;
  }

  /** Whether each suite that was named has a benchmark; of one that has none its jar says so. */
  private boolean haveBenchmarks(Map<Path, List<String>> jars) {
    for (Map.Entry<Path, List<String>> jar : jars.entrySet()) {
      List<String> probe = java("-jar", jar.getKey().toString(), "--dry-run", "--profile=full");
      probe.addAll(jar.getValue());
      if (!jar.getValue().isEmpty() && launcher.run(probe, Output.ERRORS_ONLY) != ExitCode.OK) {
        return false;
      }
    }
    return true;
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
    if (selecting.isEmpty()) {
      return Map.ofEntries(jars.entrySet().iterator().next());
    }
    jars.keySet().stream()
        .filter(jar -> !selecting.containsKey(jar))
        .forEach(jar -> messages.println("left out: " + jar + ", of which nothing is selected"));
    return selecting;
  }

  private int run(Map<Path, List<String>> jars, Optional<BenchMode> asked, Path folder) {
    int worst = ExitCode.OK;
    for (Map.Entry<Path, List<String>> jar : jars.entrySet()) {
      List<String> command =
          java(StoreLock.UNDER_SUITE, "-jar", jar.getKey().toString(), "--run-dir=" + folder);
      asked.ifPresent(each -> command.add("--mode=" + each.label()));
      command.addAll(jar.getValue());
      command.addAll(passed);
      int code = launcher.run(command, json ? Output.ERRORS_ONLY : Output.ALL);
      worst = Math.max(worst, code);
      if (endsAll(code)) {
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

  private int finish(Path folder, Optional<BenchMode> asked, Path jar) throws IOException {
    Path record = folder.resolve(RunStore.RECORD);
    if (!Files.exists(record)) {
      return ExitCode.OK;
    }
    if (json) {
      data.print(Files.readString(record));
    }
    Optional<String> ofMode = asked.filter(any -> allModes).map(BenchMode::label);
    Compared saved = baseline.apply(folder, root, ofMode, arguments -> compare(jar, arguments));
    Compared compared = compare ? comparePrevious(folder, jar) : Compared.NOTHING;
    Optional<String> base = saved.base().or(compared::base);
    messages.println("summary: " + folder.resolve("SUMMARY.md"));
    messages.println("report: " + report(folder, base, jar));
    return Math.max(saved.exitCode(), compared.exitCode());
  }

  /**
   * The page of the comparison, or the tables of the run where there is nothing to compare with.
   */
  private Path report(Path folder, Optional<String> base, Path jar) {
    Path page = folder.resolve("report.html");
    boolean written =
        base.isPresent()
            && launcher.run(
                    compareCommand(
                        jar,
                        List.of(
                            "report",
                            base.get(),
                            folder.toString(),
                            "--store=" + store().root(),
                            "--baselines=" + BaselineStore.near(root).root())),
                    Output.ERRORS_ONLY)
                == ExitCode.OK;
    return written ? page : folder.resolve("tiers.md");
  }

  private int compare(Path jar, List<String> arguments) {
    return launcher.run(compareCommand(jar, arguments), Output.ALL);
  }

  private static List<String> compareCommand(Path jar, List<String> arguments) {
    List<String> command = java("-cp", jar.toString(), COMPARE);
    command.addAll(arguments);
    return command;
  }

  private Compared comparePrevious(Path folder, Path jar) {
    Optional<Path> previous = previous(folder);
    if (previous.isEmpty()) {
      messages.println("no earlier comparable run to compare with");
      return Compared.NOTHING;
    }
    String base = previous.get().toString();
    int code = compare(jar, List.of(base, folder.toString()));
    boolean tolerated = code == REGRESSED && !failOnRegression;
    return new Compared(
        tolerated || code == NOT_COMPARABLE ? ExitCode.OK : code, Optional.of(base));
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
