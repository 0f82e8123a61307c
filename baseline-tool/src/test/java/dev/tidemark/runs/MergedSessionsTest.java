package dev.tidemark.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MergedSessionsTest {

  @Test
  void of_oneRecord_isThatRecord() {
    RunRecord only = Records.full();
    assertThat(MergedSessions.of(List.of(only))).isSameAs(only);
  }

  @Test
  void of_twoRecords_holdsTheForksOfBothAndTheirMean() {
    RunRecord merged =
        MergedSessions.of(
            List.of(
                Records.run(Map.of("id", Records.forked(1, 3))),
                Records.run(Map.of("id", Records.forked(5, 7)))));
    BenchmarkResult result = merged.results().get("id");
    assertThat(result.forkMeans()).containsExactly(1, 3, 5, 7);
    assertThat(result.forks()).extracting(ForkSample::round).containsExactly(1, 2, 3, 4);
    assertThat(result.outcome().point()).isEqualTo(4);
    assertThat(((TimeOutcome) result.outcome()).samples()).isEqualTo(4);
  }

  @Test
  void of_values_keepsUnitAndDirection() {
    ValueOutcome rate = new ValueOutcome(10, "ops/s", Direction.HIGHER_IS_BETTER);
    RunRecord run = Records.run(Map.of("id", Records.forked(rate, 10)));
    RunRecord next = Records.run(Map.of("id", Records.forked(rate, 20)));
    assertThat(MergedSessions.of(List.of(run, next)).results().get("id").outcome())
        .isEqualTo(new ValueOutcome(15, "ops/s", Direction.HIGHER_IS_BETTER));
  }

  @Test
  void of_idOfOneSessionOnly_staysAsItIs() {
    RunRecord merged =
        MergedSessions.of(
            List.of(
                Records.run(Map.of("old", Records.forked(1, 3))),
                Records.run(Map.of("new", Records.forked(5)))));
    assertThat(merged.results()).containsOnlyKeys("old", "new");
    assertThat(merged.results().get("old").forkMeans()).containsExactly(1, 3);
  }

  @Test
  void of_summaries_keepsTheLast() {
    RunRecord merged =
        MergedSessions.of(
            List.of(
                Records.run(Map.of("id", BenchmarkResult.summary(Records.time(1)))),
                Records.run(Map.of("id", BenchmarkResult.summary(Records.time(2))))));
    assertThat(merged.results().get("id").outcome().point()).isEqualTo(2);
  }

  @Test
  void of_sessionMeasuredInAnotherWay_isLeftOutAndAFailure() {
    RunRecord merged =
        MergedSessions.of(
            List.of(
                Records.run(Map.of("id", Records.forked(Records.time(1), Records.setup(), 1, 1))),
                Records.run(
                    Map.of(
                        "id",
                        Records.forked(
                            new ValueOutcome(2, "B", Direction.LOWER_IS_BETTER), 2, 2)))));
    assertThat(merged.results().get("id").forkMeans()).containsExactly(2, 2);
    assertThat(merged.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.id()).isEqualTo("id");
              assertThat(failure.round()).isEqualTo(OptionalInt.empty());
              assertThat(failure.reason()).contains("unit: ns against B");
            });
  }

  @Test
  void of_blockPlan_isLost() {
    RunInfo none = RunInfo.NOT_RECORDED;
    RunInfo planned =
        new RunInfo(
            none.status(),
            none.suites(),
            none.profile(),
            none.mode(),
            none.tag(),
            none.decision(),
            none.notes(),
            Optional.of("plan"));
    RunRecord run =
        Records.run(
            Records.NOON, Records.environment(), planned, Map.of("id", Records.forked(1, 2)));
    assertThat(MergedSessions.of(List.of(run, run)).run().blockPlan()).isEmpty();
  }
}
