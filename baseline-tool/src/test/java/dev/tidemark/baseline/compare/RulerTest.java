package dev.tidemark.baseline.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.IdFilter;
import dev.tidemark.runs.LookPlan;
import dev.tidemark.runs.Records;
import dev.tidemark.runs.RunInfo;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunStore.StoredRun;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RulerTest {

  private static final double[] STEADY = {99, 100, 101, 100.5, 99.5, 100};

  @Test
  void compare_rulerMovedBeyondWhatItResolves_flagsTheSession() {
    Comparison comparison = compare(ruled(1), ruled(1.08));
    assertThat(comparison.drifted()).extracting(Ruler::id).containsExactly("ruler/cpu");
    assertThat(comparison.warnings())
        .anySatisfy(text -> assertThat(text).contains("ruler/cpu", "SESSION DRIFTED", "bench_ab"));
    assertThat(compare(ruled(1.08), ruled(1)).drifted()).as("faster, too").hasSize(1);
  }

  @Test
  void compare_rulerThatHeld_flagsNothing() {
    Comparison comparison = compare(ruled(1), ruled(1.004));
    assertThat(comparison.rulers()).hasSize(1);
    assertThat(comparison.drifted()).isEmpty();
    assertThat(comparison.warnings()).noneMatch(text -> text.contains("ruler"));
  }

  @Test
  void compare_rulers_areNoRows() {
    Comparison comparison = compare(ruled(1), ruled(1.5));
    assertThat(comparison.rows()).extracting(Row::id).containsExactly("id");
    assertThat(comparison.conclusion()).isEqualTo(Conclusion.PASSED);
  }

  @Test
  void compare_oneSidedOrFewForks_saysNothingOfRulers() {
    assertThat(compare(run(), ruled(1.5)).rulers()).isEmpty();
    RunRecord few = run().withRulers(Map.of("ruler/cpu", Records.forked(150, 151)));
    assertThat(compare(ruled(1), few).rulers()).isEmpty();
  }

  @Test
  void compare_runThatLooked_isJudgedAtLowerLevels() {
    RunInfo looked = RunInfo.NOT_RECORDED.looking(LookPlan.upTo(0.03, 40));
    BenchmarkResult slower = forks(1.0145);
    RunRecord fixed = Records.run(Map.of("id", slower));
    RunRecord looking =
        Records.run(Records.NOON, Records.environment(), looked, Map.of("id", slower));

    assertThat(compare(run(), fixed).rows().get(0).verdict()).isEqualTo(Verdict.SLOWER);
    Comparison comparison = compare(run(), looking);
    assertThat(comparison.rows().get(0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(comparison.criteria().alpha()).isLessThan(0.0034);
    assertThat(comparison.warnings()).anySatisfy(text -> assertThat(text).contains("4 looks"));
  }

  private static RunRecord ruled(double factor) {
    return run().withRulers(Map.of("ruler/cpu", forks(factor)));
  }

  private static RunRecord run() {
    return Records.run(Map.of("id", forks(1)));
  }

  private static BenchmarkResult forks(double factor) {
    return Records.forked(Arrays.stream(STEADY).map(v -> v * factor).toArray());
  }

  private static Comparison compare(RunRecord base, RunRecord current) {
    return new Comparer(Criteria.DEFAULT)
        .compare(stored(base), stored(current), Optional.empty(), IdFilter.of(List.of()));
  }

  private static StoredRun stored(RunRecord record) {
    return new StoredRun("run", Path.of("run"), record);
  }
}
