package dev.tidemark.bench.support.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.bench.support.catalog.Catalog;
import dev.tidemark.bench.support.run.Interruption;
import dev.tidemark.bench.support.trial.TrialBenchmark;
import dev.tidemark.runs.Gates;
import dev.tidemark.runs.RunRecordJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the entry point as a user would; the forks are real. */
class BenchMainTest {
  private static final String STEADY = "trial/steady/size_1k";
  private static final String NOTES = "say \"größer\",\na|b\\ 二";
  private static final String APPEND = "trial/append/size_1k";

  @TempDir private Path store;

  private final Interruption interruption = new Interruption();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
  private Gates gates = Gates.of(List.of());

  @Test
  void run_allKinds_writesARunFolderThatAgreesWithItself() throws IOException {
    gates = gate(STEADY, "1s");

    int code =
        run(
            "--profile=standard",
            "--rounds=1",
            "--tag=t",
            "--notes=" + NOTES,
            "--decision=keep",
            "--block-plan=p",
            "--data-dir=" + store.resolve("data"));

    assertThat(code).as(messages()).isZero();
    JsonNode record = record();
    assertThat(record.at("/run/status").asText()).isEqualTo("complete");
    assertThat(record.at("/run/profile").asText()).isEqualTo("standard");
    assertThat(record.at("/run/tag").asText()).isEqualTo("t");
    assertThat(record.at("/run/notes").asText()).isEqualTo(NOTES);
    JsonNode metadata = new ObjectMapper().readTree(folder().resolve("run_metadata.json").toFile());
    assertThat(metadata.at("/labels/notes").asText()).isEqualTo(NOTES);
    assertThat(store.resolve("INDEX.md")).content().contains("| say \"größer\", a\\|b\\\\ 二 |");
    assertThat(record.at("/environment/doubts").isArray()).isTrue();
    assertThat(record.at("/run/decision").asText()).isEqualTo("keep");
    assertThat(record.at("/run/block_plan").asText()).isEqualTo("p");
    assertThat(result(record, STEADY).path("raw").path("forks")).hasSize(1);
    assertThat(result(record, STEADY).path("raw").path("forks").get(0).path("warmup")).hasSize(1);
    assertThat(result(record, "trial/both/size_1000").has("p99_ns")).isTrue();
    assertThat(result(record, "trial/sampled/size_1k").has("p999_ns")).isTrue();
    assertThat(result(record, APPEND).path("batch").asInt()).isEqualTo(500);
    assertThat(result(record, APPEND).path("samples").asInt()).isEqualTo(2 * 500);
    assertThat(result(record, APPEND).path("aux").path("appends_per_op").asDouble()).isEqualTo(1.0);
    assertThat(result(record, APPEND).path("durability").asText()).isEqualTo("inmemory");
    assertThat(record.path("gates").path(STEADY).path("passed").asBoolean()).isTrue();
    assertThat(folder())
        .isDirectoryContaining("glob:**/SUMMARY.md")
        .isDirectoryContaining("glob:**/tiers.md")
        .isDirectoryNotContaining("glob:**/*.tmp")
        .isDirectoryContaining("glob:**/partial.jsonl")
        .isDirectoryContaining("glob:**/jmh-test-r01.json")
        .isDirectoryContaining("glob:**/bench_output.txt")
        .isDirectoryContaining("glob:**/environment.json")
        .isDirectoryContaining("glob:**/environment.md");
    assertThat(folder().resolve("SUMMARY.md"))
        .content()
        .startsWith("> development only, gates not valid");
    assertThat(folder().resolve("latency/trial__append__size_1k.hlog"))
        .content()
        .contains("Tag=f1,");
    assertThat(environmentFiles())
        .singleElement()
        .satisfies(
            file -> assertThat(file).hasSameBinaryContentAs(folder().resolve("results.json")));
    assertThat(store.resolve("INDEX.md")).content().contains(folder().getFileName().toString());
    assertThat(out()).contains(STEADY, "## Gates");
    assertThat(Files.exists(store.resolve("data/data"))).isFalse();
  }

  @Test
  void run_overrides_reachTheForksAndTheRecord() throws IOException {
    int code =
        run(
            APPEND,
            "--mode=strict",
            "-f",
            "1",
            "-wi",
            "0",
            "-i",
            "1",
            "-bs",
            "7",
            "--json",
            "-jvmArgsAppend",
            "-Xmx1g -Dx=y");

    assertThat(code).as(messages()).isZero();
    JsonNode result = result(new ObjectMapper().readTree(out()), APPEND);
    assertThat(result.path("durability").asText()).isEqualTo("strict");
    assertThat(result.path("batch").asInt()).isEqualTo(7);
    assertThat(result.at("/raw/forks/0/warmup")).isEmpty();
    assertThat(result.at("/raw/forks/0/iterations")).hasSize(1);
    assertThat(record().at("/environment/java/max_heap_mb").asInt()).isEqualTo(1024);
    assertThat(folder().getFileName().toString()).endsWith("_strict");
  }

  @Test
  void run_times_reachTheRecord() throws IOException {
    assertThat(run(STEADY, "--mode=buffered", "--rounds=1", "-w", "5ms", "-r", "7ms")).isZero();

    JsonNode result = result(record(), STEADY);
    assertThat(result.at("/warmup/time_ns").asLong()).isEqualTo(5_000_000);
    assertThat(result.at("/measurement/time_ns").asLong()).isEqualTo(7_000_000);
    assertThat(result.path("durability").asText()).isEqualTo("batched");
  }

  @Test
  void run_rulers_areMeasuredEveryRoundAndAreNoResults() throws IOException {
    PrintStream progress = new PrintStream(messages, true, StandardCharsets.UTF_8);

    assertThat(runWithRulers(progress, STEADY, "--rounds=2")).as(messages()).isZero();

    JsonNode rulers = record().path("rulers");
    assertThat(rulers.fieldNames())
        .toIterable()
        .containsExactly("ruler/allocation", "ruler/cpu", "ruler/memory");
    assertThat(rulers)
        .allSatisfy(ruler -> assertThat(ruler.at("/raw/forks")).hasSize(2))
        .allSatisfy(ruler -> assertThat(ruler.at("/raw/forks/1/iterations")).hasSize(5));
    assertThat(record().path("results").fieldNames()).toIterable().containsExactly(STEADY);
    assertThat(record().path("gates")).isEmpty();
  }

  @Test
  void run_untilMde_isCompleteAtALookAndSaysWhenItLooked() throws IOException {
    assertThat(run(STEADY, "--until-mde=99.9%", "--rounds=7")).as(messages()).isZero();

    assertThat(record().at("/run/looks/rounds").toString()).isEqualTo("[5,7]");
    assertThat(record().at("/run/looks/until_mde").asDouble()).isEqualTo(0.999);
    assertThat(record().at("/run/status").asText()).isEqualTo("complete");
    assertThat(result(record(), STEADY).at("/raw/forks").size()).isIn(5, 7);
    assertThat(record().path("rulers").isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--until-mde=0", "--until-mde=101%", "--until-mde=much"})
  void run_badLimit_isExitCode2(String option) {
    assertThat(run(STEADY, option)).isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains(option.substring(2, 6));
  }

  @Test
  void run_saveBaseline_savesTheRunBesideItsStore() throws IOException {
    assertThat(run(STEADY, "--rounds=1", "--save-baseline=main", "--force")).isZero();

    try (Stream<Path> files = Files.walk(store.resolve("baselines"))) {
      assertThat(files.filter(Files::isRegularFile))
          .singleElement()
          .satisfies(file -> assertThat(file.getParent()).hasFileName("main"))
          .satisfies(file -> assertThat(RunRecordJson.read(file).results()).hasSize(1));
    }
  }

  @Test
  void run_baselineThatIsNoName_isRefusedBeforeMeasuring() {
    assertThat(run(STEADY, "--baseline=a/b")).isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains("'a/b' is no name of a baseline");
  }

  @Test
  void run_inProcess_isMarkedNotComparable() throws IOException {
    assertThat(run(STEADY, "-f", "0")).as(messages()).isZero();

    assertThat(result(record(), STEADY).path("harness_version").asText()).contains("in process");
  }

  @ParameterizedTest
  @CsvSource({"throw, told to throw", "halt, exit code", "check, list size", "silent, durability"})
  void run_faultyBenchmark_isAFailureAndExitCode4(String fault, String reason) throws IOException {
    int code =
        run(APPEND, "--rounds=1", "-jvmArgsAppend", "-D" + TrialBenchmark.FAULT + "=" + fault);

    assertThat(code).isEqualTo(ExitCode.BENCHMARK_FAILED);
    JsonNode failure = record().path("failures").get(0);
    assertThat(failure.path("id").asText()).isEqualTo(APPEND);
    assertThat(failure.toString()).contains(reason);
    assertThat(record().path("results")).isEmpty();
  }

  @Test
  void run_gatedIdWithoutItsMetric_isExitCode4() {
    gates =
        Gates.read("gates.json", json("[{'id':'" + STEADY + "','metric':'p99_ns','target':'1s'}]"));

    assertThat(run(STEADY, "-f", "0")).isEqualTo(ExitCode.BENCHMARK_FAILED);
  }

  @Test
  void run_enforcedGateMissed_isExitCode1() {
    gates =
        Gates.read(
            "gates.json",
            json(
                "[{'id':'ratio/x','kind':'ratio','num':'trial/append/size_1k','den':'"
                    + STEADY
                    + "','target':-1}]"));

    assertThat(run(STEADY, APPEND, "--rounds=2")).as(messages()).isEqualTo(ExitCode.GATE_FAILED);
    assertThat(out()).contains("ratio/x");
  }

  @Test
  void run_interrupted_leavesAnIncompleteRunThatResumes() throws IOException {
    int interrupted = runAndInterruptAfterFirstFork(STEADY, APPEND, "--rounds=2", "-i", "1");

    assertThat(interrupted).isEqualTo(130);
    assertThat(record().at("/run/status").asText()).isEqualTo("incomplete");
    assertThat(messages()).contains("--resume=" + folder());

    int resumed = run("--resume=" + folder().getFileName());

    assertThat(resumed).as(messages()).isZero();
    assertThat(record().at("/run/status").asText()).isEqualTo("complete");
    assertThat(result(record(), STEADY).at("/raw/forks")).hasSize(2);
    assertThat(result(record(), APPEND).at("/raw/forks")).hasSize(2);
    assertThat(folder().resolve("partial.jsonl")).content().hasLineCount(4);
  }

  @Test
  void run_pausedAfterEachRound_goesOnUntilItIsComplete() throws IOException {
    int first = run(STEADY, APPEND, "--rounds=2", "-i", "1", "--pause-after=1");

    assertThat(first).as(messages()).isZero();
    assertThat(messages()).contains("paused; go on with").contains("--resume=" + folder());
    assertThat(record().at("/run/status").asText()).isEqualTo("incomplete");
    assertThat(folder().resolve("partial.jsonl")).content().hasLineCount(2);

    int second = run("--resume=" + folder().getFileName(), "--pause-after=1");

    assertThat(second).as(messages()).isZero();
    assertThat(record().at("/run/status").asText()).isEqualTo("complete");
    assertThat(folder().resolve("partial.jsonl")).content().hasLineCount(4);
  }

  @Test
  void run_joinedFolder_mergesIdsAndRefusesDuplicates() throws IOException {
    Path shared = store.resolve("run_2026-01-02_03-04-05_abc");
    assertThat(run("--run-dir=" + shared, STEADY, "-f", "0")).isZero();
    assertThat(run("--run-dir=" + shared, APPEND, "-f", "0")).isZero();

    assertThat(record().path("results").size()).isEqualTo(2);
    assertThat(run("--run-dir=" + shared, STEADY, "-f", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains("measured already: " + STEADY);
    assertThat(run("--run-dir=" + shared, "trial/both/*", "--mode=strict"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains("its mode is inmemory");
  }

  @Test
  void run_lockHeld_isExitCode75() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(store.resolve(".lock").toFile(), "rw");
        FileLock held = file.getChannel().lock()) {
      assertThat(held.isValid()).isTrue();
      assertThat(run(STEADY)).isEqualTo(ExitCode.LOCKED);
    }
    assertThat(messages()).contains("another run");
  }

  @Test
  void run_profiler_addsAForkOutsideTheResults() throws IOException {
    assertThat(run(STEADY, "--rounds=1", "-r", "10ms", "-prof", "cl")).as(messages()).isZero();

    assertThat(result(record(), STEADY).at("/raw/forks")).hasSize(1);
    assertThat(folder().resolve("bench_output.txt")).content().contains("class.load");
    assertThat(messages()).contains("profiling " + STEADY);
  }

  @Test
  void run_timeBudget_measuresAsManyRoundsAsFit() {
    assertThat(run("--dry-run", "--profile=quick", "--time-budget=7s")).isZero();
    assertThat(out()).contains("3 ids, 2 rounds,");
    assertThat(run("--dry-run", "--profile=quick", "--rounds=1", "--time-budget=1h")).isZero();
    assertThat(out()).contains("3 ids, 1 rounds,");
    assertThat(run("--dry-run", "--profile=quick", "--time-budget=1s")).isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains("shorter than one round, which takes about 3 s");
  }

  @Test
  void run_allModes_isARunForEach() throws IOException {
    assertThat(run(STEADY, "--all-modes", "-f", "0", "-i", "1", "-wi", "0")).isZero();

    assertThat(runFolders().stream().map(folder -> folder.toString().replaceAll(".*_", "")))
        .containsExactlyInAnyOrder("inmemory", "batched", "strict");
    assertThat(run(STEADY, "--all-modes", "--mode=strict")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void run_coresThatDoNotExist_isAUsageError() throws IOException {
    assertThat(run(STEADY, "--cores=9999")).isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains("--cores=9999");
    assertThat(runFolders()).isEmpty();
  }

  @Test
  void run_idsFrom_measuresOnlyThose() throws IOException {
    Path ids = Files.writeString(store.resolve("ids.txt"), "# again\n\n" + STEADY + "\n");

    assertThat(run("--ids-from=" + ids, "--dry-run")).isZero();
    assertThat(out()).contains(STEADY).doesNotContain(APPEND);
    assertThat(run("--ids-from=" + store.resolve("gone"))).isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains("no such file");
    assertThat(run("--ids-from=" + Files.writeString(ids, "# none\n"))).isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains("names no id");
  }

  @Test
  void run_dryRun_saysWhatAndHowLongAndWritesNothing() throws IOException {
    assertThat(run("--dry-run", "--profile=quick")).isZero();

    assertThat(out()).contains(STEADY, "3 ids, 5 rounds, mode inmemory, about 16 s");
    assertThat(runFolders()).isEmpty();
  }

  @Test
  void run_list_showsTierProfileGateAndLength() {
    gates = gate(STEADY, "2us");

    assertThat(run("--list")).isZero();
    assertThat(out().lines().filter(line -> line.startsWith(STEADY)))
        .singleElement()
        .asString()
        .contains(" a0 ", "quick", "2.000 us", "0.8 s");
  }

  @Test
  void run_listAsJson_isJson() throws IOException {
    assertThat(run("--list", "--json", "--tier=B")).isZero();

    JsonNode list = new ObjectMapper().readTree(out());
    assertThat(list.findValuesAsText("id")).containsExactly("trial/append/size_10k", APPEND);
  }

  @Test
  void run_smoke_runsInProcessAndWritesNothing() throws IOException {
    assertThat(run("--profile=smoke", "--filter=*steady*")).isZero();

    assertThat(out()).contains("1 benchmarks ran once, 0 failed");
    assertThat(runFolders()).isEmpty();
  }

  @Test
  void run_helpAndVersion_print() {
    assertThat(run("--help")).isZero();
    assertThat(out()).contains("--resume", "Exit codes", "Examples");
    assertThat(run("--version")).isZero();
    assertThat(out()).contains("tidemark-bench-test of commit ");
  }

  @Test
  void run_unknownOption_namesTheAllowed() {
    assertThat(run("--profil=quick")).isEqualTo(ExitCode.USAGE);

    assertThat(messages()).contains("--profil=quick").contains("allowed:").contains("--profile");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--profile=fast",
        "--mode=fast",
        "--tier=z",
        "--rounds=0",
        "--pause-after=0",
        "-i=0",
        "-w=soon",
        "--decision=maybe",
        "--suite=m9",
        "trial/stedy/size_1k",
        "--resume=nothing",
        "--filter={a"
      })
  void run_badValue_isExitCode2AndWritesNothing(String option) throws IOException {
    String[] arguments =
        option.startsWith("-i") || option.startsWith("-w")
            ? option.split("=", 2)
            : new String[] {option};

    assertThat(run(arguments)).isEqualTo(ExitCode.USAGE);
    assertThat(messages()).startsWith("error: ");
    assertThat(runFolders()).isEmpty();
  }

  @Test
  void run_unknownId_namesTheThreeNearest() {
    assertThat(run("trial/stedy/size_1k")).isEqualTo(ExitCode.USAGE);

    assertThat(messages()).contains(STEADY, "trial/steady/size_10k");
  }

  @Test
  void run_roundsTwice_isRefused() {
    assertThat(run("--rounds=2", "-f", "3")).isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains("--rounds and -f");
  }

  @Test
  void run_resumeWithSelection_isRefused() {
    assertThat(run("--resume=x", STEADY)).isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains("--resume measures what its run was started with");
  }

  @Test
  void run_storeThatCannotBeWritten_saysWhereAndHowToGoOn() throws IOException {
    Path file = Files.writeString(store.resolve("file"), "no folder");

    int code = run(STEADY, "--rounds=1", "--out=" + file.resolve("runs"));

    assertThat(code).as(messages()).isEqualTo(ExitCode.BENCHMARK_FAILED);
    assertThat(messages()).contains(file.toString(), "--out").doesNotContain("\tat ");
  }

  @Test
  void run_pausedWithWhatIsNoPartOfThePlan_namesItInTheCommandThatGoesOn() {
    run(STEADY, "--rounds=2", "-i", "1", "--pause-after=1", "-prof", "gc", "--save-baseline=b");

    assertThat(messages()).containsPattern("--resume=\\S+ -prof gc --save-baseline=b");
  }

  @Test
  void run_untilMdePaused_endsAfterThatManyRounds() {
    run(STEADY, "--until-mde=0.001%", "--rounds=5", "-i", "1", "--pause-after=2");

    assertThat(messages()).contains("round 2 " + STEADY).doesNotContain("round 3 " + STEADY);
    assertThat(messages()).contains("paused; go on with");
  }

  private int run(String... arguments) {
    return run(new PrintStream(messages, true, StandardCharsets.UTF_8), arguments);
  }

  private int run(PrintStream progress, String... arguments) {
    return runWithRulers(progress, withoutRulers(arguments));
  }

  /** They take longer than all that is tried here; what is resumed has what it began with. */
  private static String[] withoutRulers(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (all.stream().noneMatch(argument -> argument.startsWith("--resume"))) {
      all.add("--no-rulers");
    }
    return all.toArray(String[]::new);
  }

  private int runWithRulers(PrintStream progress, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (all.stream().noneMatch(argument -> argument.startsWith("--out="))) {
      all.add("--out=" + store);
    }
    return BenchMain.run(
        all.toArray(String[]::new),
        new BenchJar("test", Catalog.load(), gates),
        interruption,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        progress);
  }

  /** The second run of the test gets an interruption of its own, as a second process would. */
  private int runAndInterruptAfterFirstFork(String... arguments) {
    Interruption pressed = new Interruption();
    PrintStream progress =
        new PrintStream(
            new OutputStream() {
              private boolean interrupted;

              @Override
              public void write(int b) {
                messages.write(b);
                if (!interrupted && messages().contains("[1/")) {
                  interrupted = true;
                  pressed.request();
                }
              }
            },
            true,
            StandardCharsets.UTF_8);
    List<String> all = new ArrayList<>(List.of(withoutRulers(arguments)));
    all.add("--out=" + store);
    return BenchMain.run(
        all.toArray(String[]::new),
        new BenchJar("test", Catalog.load(), gates),
        pressed,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        progress);
  }

  private static Gates gate(String id, String target) {
    return Gates.read("gates.json", json("[{'id':'" + id + "','target':'" + target + "'}]"));
  }

  private static ByteArrayInputStream json(String text) {
    return new ByteArrayInputStream(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String messages() {
    return messages.toString(StandardCharsets.UTF_8);
  }

  private JsonNode record() throws IOException {
    return new ObjectMapper().readTree(folder().resolve("results.json").toFile());
  }

  private static JsonNode result(JsonNode record, String id) {
    return record.path("results").path(id);
  }

  private Path folder() throws IOException {
    assertThat(runFolders()).hasSize(1);
    return runFolders().get(0);
  }

  private List<Path> runFolders() throws IOException {
    return named("run_");
  }

  private List<Path> environmentFiles() throws IOException {
    return named("environment_").stream()
        .filter(file -> file.toString().endsWith(".json"))
        .toList();
  }

  private List<Path> named(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(store)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
    }
  }
}
