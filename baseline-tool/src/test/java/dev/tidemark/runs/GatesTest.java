package dev.tidemark.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatesTest {

  private static final String SEARCH = "vector_search/k_10/size_10k";
  private static final String LIMITS =
      "{\"id\":\"" + SEARCH + "\",\"target\":\"1ms\",\"acceptable\":\"5ms\",\"stretch\":\"500us\"}";

  @ParameterizedTest
  @CsvSource({
    // the verdict asks the interval: +-0.5 % wide here
    "0.4, true, STRETCH, PASS, 60",
    "0.9, true, TARGET, PASS, 10",
    "1.001, false, ACCEPTABLE, UNDECIDED, -0.1",
    "0.999, true, TARGET, UNDECIDED, 0.1",
    "2, false, ACCEPTABLE, MARGINAL, -100",
    "5.001, false, MISSED, UNDECIDED, -400.1",
    "6, false, MISSED, FAIL, -500",
  })
  void judge_meanAgainstLimits_givesLevelAndVerdict(
      double millis,
      boolean passed,
      GateResult.Level level,
      GateResult.Verdict verdict,
      double margin) {
    GateResult gate = judge(LIMITS, near(millis * 1e6)).gates().get(SEARCH);

    assertThat(gate.passed()).isEqualTo(passed);
    assertThat(gate.level()).contains(level);
    assertThat(gate.verdict()).contains(verdict);
    assertThat(gate.marginPct().getAsDouble()).isCloseTo(margin, offset(1e-9));
    assertThat(gate.failsRun()).isEqualTo(verdict == GateResult.Verdict.FAIL);
  }

  @Test
  void judge_offTheReferencePlatform_isInformational() {
    ObjectNode environment = Records.environment().put("is_reference_platform", false);
    RunRecord record =
        Records.run(Records.NOON, environment, RunInfo.NOT_RECORDED, Map.of(SEARCH, near(6e6)));
    GateResult gate = gates(LIMITS).judge(record, Set.of(SEARCH)).gates().get(SEARCH);
    assertThat(gate.verdict()).contains(GateResult.Verdict.FAIL);
    assertThat(gate.failsRun()).isFalse();
  }

  @Test
  void judge_withoutForks_isUndecided() {
    BenchmarkResult summary = BenchmarkResult.summary(Records.time(6e6));
    assertThat(judge(LIMITS, summary).gates().get(SEARCH).verdict())
        .contains(GateResult.Verdict.UNDECIDED);
  }

  @Test
  void judge_expectedIdAbsent_isAFailedGateAndAFailure() {
    RunRecord judged = gates(LIMITS).judge(Records.run(Map.of()), Set.of(SEARCH));
    assertThat(judged.gates().get(SEARCH).failsRun()).isTrue();
    assertThat(judged.gates().get(SEARCH).actual()).isEmpty();
    assertThat(judged.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.id()).isEqualTo(SEARCH));
    assertThat(judged.complete()).isFalse();
  }

  @Test
  void judge_idNotExpected_leavesTheGateOut() {
    RunRecord judged = gates(LIMITS).judge(Records.run(Map.of()), Set.of("other"));
    assertThat(judged.gates()).isEmpty();
    assertThat(judged.failures()).isEmpty();
  }

  @Test
  void judge_otherMode_leavesTheGateOut() {
    Gates strict = gates("{\"id\":\"a\",\"target\":\"1ms\",\"modes\":[\"strict\"]}");
    assertThat(strict.judge(inMode("strict"), Set.of("a")).gates()).containsKey("a");
    assertThat(strict.judge(inMode("inmemory"), Set.of("a")).gates()).isEmpty();
  }

  @Test
  void judge_ratioGate_recordsTheRatioOfEachRoundAndIsEnforcedEverywhere() {
    String json = "{\"id\":\"ratio/b_over_a\",\"num\":\"b\",\"den\":\"a\",\"target\":2}";
    Map<String, BenchmarkResult> results =
        Map.of("a", Records.forked(10, 20, 40), "b", Records.forked(30, 60.1, 120));
    RunRecord record =
        Records.run(
            Records.NOON,
            Records.environment().put("is_reference_platform", false),
            RunInfo.NOT_RECORDED,
            results);
    RunRecord judged = gates(json).judge(record, Set.of("a", "b"));

    BenchmarkResult ratio = judged.results().get("ratio/b_over_a");
    assertThat(ratio.outcome().unit()).isEqualTo("x");
    assertThat(ratio.forkMeans()).containsExactly(3, 3.005, 3);
    assertThat(judged.gates().get("ratio/b_over_a").unit()).isEqualTo("x");
    assertThat(judged.gates().get("ratio/b_over_a").failsRun()).isTrue();
  }

  @Test
  void judge_informationalRatio_neverFailsTheRun() {
    String json = "{\"id\":\"r\",\"num\":\"b\",\"den\":\"a\",\"target\":2,\"informational\":true}";
    RunRecord record =
        Records.run(Map.of("a", Records.forked(10, 10), "b", Records.forked(90, 90)));
    assertThat(gates(json).judge(record, Set.of("a", "b")).gates().get("r").failsRun()).isFalse();
  }

  @Test
  void judge_higherIsBetter_turnsTheSign() {
    String json = "{\"id\":\"recall\",\"metric\":\"value\",\"target\":0.9}";
    ValueOutcome recall = new ValueOutcome(0.99, "share", Direction.HIGHER_IS_BETTER);
    RunRecord record = Records.run(Map.of("recall", Records.forked(recall, 0.99, 0.99)));
    GateResult gate = gates(json).judge(record, Set.of("recall")).gates().get("recall");
    assertThat(gate.passed()).isTrue();
    assertThat(gate.verdict()).contains(GateResult.Verdict.PASS);
    assertThat(gate.marginPct().getAsDouble()).isCloseTo(10, offset(1e-9));
  }

  @Test
  void judge_metricNotSampled_isAFailure() {
    String json = "{\"id\":\"a\",\"metric\":\"p99_ns\",\"target\":\"1ms\"}";
    RunRecord judged =
        gates(json).judge(Records.run(Map.of("a", Records.forked(5, 5))), Set.of("a"));
    assertThat(judged.failures().get(0).reason()).contains("p99_ns");
  }

  @Test
  void judge_meanAndPercentileOfOneId_keepsBoth() {
    String json =
        "{\"id\":\"a\",\"target\":\"1ms\"},"
            + "{\"id\":\"a\",\"target\":\"1us\",\"metric\":\"p999_ns\"}";
    Map<String, BenchmarkResult> results =
        Map.of("a", Records.full().results().get("vector_get/size_10k"));
    Map<String, GateResult> gates = gates(json).judge(Records.run(results), Set.of("a")).gates();
    assertThat(gates).containsOnlyKeys("a", "a#p999_ns");
    assertThat(gates.get("a").passed()).isTrue();
    assertThat(gates.get("a#p999_ns").actual()).hasValue(900_000);
    assertThat(Gates.idOf("a#p999_ns")).isEqualTo(Gates.idOf("a")).isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"target\":\"1ms\"}                              | $[0].id is missing",
        "{\"id\":\"a\"}                                    | $[0].target is missing",
        "{\"id\":\"a\",\"target\":\"1 minute\"}            | \"1 minute\" is no time",
        "{\"id\":\"a\",\"target\":7}                       | $[0].target is 7; it must be text",
        "{\"id\":\"a\",\"target\":\"1ms\",\"tarjet\":1}    | $[0].tarjet is unknown",
        "{\"id\":\"a\",\"target\":\"1ms\",\"metric\":\"x\"} | use [mean_ns, value, p50_ns",
        "{\"id\":\"a\",\"target\":2,\"kind\":\"ratio\"}    | $[0].num is missing",
        "{\"id\":\"a\",\"target\":\"1ms\"},{\"id\":\"a\",\"target\":\"2ms\"} | repeats a",
        "{                                                 | is not valid JSON",
      })
  void read_damagedGate_namesThePlace(String json, String message) {
    assertThatThrownBy(() -> gates(json))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("gates.json")
        .hasMessageContaining(message);
  }

  private static RunRecord inMode(String mode) {
    RunInfo none = RunInfo.NOT_RECORDED;
    RunInfo info =
        new RunInfo(
            none.status(),
            none.suites(),
            none.profile(),
            Optional.of(mode),
            none.tag(),
            none.decision(),
            none.notes(),
            none.blockPlan());
    return Records.run(
        Records.NOON, Records.environment(), info, Map.of("a", Records.forked(5, 5)));
  }

  private static RunRecord judge(String json, BenchmarkResult result) {
    return gates(json).judge(Records.run(Map.of(SEARCH, result)), Set.of(SEARCH));
  }

  private static BenchmarkResult near(double mean) {
    return Records.forked(Records.time(mean), mean * 0.998, mean, mean, mean, mean * 1.002);
  }

  private static Gates gates(String json) {
    byte[] bytes = ("[" + json + "]").getBytes(StandardCharsets.UTF_8);
    return Gates.read("gates.json", new ByteArrayInputStream(bytes));
  }
}
