package dev.tidemark.bench.support.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.runs.RunIndex;
import dev.tidemark.runs.RunStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The entry point in a process of its own, with programs of ours first on its path. */
class JarProcessTest {
  private static final String STEADY = "trial/steady/size_1k";

  @TempDir private Path root;

  private String output = "";

  @Test
  void run_perf_countsAndRecordsForksOfTheirOwn() throws Exception {
    RecordedScript.program(
        root.resolve("bin/perf"),
        """
        echo "$*" >>"%s"
        kind=$1
        [ "$kind" = record ] && for last; do [ "$before" = -o ] && : >"$last"; before=$last; done
        while [ $# -gt 0 ]; do
          case $1 in echo | true | */java) break ;; *) shift ;; esac
        done
        "$@"
        code=$?
        if [ "$kind" = stat ]; then
          seq -f '%%.2f,8000,,cycles' 0.01 0.01 20 >&2
          seq -f '%%.2f,4000,,instructions' 0.01 0.01 20 >&2
        fi
        exit $code
        """
            .formatted(root.resolve("perf-calls")));

    int code = run(STEADY, "-f", "0", "-i", "1", "-r", "100ms", "--perf", "--perf-record");

    assertThat(code).as(output).isZero();
    assertThat(run().resolve("perf_stat.txt"))
        .content()
        .startsWith(STEADY + "\n")
        .containsPattern("CPI +2\\.0")
        .containsPattern("cycles +[0-9.]+ +#/op");
    assertThat(run().resolve("perf-trial__steady__size_1k.data")).exists();
    assertThat(root.resolve("perf-calls")).content().contains("ForkedMain");
    assertThat(record().at("/results").path(STEADY).at("/raw/forks")).hasSize(1);
  }

  @Test
  void run_perfWithoutCounters_saysSoAndMeasuresAllTheSame() throws Exception {
    RecordedScript.program(
        root.resolve("bin/perf"), "[ $1 = record ] && exit 1; echo '<not supported>,,cycles' >&2");

    int code = run(STEADY, "-f", "0", "-i", "1", "--perf", "--perf-record");

    assertThat(code).as(output).isZero();
    assertThat(output)
        .contains("WARNING: --perf does nothing here: this machine has no hardware counters")
        .contains("WARNING: --perf-record does nothing here: perf refused");
    assertThat(run().resolve("perf_stat.txt")).content().startsWith("--perf does nothing here");
  }

  @Test
  void run_flameGraph_isOfAForkOutsideTheResultsAndDrawnAgainstTheBaseline() throws Exception {
    String[] options = {
      STEADY, "-f", "0", "-i", "1", "-r", "200ms", "--flamegraph", "--baseline=main", "--force"
    };
    Files.createFile(root.resolve("mvnw"));

    assertThat(run(options)).as(output).isZero();

    Path first = run();
    assertThat(record().at("/results").path(STEADY).at("/raw/forks")).hasSize(1);
    assertThat(first.resolve("stacks/trial__steady__size_1k.collapsed"))
        .content()
        .contains("dev.tidemark.bench.support.trial.TrialBenchmark.steady");
    assertThat(first.resolve("flamegraph-trial__steady__size_1k.html"))
        .content()
        .contains("TrialBenchmark.steady")
        .doesNotContain("http:", "https:");
    try (var kept = Files.walk(root.resolve("baselines"))) {
      assertThat(kept.filter(file -> file.toString().endsWith(".collapsed"))).hasSize(1);
    }
    Files.move(first, root.resolve("gone"));

    run(options);

    assertThat(run().resolve("flamegraph-trial__steady__size_1k-diff.html"))
        .content()
        .contains("against " + first.getFileName())
        .contains("\"changes\":[[");
  }

  @Test
  void run_cores_pinsTheForks() throws Exception {
    assertThat(run(STEADY, "--cores=0", "-f", "0", "-i", "1")).as(output).isZero();

    assertThat(record().at("/environment/cpu/affinity").asText()).isEqualTo("0");
  }

  @Test
  void run_killed_leavesAnIncompleteRunThatRefusesOthersUntilThen() throws Exception {
    Process first = start(STEADY, "--rounds=1", "-wi", "0", "-i", "1", "-r", "3s");
    while (!Files.exists(root.resolve("target/index.json"))) {
      assertThat(first.waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
    }

    assertThat(run(STEADY)).isEqualTo(ExitCode.LOCKED);
    assertThat(output).contains("another run is measuring", "process " + first.pid());
    first.destroyForcibly().waitFor();

    assertThat(record().at("/run/status").asText()).isEqualTo("incomplete");
    assertThat(RunIndex.write(RunStore.at(root.resolve("target")))).isOne();
    JsonNode index = new ObjectMapper().readTree(root.resolve("target/index.json").toFile());
    assertThat(index.get(0).path("status").asText()).isEqualTo("incomplete");
    assertThat(root.resolve("target/INDEX.md")).content().contains("| incomplete |");
    assertThat(run("--list")).as(output).isZero();
  }

  private int run(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor();
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Djmh.ignoreLock=true", "-cp", System.getProperty("java.class.path")));
    command.add(BenchMain.class.getName());
    command.addAll(List.of(arguments));
    command.add("--out=" + root.resolve("target"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .merge("PATH", root.resolve("bin").toString(), (path, first) -> first + ":" + path);
    return builder.start();
  }

  private Path run() {
    return RunStore.at(root.resolve("target")).folders().get(0);
  }

  private JsonNode record() throws IOException {
    return new ObjectMapper().readTree(run().resolve("results.json").toFile());
  }
}
