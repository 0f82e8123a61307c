package dev.tidemark.bench.support.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.support.cli.SuiteCommand.Output;
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
    for (String module : List.of("bench-m1-m6", "bench-m8-vector", "bench-cross")) {
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
    assertThat(messages()).contains("m9", "m1, m2, m4, m8, cross");
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

    assertThat(started).last().asString().contains("compare main " + root.resolve("store"));
    assertThat(started).noneMatch(command -> command.contains("record --name"));
  }

  @Test
  void call_saveBaseline_appendsWithForceWhenAsked() {
    assertThat(run(this::measure, "--save-baseline=main", "--force")).isZero();

    assertThat(started).last().asString().contains("record --name=main ").contains(" --force ");
  }

  @Test
  void call_baselineWithoutSense_isRefusedBeforeMeasuring() {
    assertThat(run(this::measure, BASELINE, "--save-baseline=main")).isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains("exclude each other");
    assertThat(run(this::measure, "--baseline=a/b")).isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains("'a/b' is no name");
    assertThat(started).isEmpty();
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
              (output == Output.NONE ? probed : started).add(text);
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
