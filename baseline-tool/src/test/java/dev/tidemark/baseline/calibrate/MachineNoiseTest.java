package dev.tidemark.baseline.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.baseline.statistics.LogSample;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Records;
import dev.tidemark.runs.RunInfo;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineNoiseTest {

  @TempDir Path folder;

  @Test
  void of_knownForkAndSessionNoise_findsBoth() {
    SessionNoise noise = MachineNoise.of(runs(200, 10, 0.02, 0.03)).ids().get("id");
    assertThat(noise.sessions()).isEqualTo(200);
    assertThat(noise.forks()).isEqualTo(10);
    assertThat(noise.forkDeviation()).isCloseTo(0.02, within(0.001));
    assertThat(noise.sessionDeviation()).isCloseTo(0.03, within(0.004));
  }

  @Test
  void of_detectable_isFoundBetweenTwoOtherSessionsNineteenTimesInTwenty() {
    SessionNoise noise = MachineNoise.of(runs(40, 10, 0.02, 0.01)).ids().get("id");
    double session = Math.sqrt(0.01 * 0.01 + 0.02 * 0.02 / 10);
    assertThat(noise.detectable())
        .isCloseTo(Math.exp((2.71 + 1.69) * Math.sqrt(2) * session) - 1, within(0.02));
  }

  @Test
  void of_sessionsAlike_leaveNoSessionNoise() {
    double[] forks = {98, 99, 100, 101, 102};
    SessionNoise noise =
        MachineNoise.of(List.of(run("a", "c", forks), run("a", "c", forks))).ids().get("id");
    assertThat(noise.sessionDeviation()).isZero();
    assertThat(noise.forkDeviation())
        .isCloseTo(Math.sqrt(LogSample.of(forks).variance()), within(1e-12));
  }

  @Test
  void of_runsThatAreNoRepetition_isRefused() {
    RunRecord run = run("a", "cpu", 1, 2, 3);
    assertThatThrownBy(() -> MachineNoise.of(List.of(run))).hasMessageContaining("two runs");
    assertThatThrownBy(() -> MachineNoise.of(List.of(run, run("b", "cpu", 1, 2, 3))))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("a on cpu and b on cpu");
    assertThatThrownBy(() -> MachineNoise.of(List.of(run, run("a", "other", 1, 2, 3))))
        .hasMessageContaining("a on other");
    RunRecord summary = Records.run(Map.of("id", BenchmarkResult.summary(Records.time(5))));
    assertThatThrownBy(() -> MachineNoise.of(List.of(summary, summary)))
        .hasMessageContaining("no id with two forks");
  }

  @Test
  void write_read_roundTrips() {
    MachineNoise noise = MachineNoise.of(runs(3, 5, 0.02, 0.01));
    assertThat(MachineNoise.read(folder)).isEmpty();
    noise.write(folder);
    MachineNoise read = MachineNoise.read(folder).orElseThrow();
    assertThat(read.cpu()).isEqualTo("cpu");
    assertThat(read.ids().get("id").detectable())
        .isCloseTo(noise.ids().get("id").detectable(), within(1e-11));
    assertThat(read.appliesTo(run("x", "cpu", 1))).isTrue();
    assertThat(read.appliesTo(run("x", "other", 1))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"version\":\"2\",\"ids\":{}}",
        "{\"version\":\"1\"}",
        "{\"version\":\"1\",\"ids\":{\"a\":{\"forks\":\"many\"}}}"
      })
  void read_damaged_isRefusedByName(String content) throws IOException {
    Files.writeString(folder.resolve("calibration.json"), content);
    assertThatThrownBy(() -> MachineNoise.read(folder))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("calibration.json")
        .hasMessageContaining("calibrate again");
  }

  private static List<RunRecord> runs(
      int sessions, int forks, double forkDeviation, double sessionDeviation) {
    Random random = new Random(7);
    List<RunRecord> runs = new ArrayList<>();
    for (int s = 0; s < sessions; s++) {
      double session = sessionDeviation * random.nextGaussian();
      double[] means = new double[forks];
      for (int f = 0; f < forks; f++) {
        means[f] = 100 * Math.exp(session + forkDeviation * random.nextGaussian());
      }
      runs.add(run("a", "cpu", means));
    }
    return runs;
  }

  private static RunRecord run(String commit, String cpu, double... means) {
    var environment = Records.environment();
    environment.withObject("/cpu").put("model", cpu);
    RunRecord run =
        Records.run(
            Records.NOON, environment, RunInfo.NOT_RECORDED, Map.of("id", Records.forked(means)));
    return new RunRecord(
        run.timestamp(),
        commit,
        run.gitBranch(),
        false,
        run.run(),
        run.environment(),
        run.results(),
        run.gates(),
        run.failures());
  }
}
