package dev.tidemark.baseline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.runs.Failure;
import dev.tidemark.runs.Records;
import dev.tidemark.runs.RunInfo;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.RunStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands about runs and baselines, in a project with two runs. */
class StoreCommandsTest {

  private static final double[] FORKS = {98, 99, 100, 100, 101, 102};

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void record_cleanRun_isANamedBaseline() {
    String run = store(0, 1);
    assertThat(run("record", "--name=main")).isZero();
    assertThat(out.toString()).contains("baselines/ruler-9000-").contains("main/" + run + ".json");
    store(1, 1.2);
    assertThat(run("compare", "main", "@latest")).isEqualTo(1);
    assertThat(out.toString()).startsWith("BASE     main  ").contains("1 REGRESSED");
  }

  @Test
  void record_secondSession_isAppended() {
    store(0, 1);
    run("record", "--name=main");
    store(1, 1.001);
    assertThat(run("record", "--name=main", "@latest")).isZero();
    assertThat(run("show", "main")).isZero();
    assertThat(out.toString()).contains("12  ");
    assertThat(run("list")).isZero();
    assertThat(out.toString()).contains("1 baselines, 2 runs");
  }

  @ParameterizedTest
  @CsvSource({
    "dirty, built from files that no commit holds",
    "incomplete, is incomplete: 1 failures",
    "profiled, under a profiler",
  })
  void record_unfairRun_isRefusedWithoutForce(String fault, String objection) {
    RunRecord good = record(0, 1);
    ObjectNode profiled = Records.environment();
    profiled.withObject("/java").putArray("flags").add("-Xmx2g").add("-XX:StartFlightRecording");
    RunRecord bad =
        new RunRecord(
            good.timestamp(),
            good.gitCommit(),
            good.gitBranch(),
            fault.equals("dirty"),
            good.run(),
            fault.equals("profiled") ? profiled : good.environment(),
            good.results(),
            good.gates(),
            fault.equals("incomplete")
                ? List.of(new Failure("id", OptionalInt.empty(), "died"))
                : List.of());
    RunRecordJson.write(directory.resolve("bad.json"), bad);
    assertThat(run("record", "--name=main", "bad.json")).isEqualTo(3);
    assertThat(err.toString()).contains(objection).contains("--force");
    assertThat(directory.resolve("baselines")).doesNotExist();
    assertThat(run("record", "--name=main", "bad.json", "--force")).isZero();
  }

  @Test
  void record_slowerThanTheBaseline_exitsOneAndSavesNothing() {
    store(0, 1);
    run("record", "--name=main");
    store(1, 1.2);
    assertThat(run("record", "--name=main")).isEqualTo(1);
    assertThat(err.toString()).contains("is slower than the baseline");
    assertThat(run("record", "--name=main", "--force")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "@x", ""})
  void record_noName_isWrongUsage(String name) {
    store(0, 1);
    assertThat(run("record", "--name=" + name)).isEqualTo(2);
  }

  @Test
  void promote_session_isTheAnchor() {
    String first = store(0, 1);
    run("record", "--name=main");
    assertThat(run("promote", "main", first)).isZero();
    assertThat(run("show", "main@anchor")).isZero();
    assertThat(out.toString()).contains("RUN      main@anchor");
    assertThat(run("promote", "main", "run_other")).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gc --keep=1 --out=x",
        "promote main run --out=x",
        "index --baselines=x",
        "annotate @latest --tag=t --baselines=x"
      })
  void command_placeItDoesNotRead_isWrongUsage(String arguments) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains("Unknown option", "=x");
  }

  @Test
  void gc_keep_deletesTheOldest() {
    store(0, 1);
    run("record", "--name=main");
    store(1, 1);
    run("record", "--name=main");
    assertThat(run("gc", "--keep=0")).isEqualTo(2);
    assertThat(run("gc", "--keep=1")).isZero();
    assertThat(out.toString()).contains("deleted ").contains("12-00-00");
    assertThat(run("gc", "--keep=1")).isZero();
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void annotate_run_showsInTheIndex() throws IOException {
    String run = store(0, 1);
    assertThat(run("annotate", "@latest", "--decision=keep", "--tag=simd", "--notes=a b")).isZero();
    Path store = directory.resolve("target/benchmark-results");
    assertThat(RunRecordJson.read(store.resolve(run).resolve("results.json")).run().decision())
        .contains("keep");
    assertThat(Files.readString(store.resolve("INDEX.md"))).contains("| simd | keep |");
    assertThat(run("annotate", "@latest")).isEqualTo(2);
    assertThat(run("annotate", "@latest", "--decision=maybe")).isEqualTo(2);
  }

  @Test
  void renameId_runsAndBaselines_pairAgain() {
    store(0, 1);
    run("record", "--name=main");
    assertThat(run("rename-id", "id", "kv/get")).isZero();
    assertThat(out.toString()).contains("2 of 2 records changed");
    run("show", "main");
    assertThat(out.toString()).contains("kv/get");
    assertThat(run("rename-id", "id", "kv/get")).isEqualTo(4);
    assertThat(err.toString()).contains("holds the id id");
  }

  @Test
  void diffEnv_otherMachine_exitsThreeAndNamesIt() {
    store(0, 1);
    ObjectNode other = Records.environment();
    other.withObject("/cpu").put("model", "Other");
    RunRecordJson.write(
        directory.resolve("b.json"),
        Records.run(Records.NOON, other, RunInfo.NOT_RECORDED, Map.of()));
    assertThat(run("diff-env", "@latest", "b.json")).isEqualTo(3);
    assertThat(out.toString()).contains("forbids    cpu.model  Ruler 9000  Other");
    assertThat(run("diff-env", "b.json", "b.json")).isZero();
    assertThat(out.toString()).contains("0 fields differ");
  }

  @Test
  void compare_bothRunsMissing_namesBoth() {
    assertThat(run("compare", "one.json", "two.json")).isEqualTo(4);
    assertThat(err.toString()).contains("BASE and CURRENT: ").contains("one.json", "two.json");
  }

  @Test
  void compare_folderNamedLikeABaseline_isTheBaseline() throws IOException {
    Files.createDirectory(directory.resolve("main"));
    store(0, 1);
    run("record", "--name=main");
    store(1, 1);
    assertThat(run("compare", "main", "@latest")).isZero();
  }

  @Test
  void gates_effective_printsLimitsAndJudgesNothing() {
    String plan = Records.fixture("plan-example.json").toString();
    assertThat(run("gates", plan, "--print-effective-gates")).isZero();
    assertThat(out.toString()).contains("EFFECTIVE GATES", "acceptable").doesNotContain("verdict");
  }

  @Test
  void generateCompletion_bash_knowsTheSubcommands() {
    assertThat(run("generate-completion")).isZero();
    assertThat(out.toString()).contains("rename-id").contains("complete -F");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compare",
        "diff-env",
        "gates",
        "show",
        "list",
        "record",
        "promote",
        "gc",
        "annotate",
        "rename-id",
        "import",
        "index"
      })
  void help_ofEachSubcommand_showsAnExample(String subcommand) {
    assertThat(run(subcommand, "--help")).isZero();
    assertThat(out.toString()).contains("  compare-baseline ").contains("Example");
  }

  private String store(int second, double factor) {
    RunRecord record = record(second, factor);
    RunStore store = RunStore.near(directory);
    String name = RunStore.folderName(record.timestamp(), "abc123", false, Optional.empty());
    RunRecordJson.write(store.create(name).resolve(RunStore.RECORD), record);
    return name;
  }

  private static RunRecord record(int second, double factor) {
    double[] forks = new double[FORKS.length];
    for (int i = 0; i < forks.length; i++) {
      forks[i] = FORKS[i] * factor;
    }
    return Records.run(
        Records.NOON.plusSeconds(second),
        Records.environment(),
        RunInfo.NOT_RECORDED,
        Map.of("id", Records.forked(forks)));
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(
        new ArrayList<>(List.of(args)),
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), directory, Map.of()));
  }
}
