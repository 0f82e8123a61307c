package dev.tidemark.baseline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runs.Records;
import dev.tidemark.runs.RunInfo;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.RunStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrateCommandTest {

  private static final double[] FORKS = {98, 99, 100, 101, 102};

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void calibrate_repeatedRuns_storesTheNoiseThatCompareShows() {
    String first = store(1, 1);
    String second = store(2, 1.03);
    assertThat(run("calibrate", first, second, "--out=store")).isZero();
    assertThat(out.toString())
        .containsSubsequence("NOISE OF THIS MACHINE", "id", "detectable", "1 ids", "stored in");
    assertThat(run(first, second, "--out=store", "--no-fail")).isZero();
    assertThat(out.toString()).containsPattern("this machine resolves \\d+(\\.\\d+)? %");
  }

  @Test
  void calibrate_command_isRepeatedAndItsRunsRead() throws Exception {
    Path record = directory.resolve("record.json");
    RunRecordJson.write(record, record(1));
    Path script = directory.resolve("measure.sh");
    Files.writeString(
        script,
        "n=$(ls store 2>/dev/null | wc -l)\n"
            + "d=store/run_2026-01-17_12-00-0${n}_abc && mkdir -p $d && cp record.json"
            + " $d/results.json\n");
    assertThat(run("calibrate", "--run=sh measure.sh", "--times=3", "--out=store")).isZero();
    assertThat(err.toString()).contains("run 3 of 3: sh measure.sh");
    assertThat(out.toString()).containsPattern("id +3 +5 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "exit 3", "mkdir -p store/run_2026-01-17_12-00-00_a && exit 4"})
  void calibrate_commandThatAddsNoRun_isRefused(String command) {
    assertThat(run("calibrate", "--run=" + command, "--out=store")).isEqualTo(4);
    assertThat(err.toString()).contains("it must add one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--simulate a b",
        "--run=x --simulate",
        "--run=x --times=1",
        "--size=many",
        "--size=0x5"
      })
  void calibrate_wrongUsage_exitsTwo(String arguments) {
    List<String> words = Arrays.stream(arguments.split(" ")).filter(w -> !w.isEmpty()).toList();
    String[] all = new String[words.size() + 1];
    all[0] = "calibrate";
    for (int i = 0; i < words.size(); i++) {
      all[i + 1] = words.get(i);
    }
    assertThat(run(all)).isEqualTo(2);
    assertThat(err.toString()).contains("compare-baseline: ");
  }

  @Test
  void calibrate_size_comparesRunsOfThatSize() {
    assertThat(run("calibrate", "--size=20x5")).isZero();
    assertThat(out.toString())
        .containsPattern(
            "20 ids x 5 forks to text: [0-9.]+ [a-z]+, heap of \\d+ MB, exit code [01]")
        .contains("forks to json: ");
  }

  private String store(int second, double factor) {
    RunStore store = RunStore.at(directory.resolve("store"));
    String name = "run_2026-01-17_12-00-0" + second + "_abc";
    RunRecordJson.write(store.create(name).resolve(RunStore.RECORD), record(factor));
    return name;
  }

  private static RunRecord record(double factor) {
    double[] forks = Arrays.stream(FORKS).map(v -> v * factor).toArray();
    return Records.run(
        Records.NOON,
        Records.environment(),
        RunInfo.NOT_RECORDED,
        Map.of("id", Records.forked(forks)));
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    Console console =
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), directory, Map.of());
    return Main.run(List.of(args), console);
  }
}
