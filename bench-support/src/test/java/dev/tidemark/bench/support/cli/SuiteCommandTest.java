package dev.tidemark.bench.support.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.support.run.StoreLock;
import dev.tidemark.runs.BaselineStore;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.RunStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watches which jars are started, in place of starting them. */
class SuiteCommandTest {
  private static final String BASELINE = "--baseline=main";

  @TempDir private Path root;

  private final List<String> started = new ArrayList<>();
  private final List<String> probed = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

  @BeforeEach
  void build() throws IOException {
    for (String module : List.of("bench-m1-m6", "bench-m8-vector", "bench-cross", "bench-peers")) {
      Files.createDirectories(root.resolve(module).resolve("target"));
      Files.createFile(root.resolve(module).resolve("target/benchmarks.jar"));
    }
  }

  @Test
  void call_noSuites_runsAllJarsIntoOneFolder() {
    assertThat(run(SuiteCommandTest::succeed, "--", "--profile=quick")).isZero();

    assertThat(started).hasSize(3);
    assertThat(started.get(0))
        .contains("bench-m1-m6/target/benchmarks.jar --run-dir=")
        .endsWith(" --profile=quick");
    assertThat(started.get(1)).contains("bench-m8-vector");
    assertThat(started.get(2)).contains("bench-cross");
    assertThat(started.stream().map(SuiteCommandTest::runDirectory).distinct()).hasSize(1);
  }

  @Test
  void call_suitesOfOneJar_startItOnceWithBoth() {
    assertThat(run(SuiteCommandTest::succeed, "--suites=m1,m4")).isZero();

    assertThat(started).singleElement().asString().endsWith("--suite=m1 --suite=m4");
  }

  @Test
  void call_suiteWithoutBenchmarks_isRefusedBeforeAnythingRuns() {
    assertThat(run(command -> command.contains("--suite=m6") ? 2 : 0, "--suites=m6,m8"))
        .isEqualTo(ExitCode.USAGE);

    assertThat(started).isEmpty();
    assertThat(probed)
        .singleElement()
        .asString()
        .endsWith("bench-m1-m6/target/benchmarks.jar --dry-run --profile=full --suite=m6");
  }

  @Test
  void call_full_isEverySuiteButTheComparison() {
    assertThat(run(SuiteCommandTest::succeed, "--suites=full")).isZero();

    assertThat(started)
        .hasSize(3)
        .noneMatch(command -> command.contains("peers"))
        .noneMatch(command -> command.contains("--suite="));
  }

  @Test
  void call_fullAndComparison_isAllFourJars() {
    assertThat(run(SuiteCommandTest::succeed, "--suites=full,comparison")).isZero();

    assertThat(started).hasSize(4).last().asString().contains("bench-peers");
  }

  @Test
  void call_comparisonThatIsNotBuilt_namesItsProfile() throws IOException {
    Files.delete(root.resolve("bench-peers/target/benchmarks.jar"));

    assertThat(run(SuiteCommandTest::succeed, "--suites=comparison")).isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains("./mvnw -P peers ");
  }

  @Test
  void call_lockHeldByAnotherJar_startsNoOther() {
    assertThat(run(command -> command.contains("--dry-run") ? 0 : 75)).isEqualTo(75);
    assertThat(started).hasSize(1);
  }

  @Test
  void call_besideAnotherSuite_isRefusedAndSaysByWhom() throws IOException {
    StoreLock.holdingSuite(
        root.resolve("store"),
        () -> {
          assertThat(run(SuiteCommandTest::succeed, "--suites=m8")).isEqualTo(ExitCode.LOCKED);
          return null;
        });

    assertThat(started).isEmpty();
    assertThat(messages())
        .contains("another run is measuring into " + root.resolve("store"))
        .contains("process " + ProcessHandle.current().pid() + " since ");
  }

  @Test
  void call_severalJars_startInTurn() {
    assertThat(run(SuiteCommandTest::succeed, "--suites=m2,m8,cross")).isZero();

    assertThat(started).hasSize(3);
    assertThat(started.get(0)).contains("--suite=m2");
    assertThat(started.get(1)).doesNotContain("--suite");
  }

  @Test
  void call_jarThatSelectsNothing_isLeftOut() {
    assertThat(run(command -> command.contains("cross") ? 2 : 0, "--", "--filter=vector*"))
        .isZero();

    assertThat(probed)
        .hasSize(3)
        .allMatch(command -> command.endsWith("--dry-run --filter=vector*"));
    assertThat(started).hasSize(2).noneMatch(command -> command.contains("cross"));
    assertThat(messages()).contains("left out: " + root.resolve("bench-cross"));
  }

  @Test
  void call_noJarSelectsAnything_showsTheMessageOfOne() {
    assertThat(run(command -> 2, "--", "--filter=nothing")).isEqualTo(ExitCode.USAGE);

    assertThat(started).hasSize(1);
  }

  @Test
  void call_worstExitCode_wins() {
    ToIntFunction<String> codes =
        command ->
            command.contains("--dry-run")
                ? 0
                : command.contains("m8") ? 4 : command.contains("cross") ? 1 : 0;

    assertThat(run(codes)).isEqualTo(4);
    assertThat(started).hasSize(3);
  }

  @Test
  void call_interruptedJar_startsNoOther() {
    assertThat(run(command -> command.contains("--dry-run") ? 0 : 130)).isEqualTo(130);
    assertThat(started).hasSize(1);
  }

  @Test
  void call_allModes_makesARunForEach() {
    assertThat(run(SuiteCommandTest::succeed, "--suites=m8", "--all-modes")).isZero();

    assertThat(started).hasSize(3);
    assertThat(started.get(0)).contains("--mode=inmemory", "_inmemory");
    assertThat(started.get(1)).contains("--mode=batched", "_batched");
    assertThat(started.get(2)).contains("--mode=strict", "_strict");
  }

  @Test
  void call_mode_isPassedOn() {
    assertThat(run(SuiteCommandTest::succeed, "--suites=cross", "--mode=buffered")).isZero();
    assertThat(started.get(0)).contains("--mode=batched");
  }

  @Test
  void call_json_printsTheRecordOnce() {
    assertThat(run(this::writeRecord, "--json")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{}\n");
  }

  @Test
  void call_comparePrevious_withoutEarlierRunSaysSo() {
    assertThat(run(this::writeRecord, "--compare-previous")).isZero();

    assertThat(messages()).contains("no earlier comparable run");
  }

  @Test
  void call_missingJar_saysHowToBuildIt() throws IOException {
    Files.delete(root.resolve("bench-cross/target/benchmarks.jar"));

    assertThat(run(SuiteCommandTest::succeed)).isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains("bench-cross", "./mvnw");
    assertThat(started).isEmpty();
  }

  @Test
  void call_unknownSuite_namesTheKnown() {
    assertThat(run(SuiteCommandTest::succeed, "--suites=m9")).isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains("m9", "m1, m2, m3, m4, m5, m6, comprehensive, m8, cross");
  }

  @Test
  void call_modeAndAllModes_isRefused() {
    assertThat(run(SuiteCommandTest::succeed, "--mode=strict", "--all-modes"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains("exclude each other");
  }

  @Test
  void call_baselineThatIsNotThere_savesTheRunAsItsFirst() {
    assertThat(run(this::measure, "--baseline=main")).isZero();

    assertThat(started).last().asString().contains("record --name=main " + root.resolve("store"));
    assertThat(started).last().asString().endsWith("--baselines=" + root.resolve("baselines"));
  }

  @Test
  void call_baselineThatIsThere_comparesAndSavesNothing() {
    RunRecord record = RunRecordJson.read(write(root.resolve("results.json")));
    BaselineStore.near(root)
        .record("main", new RunStore.StoredRun("r", root.resolve("results.json"), record));
    assertThat(run(command -> command.contains(" compare ") ? 1 : measure(command), BASELINE))
        .isEqualTo(1);

    assertThat(started).anyMatch(each -> each.contains("compare main " + root.resolve("store")));
    assertThat(started).noneMatch(command -> command.contains("record --name"));
  }

  @Test
  void call_saveBaseline_appendsWithForceWhenAsked() {
    assertThat(run(this::measure, "--save-baseline=main", "--force")).isZero();

    assertThat(started).last().asString().contains("record --name=main ").endsWith(" --force");
  }

  @Test
  void call_baselineWithoutSense_isRefusedBeforeMeasuring() {
    assertThat(run(this::measure, BASELINE, "--save-baseline=main")).isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains("exclude each other");
    assertThat(run(this::measure, "--baseline=a/b")).isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains("'a/b' is no name");
    assertThat(started).isEmpty();
  }

  @Test
  void call_allModesWithBaseline_keepsOneForEachMode() {
    assertThat(run(this::measure, "--suites=m8", "--all-modes", "--save-baseline=main")).isZero();

    assertThat(started.stream().filter(command -> command.contains(" record ")))
        .satisfiesExactly(
            first -> assertThat(first).contains("--name=main-inmemory "),
            second -> assertThat(second).contains("--name=main-batched "),
            third -> assertThat(third).contains("--name=main-strict "));
  }

  @Test
  void call_runThatComparesWithNothing_endsWithItsSummaryAndItsTables() {
    assertThat(run(this::measure, "--suites=m8", "--compare-previous")).isZero();

    assertThat(messages().lines().toList())
        .last()
        .asString()
        .matches("report: .*/run_[^/]*/tiers.md");
    assertThat(messages()).containsPattern("summary: .*/run_[^/]*/SUMMARY.md");
  }

  @Test
  void call_runWithOneBefore_endsWithTheReportOfBoth() throws IOException {
    String record =
        Files.readString(write(root.resolve("r.json")))
            .replace("{}", "{\"a/b\":{\"mean_ns\":1,\"samples\":1}}");
    Path before = root.resolve("store/run_2026-01-17_11-00-00_abc/results.json");
    RunRecordJson.writeAtomically(
        before, record.replace("12:00", "11:00").getBytes(StandardCharsets.UTF_8));

    assertThat(
            run(
                command -> {
                  if (command.contains("--run-dir=")) {
                    RunRecordJson.writeAtomically(
                        Path.of(runDirectory(command)).resolve("results.json"),
                        record.getBytes(StandardCharsets.UTF_8));
                  }
                  return 0;
                },
                "--suites=m8",
                "--compare-previous"))
        .isZero();

    assertThat(started).last().asString().contains(" report " + before + " ");
    assertThat(messages().lines().toList())
        .last()
        .asString()
        .matches("report: .*/run_[^/]*/report.html");
  }

  private int measure(String command) {
    if (command.contains("--run-dir=")) {
      write(Path.of(runDirectory(command)).resolve("results.json"));
    }
    return 0;
  }

  private static Path write(Path file) {
    String record =
        "{\"version\":\"2.0\",\"timestamp\":\"2026-01-17T12:00:00Z\",\"git_commit\":\"abc\","
            + "\"git_branch\":\"main\",\"results\":{}}";
    RunRecordJson.writeAtomically(file, record.getBytes(StandardCharsets.UTF_8));
    return file;
  }

  private static int succeed(String command) {
    assertThat(command).contains("/bin/java ");
    return ExitCode.OK;
  }

  private int writeRecord(String command) {
    if (command.contains("--run-dir=")) {
      Path folder = Path.of(runDirectory(command));
      try {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("results.json"), "{}\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return 0;
  }

  private int run(ToIntFunction<String> exitCodes, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--root=" + root, "--out=" + root.resolve("store")));
    all.addAll(List.of(arguments));
    PrintStream errors = new PrintStream(messages, true, StandardCharsets.UTF_8);
    PrintStream data = new PrintStream(out, true, StandardCharsets.UTF_8);
    SuiteCommand command =
        new SuiteCommand(
            (process, output) -> {
              String text = String.join(" ", process);
              (text.contains("--dry-run") ? probed : started).add(text);
              return exitCodes.applyAsInt(text);
            },
            data,
            errors);
    return CommandLines.execute(command, all.toArray(String[]::new), data, errors);
  }

  private static String runDirectory(String command) {
    return command.replaceFirst(".*--run-dir=(\\S+).*", "$1");
  }

  private String messages() {
    return messages.toString(StandardCharsets.UTF_8);
  }
}
