package dev.tidemark.baseline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runs.LookPlan;
import dev.tidemark.runs.Records;
import dev.tidemark.runs.RunInfo;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.RunStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainAndHistoryTest {

  private static final double[] FORKS = {98, 99, 100, 101, 102};

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void explain_id_showsInputsFormulasAndNumbers() {
    assertThat(
            run(
                "explain",
                "vector_get/size_10k",
                Records.fixture("forks-base.json").toString(),
                Records.fixture("forks-5pct-slower.json").toString()))
        .isZero();
    assertThat(out.toString())
        .contains("n = 10 forks", "fork means: 823.8282 ", "Welch on ln of fork means")
        .contains("of the variance of a fork's mean 97 % between forks: add forks, not iterations")
        .contains("ratio = exp(D) = 1.0633", "p = 2 P(T > |D|/SE) = ")
        .contains("rule: p <= alpha (0.01): true", "beyond the threshold 5%: true")
        .contains("verdict: REGRESSED (unconfirmed, session 1 of 10)");
  }

  @ParameterizedTest
  @CsvSource({
    "--threshold=7, beyond the threshold 7%: false",
    "--margin=9, margin 0.09 = 0.01579",
    "--alpha=0.00001, p <= alpha (1.0E-5): false",
    "--confidence=0.9, 0.9 interval = exp(D -+ t(1-0.1/2",
    "--fdr=0.00001, adjusted p <= fdr (1.0E-5): false"
  })
  void explain_criteria_areThoseOfCompare(String option, String expected) {
    String base = Records.fixture("forks-base.json").toString();
    String slower = Records.fixture("forks-5pct-slower.json").toString();
    assertThat(run("explain", "vector_get/size_10k", base, slower, option)).isZero();
    assertThat(out.toString()).contains(expected, "beyond the threshold");
    assertThat(out.toString().contains("beyond the threshold 5%: true"))
        .as("whatever the verdict")
        .isEqualTo(!option.startsWith("--threshold"));
  }

  @Test
  void explain_runThatLooked_namesTheLevelsItWasJudgedAt() {
    RunInfo looked = RunInfo.NOT_RECORDED.looking(LookPlan.upTo(0.03, 40));
    Path file = directory.resolve("looked.json");
    RunRecordJson.write(
        file,
        Records.run(
            Records.NOON,
            Records.environment(),
            looked,
            Map.of("id", Records.forked(98, 99, 100, 101, 102))));
    assertThat(run("explain", "id", file.toString(), file.toString())).isZero();
    assertThat(out.toString()).contains("p <= alpha (0.00292").doesNotContain("alpha (0.01)");
  }

  @Test
  void explain_unknownIdOrSummary_saysWhatItCan() {
    String plan = Records.fixture("plan-example.json").toString();
    String slower = Records.fixture("plan-example-20pct-slower.json").toString();
    assertThat(run("explain", "none", plan, slower, "--alpha=2")).isEqualTo(2);
    assertThat(run("explain", "none", plan, slower)).isEqualTo(4);
    assertThat(err.toString()).contains("none: neither run holds it");
    assertThat(run("explain", "vector_insert/single/dim_128", plan, slower)).isZero();
    assertThat(out.toString())
        .contains("n = 0 forks", "REGRESSED_POINT (unconfirmed, no fork data");
  }

  @Test
  void history_driftInTheStore_showsPreviousAndAnchor() {
    for (int i = 0; i < 14; i++) {
      store(i, i < 7 ? 1 : 1.2);
    }
    assertThat(run("history", "id", "--out=store")).isZero();
    assertThat(out.toString())
        .containsSubsequence(
            "ANCHOR  run_2026-01-17_12-00-00_abc",
            "HISTORY OF ID",
            "100.0 ns",
            "level x 1.2000",
            "14 runs, 1 changes of level",
            "newest against previous: INCONCLUSIVE 1.0000",
            "newest against anchor run_2026-01-17_12-00-00_abc: REGRESSED 1.2000");
    assertThat(run("history", "id", "--out=store", "--anchor=run_2026-01-17_12-00-08_abc"))
        .isZero();
    assertThat(out.toString()).contains("12-00-08_abc: INCONCLUSIVE 1.0000");
  }

  @Test
  void history_idThatNoRunHolds_exitsFour() {
    store(0, 1);
    assertThat(run("history", "other", "--out=store")).isEqualTo(4);
    assertThat(err.toString()).contains("other: no complete run in");
    assertThat(run("history")).isEqualTo(2);
  }

  private void store(int second, double factor) {
    double[] forks = Arrays.stream(FORKS).map(v -> v * factor).toArray();
    RunRecord record =
        Records.run(
            Records.NOON.plusSeconds(second),
            Records.environment(),
            RunInfo.NOT_RECORDED,
            Map.of("id", Records.forked(forks)));
    String name = String.format("run_2026-01-17_12-00-%02d_abc", second);
    RunRecordJson.write(
        RunStore.at(directory.resolve("store")).create(name).resolve(RunStore.RECORD), record);
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    Console console =
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), directory, Map.of());
    return Main.run(List.of(args), console);
  }
}
