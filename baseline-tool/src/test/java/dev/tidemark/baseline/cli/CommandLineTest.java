package dev.tidemark.baseline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Failure;
import dev.tidemark.runs.MeasurementSetup;
import dev.tidemark.runs.Quantile;
import dev.tidemark.runs.Records;
import dev.tidemark.runs.RunInfo;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.RunStore;
import dev.tidemark.runs.TimeOutcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  private static final double[] FORKS = {98, 99, 100, 100, 101, 102};

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void compare_planExampleTwentyPercentSlower_exitsOneAndHoldsTheFourParts() {
    int code =
        run(
            Records.fixture("plan-example.json").toString(),
            Records.fixture("plan-example-20pct-slower.json").toString());
    assertThat(code).isEqualTo(1);
    assertThat(out.toString().lines().limit(2))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("BASE").contains("plan-example.json", "abc123"),
            line -> assertThat(line).startsWith("CURRENT").contains("20pct-slower", "def456"));
    assertThat(out.toString())
        .containsSubsequence(
            "REGRESSIONS (SLOWER THAN 5%)",
            "vector_insert/single/dim_128",
            "45.00 us",
            "54.00 us",
            "1.2000",
            "REGRESSED_POINT",
            "IMPROVEMENTS (OVER 10 % FASTER)",
            "none",
            "GATE FAILURES",
            "vector_search/k_10/size_10k",
            "2 ids: 2 REGRESSED_POINT; geometric mean of the ratios 1.2000 over 2 paired");
  }

  @Test
  void compare_planExample_printsWhatTheReadmeShows() throws IOException {
    run(
        Records.fixture("plan-example.json").toString(),
        Records.fixture("plan-example-20pct-slower.json").toString());
    String text = out.toString();
    String regressions = text.substring(text.indexOf("REGRESSIONS"), text.indexOf("IMPROVEMENTS"));

    assertThat(Path.of("../README.md")).content().contains(regressions.strip());
  }

  @Test
  void compare_sameForksTwice_passes() {
    assertThat(run(record("a.json", 1), record("b.json", 1), "--margin=10")).isZero();
    assertThat(out.toString()).contains("result: passed\n");
  }

  @Test
  void compare_nothingDecided_isNotCalledPassed() {
    assertThat(run(record("a.json", 1), record("b.json", 1.001))).isZero();
    assertThat(out.toString())
        .contains("result: INCONCLUSIVE: no answer for 1 of 1 rows")
        .doesNotContain("passed");
  }

  @Test
  void compare_runWithItself_isRefused() {
    String file = record("a.json", 1);
    assertThat(run(file, file)).isEqualTo(4);
    assertThat(err.toString()).contains("a.json", "is both BASE and CURRENT");
    assertThat(run(file, record("b.json", 1))).isZero();
    assertThat(out.toString()).contains("warning: BASE and CURRENT hold the very same");
  }

  @Test
  void compare_confirm_bothMustAgree() {
    String base = record("a.json", 1);
    String slow = record("b.json", 1.2);
    assertThat(run(base, slow, "--confirm=" + record("c.json", 1.21))).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "RUN2 agrees: REGRESSED 1.21",
            "RUN2 is c.json, compared with the same BASE: 1 rows need");
    assertThat(run(base, slow, "--confirm=" + record("c.json", 1.01))).isZero();
    assertThat(out.toString()).contains("RUN2 disagrees: INCONCLUSIVE 1.01");
    assertThat(run(base, slow, "--confirm=" + record("c.json", 1.2))).isEqualTo(4);
    assertThat(err.toString()).contains("this is CURRENT itself");
    assertThat(run(base, slow, "--confirm=none.json")).isEqualTo(4);
  }

  @Test
  void compare_confirmBase_comparesTheSecondRunWithIt() {
    String base = record("a.json", 1);
    String slow = record("b.json", 1.2);
    String again = "--confirm=" + record("c.json", 1.21);
    assertThat(run(base, slow, again, "--confirm-base=" + record("d.json", 1.01))).isEqualTo(1);
    assertThat(out.toString())
        .contains("RUN2 agrees: REGRESSED 1.198", "RUN2 is c.json, compared with d.json");
    assertThat(run(base, slow, again, "--confirm-base=" + record("d.json", 1.2))).isZero();
    assertThat(out.toString()).contains("RUN2 disagrees: INCONCLUSIVE 1.008");
    assertThat(run(base, slow, again, "--confirm-base=" + record("d.json", 1))).isEqualTo(4);
    assertThat(err.toString()).contains("this is BASE itself");
    assertThat(run(base, slow, "--confirm-base=d.json")).isEqualTo(2);
    assertThat(err.toString()).contains("add --confirm=RUN2");
  }

  @Test
  void compare_rerunList_holdsTheSuspects() throws IOException {
    MeasurementSetup setup = Records.setup();
    double[] slower = Arrays.stream(FORKS).map(v -> 1.2 * v).toArray();
    String base =
        write(
            "a.json",
            Records.run(
                Map.of(
                    "slow", Records.forked(Records.time(100), setup, FORKS),
                    "same", Records.forked(Records.time(100), setup, FORKS))));
    String current =
        write(
            "b.json",
            Records.run(
                Map.of(
                    "slow", Records.forked(Records.time(120), setup, slower),
                    "same", Records.forked(Records.time(100), setup, FORKS))));
    run(base, current, "--rerun-list=rerun.txt");
    assertThat(directory.resolve("rerun.txt")).hasContent("slow\n");
    run(base, current, "--rerun-list=rerun.txt", "--filter=same");
    assertThat(directory.resolve("rerun.txt")).isEmptyFile();
  }

  @ParameterizedTest
  @CsvSource({
    "forks-same.json, 0, 0",
    "forks-5pct-slower.json, 1, 3",
    "forks-10pct-slower.json, 1, 4",
  })
  void compare_committedForkData_givesTheVerdict(String current, int code, int regressed)
      throws IOException {
    String base = Records.fixture("forks-base.json").toString();
    assertThat(run(base, Records.fixture(current).toString(), "--json")).isEqualTo(code);
    assertThat(new ObjectMapper().readTree(out.toString()).at("/summary/regressed").asInt())
        .isEqualTo(regressed);
  }

  @Test
  void compare_json_isTheCommittedReportByteForByte() throws IOException {
    run(
        Records.fixture("forks-base.json").toString(),
        Records.fixture("forks-5pct-slower.json").toString(),
        "--json");
    assertThat(out.toString())
        .isEqualTo(Files.readString(Records.fixture("forks-5pct-slower.report.json")));
  }

  @Test
  void compare_currentIsPrevious_saysWhereItBelongs() {
    assertThat(run(record("a.json", 1), "@previous")).isEqualTo(4);
    assertThat(err.toString()).contains("use it as BASE");
  }

  @ParameterizedTest
  @CsvSource({
    "--threshold=5, 1",
    "--threshold=25%, 0",
    "--threshold=2x, 0",
    "--threshold=19ns, 1",
    "--threshold=21ns, 0",
    "--alpha=0.0000000001, 0",
    "--confidence=0.9999999999, 0",
    "--fdr=0.0000000001, 0",
    "--no-fail, 0",
    "--filter=quiet/*, 0",
    "--filter=!slow, 0",
    "--filter=slow, 1",
  })
  void compare_optionChangesTheExitCode(String option, int code) {
    assertThat(run(twoIds("a.json", 1), twoIds("b.json", 1.2), option)).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"2, EQUIVALENT", "0.5, INCONCLUSIVE"})
  void compare_margin_decidesEquivalence(String margin, String verdict) {
    String base = forked("a.json", 99.9, 100, 100, 100, 100.1);
    String current = forked("b.json", 99.8, 100.1, 100.1, 100.3, 100.5);
    run(base, current, "--all", "--margin=" + margin);
    assertThat(out.toString()).contains("1 " + verdict);
  }

  @Test
  void compare_withoutAll_hidesTheUnchanged() {
    run(record("a.json", 1), record("b.json", 1), "--margin=90");
    assertThat(out.toString()).doesNotContain("EQUIVALENT  ").contains("1 EQUIVALENT");
  }

  @Test
  void compare_all_showsTheUnchangedAndPercentiles() {
    run(
        Records.fixture("forks-base.json").toString(),
        Records.fixture("forks-5pct-slower.json").toString(),
        "--all");
    assertThat(out.toString())
        .containsSubsequence(
            "PERCENTILES", "n beyond", "p50", "791.7 ns", "841.8 ns", "not judged");
  }

  @Test
  void compare_only_showsTheseVerdictsAlone() {
    String base = twoIds("a.json", 1);
    run(base, twoIds("b.json", 1.2), "--only=improved,equivalent", "--margin=90");
    assertThat(out.toString())
        .contains("  quiet/a", "REGRESSIONS (SLOWER THAN 5%), 1 NOT SHOWN\n")
        .doesNotContain("  slow ");
  }

  @Test
  void compare_onlyRegressed_showsThoseWithoutForksToo() {
    run(
        Records.fixture("plan-example.json").toString(),
        Records.fixture("plan-example-20pct-slower.json").toString(),
        "--only=regressed");
    assertThat(out.toString()).contains("  REGRESSED_POINT  ").doesNotContain("NOT SHOWN");
  }

  @ParameterizedTest
  @CsvSource({"id, k_2, k_10", "ratio, k_10, k_2", "verdict, k_10, k_2"})
  void compare_sort_ordersTheRows(String sort, String first, String second) {
    run(twoSlow("a.json", 1, 1), twoSlow("b.json", 1.2, 1.5), "--sort=" + sort);
    assertThat(out.toString()).containsSubsequence("  " + first + " ", "  " + second + " ");
  }

  @Test
  void compare_formats_goWhereTheyAreTold() throws IOException {
    Path json = directory.resolve("report.json");
    Path markdown = directory.resolve("deep/report.md");
    run(
        twoIds("a.json", 1),
        twoIds("b.json", 1.2),
        "--format=text",
        "--format=json:" + json,
        "--format=markdown:" + markdown);
    assertThat(out.toString()).startsWith("BASE");
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.at("/conclusion").asText()).isEqualTo("failed");
    assertThat(report.at("/rows/1/verdict").asText()).isEqualTo("REGRESSED");
    assertThat(report.at("/rows/1/mann_whitney_p").asDouble()).isPositive();
    assertThat(report.at("/rows/1/base/forks").asInt()).isEqualTo(6);
    assertThat(Files.readString(markdown))
        .contains("## Regressions (slower than 5%)")
        .contains("| slow |");
  }

  @Test
  void compare_json_printsOnlyJson() throws IOException {
    run(twoIds("a.json", 1), twoIds("b.json", 1.2), "--json");
    assertThat(new ObjectMapper().readTree(out.toString()).at("/summary/regressed").asInt())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"always, true", "never, false", "auto, false"})
  void compare_color_paintsOnlyWhenAsked(String color, boolean painted) {
    run(twoIds("a.json", 1), twoIds("b.json", 1.2), "--color=" + color);
    assertThat(out.toString().contains("\u001b[31m")).isEqualTo(painted);
  }

  @Test
  void color_autoOnATerminal_honoursNoColor() {
    assertThat(Color.AUTO.enabled(Map.of(), true)).isTrue();
    assertThat(Color.AUTO.enabled(Map.of("NO_COLOR", ""), true)).isTrue();
    assertThat(Color.AUTO.enabled(Map.of("NO_COLOR", "1"), true)).isFalse();
    assertThat(Color.ALWAYS.enabled(Map.of("NO_COLOR", "1"), false)).isTrue();
    assertThat(Color.NEVER.enabled(Map.of(), true)).isFalse();
  }

  @Test
  void compare_failOnInconclusive_exitsFiveUnlessNoFail() {
    String base = forked("a.json", 90, 100, 110, 120, 95);
    String current = forked("b.json", 95, 105, 110, 115, 100);
    assertThat(run(base, current)).isZero();
    assertThat(out.toString().lines().limit(2))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("BASE     a.json"),
            second -> assertThat(second).startsWith("CURRENT  b.json"));
    assertThat(out.toString()).endsWith("result: INCONCLUSIVE: no answer for 1 of 1 rows\n");
    assertThat(run(base, current, "--fail-on", "inconclusive")).isEqualTo(5);
    assertThat(run(base, current, "--fail-on", "inconclusive", "--no-fail")).isZero();
  }

  @Test
  void compare_moreAllocatedInEveryFork_failsOnlyWhenToldTo() throws IOException {
    String base = allocating("a.json", 0);
    String current = allocating("b.json", 16);
    assertThat(run(base, current)).isZero();
    assertThat(out.toString())
        .contains("allocates 16 B an operation, was 0", "1 ids allocate more in every fork");
    assertThat(run(base, current, "--fail-on=allocation")).isEqualTo(1);
    assertThat(run(base, current, "--fail-on=inconclusive,allocation")).isEqualTo(1);
    assertThat(run(base, current, "--fail-on=allocation", "--no-fail")).isZero();
    assertThat(run(base, allocating("c.json", 8), "--fail-on=allocation")).isZero();
    assertThat(run(current, base, "--fail-on=allocation", "--json")).isZero();
    JsonNode row = new ObjectMapper().readTree(out.toString()).at("/rows/0");
    assertThat(row.path("allocation").asText()).isEqualTo("less");
  }

  private String allocating(String name, double bytes) {
    BenchmarkResult result = result(1 + bytes / 1e6);
    BenchmarkResult allocating =
        new BenchmarkResult(
            result.outcome(),
            result.setup(),
            result.opsPerSec(),
            OptionalDouble.of(bytes),
            result.aux(),
            result.forks().stream().map(fork -> fork.allocating(bytes)).toList());
    return write(name, Records.run(Map.of("id", allocating)));
  }

  @Test
  void compare_otherMachine_exitsThreeUnlessForced() {
    ObjectNode other = Records.environment();
    other.withObject("/cpu").put("model", "Other");
    RunRecord record =
        Records.run(Records.NOON, other, RunInfo.NOT_RECORDED, Map.of("id", result(1)));
    String base = record("a.json", 1);
    assertThat(run(base, write("b.json", record))).isEqualTo(3);
    assertThat(err.toString())
        .contains(
            "CPU model: Ruler 9000 against Other",
            "--force",
            "to settle: measure both",
            "; BASE: session 1 of 10\n");
    assertThat(run(base, write("b.json", record), "--force")).isZero();
    assertThat(out.toString()).contains("FORCED   although CPU model");
  }

  @Test
  void compare_noArguments_isPreviousAgainstLatest() {
    RunStore store = RunStore.at(directory.resolve("store"));
    for (int i = 0; i < 3; i++) {
      RunRecord record =
          Records.run(
              Records.NOON.plusSeconds(i),
              Records.environment(),
              RunInfo.NOT_RECORDED,
              Map.of("id", result(1 + 0.2 * i)));
      String name = RunStore.folderName(record.timestamp(), "abc" + i, false, Optional.empty());
      RunRecordJson.write(store.create(name).resolve(RunStore.RECORD), record);
    }
    assertThat(run("--out=store")).isEqualTo(1);
    assertThat(out.toString().lines().limit(2))
        .satisfiesExactly(
            line -> assertThat(line).contains("_abc1"), line -> assertThat(line).contains("_abc2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--threshold=lots",
        "--alpha=2",
        "--margin=-1",
        "--confidence=0",
        "--fdr=0",
        "--unknown",
        "--format=xml",
        "--format=json:",
        "--sort=size",
        "--only=worse",
        "--fail-on=new",
        "--color=red",
        "--filter=nothing_like_it",
        "--filter=re:(",
        "surplus",
      })
  void compare_wrongUsage_exitsTwoAndNamesIt(String option) {
    assertThat(run(record("a.json", 1), record("b.json", 1), option)).isEqualTo(2);
    String value = option.substring(option.indexOf('=') + 1).replaceFirst("^(json:|-1|2|0)$", "");
    assertThat(err.toString()).startsWith("compare-baseline: ").contains(value).contains("--help");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void compare_twoFormatsOnStandardOutput_isWrongUsage() {
    assertThat(run(record("a.json", 1), record("b.json", 1), "--json", "--format=text"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("share standard output");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "[1", "{\"version\":\"3.0\"}"})
  void compare_damagedFile_exitsFourAndNamesIt(String content) throws IOException {
    Path damaged = Files.writeString(directory.resolve("damaged.json"), content);
    assertThat(run(record("a.json", 1), damaged.toString())).isEqualTo(4);
    assertThat(err.toString()).contains("damaged.json");
    assertThat(run(damaged.toString(), record("a.json", 1), "--no-fail")).isEqualTo(4);
  }

  @Test
  void compare_nothingPaired_exitsFour() {
    String other = write("b.json", Records.run(Map.of("other", result(1))));
    assertThat(run(record("a.json", 1), other, "--no-fail")).isEqualTo(4);
    assertThat(out.toString()).contains("NOT A COMPARISON");
  }

  @Test
  void gates_run_exitsByItsGates() {
    assertThat(run("gates", Records.fixture("plan-example.json").toString())).isZero();
    assertThat(out.toString()).contains("1 gates: 1 met, 0 missed");
    assertThat(run("gates", record("a.json", 1))).isEqualTo(4);
    assertThat(err.toString()).contains("records no gates");
  }

  @Test
  void gates_enforcedFailure_exitsOne() {
    assertThat(run("gates", write("full.json", Records.full()))).isZero();
    String failing = edited(write("full.json", Records.full()), "MARGINAL", "FAIL");
    assertThat(run("gates", failing)).isEqualTo(1);
    assertThat(out.toString()).contains("2 of them enforced and failed");
  }

  @Test
  void index_store_writesBothFiles() {
    assertThat(run("index", "--out=none")).isEqualTo(4);
    RunStore store = RunStore.at(directory.resolve("store"));
    RunRecordJson.write(
        store.create("run_2026-01-17_12-00-00_abc").resolve(RunStore.RECORD), Records.full());
    assertThat(run("index", "--out=store")).isZero();
    assertThat(out.toString()).contains("INDEX.md: 1 runs");
    assertThat(store.root().resolve("INDEX.md")).isNotEmptyFile();
    assertThat(store.root().resolve("index.json")).isNotEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"compare", "gates", "index"})
  void help_anyCommand_exitsZeroOnStandardOutput(String command) {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Exit codes:", command);
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: compare-baseline");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void compare_incompleteCurrent_exitsFour() {
    RunRecord whole = Records.run(Map.of("id", result(1)));
    RunRecord broken =
        new RunRecord(
            whole.timestamp(),
            whole.gitCommit(),
            whole.gitBranch(),
            false,
            whole.run(),
            whole.environment(),
            whole.results(),
            whole.gates(),
            List.of(new Failure("id", OptionalInt.of(3), "the fork died")));
    assertThat(run(record("a.json", 1), write("b.json", broken))).isEqualTo(4);
    assertThat(out.toString()).contains("CURRENT is incomplete: id: the fork died");
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Console console =
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), directory, Map.of());
    return Main.run(List.of(args), console);
  }

  private String record(String name, double factor) {
    return write(name, Records.run(Map.of("id", result(factor))));
  }

  private String twoIds(String name, double factor) {
    return write(name, Records.run(Map.of("slow", result(factor), "quiet/a", result(1))));
  }

  private String twoSlow(String name, double second, double tenth) {
    return write(name, Records.run(Map.of("k_2", result(second), "k_10", result(tenth))));
  }

  private String forked(String name, double... forks) {
    return write(name, Records.run(Map.of("id", Records.forked(forks))));
  }

  private static BenchmarkResult result(double factor) {
    double[] forks = new double[FORKS.length];
    for (int i = 0; i < forks.length; i++) {
      forks[i] = FORKS[i] * factor;
    }
    TimeOutcome time =
        new TimeOutcome(
            100 * factor,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            6,
            TimeOutcome.Basis.OPERATIONS,
            Map.of(Quantile.P99, 5000.0));
    return Records.forked(time, forks);
  }

  private String write(String name, RunRecord record) {
    Path file = directory.resolve(name);
    RunRecordJson.write(file, record);
    return file.toString();
  }

  private static String edited(String file, String from, String to) {
    try {
      Path path = Path.of(file);
      Files.writeString(path, Files.readString(path).replace(from, to));
      return file;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
