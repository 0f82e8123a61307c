package dev.tidemark.baseline.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.baseline.compare.Comparer;
import dev.tidemark.baseline.compare.Criteria;
import dev.tidemark.baseline.compare.Verdict;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.MeasurementSetup;
import dev.tidemark.runs.Records;
import dev.tidemark.runs.RunInfo;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunStore.StoredRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final double[] FORKS = {0.985, 0.99, 0.995, 1, 1, 1, 1, 1.005, 1.01, 1.015};

  @Test
  void of_tenTimesOnePercent_isSeenFromTheAnchorAlone() {
    List<StoredRun> runs = new ArrayList<>();
    for (int i = 0; i <= 10; i++) {
      runs.add(run("r" + i, i, forks(100 * Math.pow(1.01, i))));
    }
    History history = history(runs, Optional.empty());
    assertThat(history.sincePrevious().orElseThrow().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(history.sinceAnchor().orElseThrow().verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(history.anchor().run().name()).isEqualTo("r0");
  }

  @Test
  void of_runsInAnyOrder_areSortedByTimeAndAnchoredAsAsked() {
    StoredRun old = run("old", 0, forks(100));
    StoredRun middle = run("middle", 1, forks(130));
    StoredRun newest = run("newest", 2, forks(100));
    History history = history(List.of(newest, old, middle), Optional.of(middle));
    assertThat(history.entries())
        .extracting(entry -> entry.run().name())
        .containsExactly("old", "middle", "newest");
    assertThat(history.sinceAnchor().orElseThrow().verdict()).isEqualTo(Verdict.IMPROVED);
  }

  @Test
  void of_runsThatDoNotFit_arePassedOver() {
    StoredRun other = run("other", 0, forks(100));
    StoredRun setUp =
        run("set-up", 1, Records.forked(Records.time(100), Records.setup(), 100, 100, 100));
    StoredRun newest =
        run("newest", 2, Records.forked(Records.time(100), inOtherMode(), 100, 100, 100));
    RunRecord lacking = Records.run(Map.of("another", forks(1)));
    StoredRun without = new StoredRun("without", Path.of("x"), lacking);
    History history = history(List.of(other, setUp, newest, without), Optional.empty());
    assertThat(history.entries())
        .extracting(entry -> entry.run().name())
        .containsExactly("other", "newest");
    assertThat(history(List.of(other), Optional.empty()).sinceAnchor()).isEmpty();
    assertThat(history(List.of(other), Optional.empty()).sincePrevious()).isEmpty();
    assertThat(
            History.of("id", List.of(without), Optional.empty(), new Comparer(Criteria.DEFAULT), 1))
        .isEmpty();
  }

  private static MeasurementSetup inOtherMode() {
    MeasurementSetup none = MeasurementSetup.NOT_RECORDED;
    return new MeasurementSetup(
        none.harnessVersion(),
        Optional.of("ss"),
        none.threads(),
        none.params(),
        none.batch(),
        none.itemsPerCall(),
        none.warmup(),
        none.measurement(),
        none.rate(),
        none.durability(),
        none.tier());
  }

  private static History history(List<StoredRun> runs, Optional<StoredRun> anchor) {
    return History.of("id", runs, anchor, new Comparer(Criteria.DEFAULT), 1).orElseThrow();
  }

  private static BenchmarkResult forks(double mean) {
    return Records.forked(Arrays.stream(FORKS).map(v -> v * mean).toArray());
  }

  private static StoredRun run(String name, int seconds, BenchmarkResult result) {
    RunRecord record =
        Records.run(
            Records.NOON.plusSeconds(seconds),
            Records.environment(),
            RunInfo.NOT_RECORDED,
            Map.of("id", result));
    return new StoredRun(name, Path.of(name), record);
  }
}
