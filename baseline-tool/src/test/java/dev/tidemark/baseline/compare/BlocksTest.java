package dev.tidemark.baseline.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Direction;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.IdFilter;
import dev.tidemark.runs.Records;
import dev.tidemark.runs.RunInfo;
import dev.tidemark.runs.RunStore.StoredRun;
import dev.tidemark.runs.ValueOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BlocksTest {

  /** Rounds of a machine that got slower and slower. */
  private static final double[] BASE = {100, 110, 121, 133, 146, 161};

  private static final double[] CURRENT = {110, 120.9, 133.3, 146.2, 160.5, 177};

  @Test
  void compare_samePlan_judgesWithinRoundsAndAsksForNoSessions() {
    Comparison comparison = compare(run("plan", BASE), run("plan", CURRENT));

    Row row = comparison.rows().get(0);
    assertThat(row.verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(row.evidence().orElseThrow().interval().low()).isGreaterThan(1.09);
    assertThat(row.note()).doesNotContain("unconfirmed");
    assertThat(comparison.procedure().interleaved()).isTrue();
  }

  @Test
  void compare_otherPlanOrNone_comparesTheWholeSamples() {
    for (StoredRun base : List.of(run("other", BASE), run(null, BASE))) {
      Comparison comparison = compare(base, run("plan", CURRENT));
      assertThat(comparison.rows().get(0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(comparison.procedure().interleaved()).isFalse();
    }
    assertThat(compare(run(null, BASE), run(null, CURRENT)).procedure().interleaved()).isFalse();
  }

  @Test
  void ratio_higherIsBetter_isTurnedRound() {
    ValueOutcome rate = new ValueOutcome(100, "ops/s", Direction.HIGHER_IS_BETTER);
    Pair pair = new Pair("id", Records.forked(rate, CURRENT), Records.forked(rate, BASE));

    assertThat(new Blocks(true).ratio(pair).orElseThrow().ratio()).isGreaterThan(1.09);
  }

  @Test
  void ratio_roundMissingOnOneSide_usesTheRoundsThatBothHave() {
    BenchmarkResult shorter = without(Records.forked(BASE), 2);
    Pair pair = new Pair("id", shorter, Records.forked(CURRENT));

    assertThat(new Blocks(true).ratio(pair).orElseThrow().blocks()).isEqualTo(5);
    assertThat(new Blocks(true).ratio(new Pair("id", without(shorter, 0), pair.current())))
        .isEmpty();
  }

  @Test
  void ratio_twoForksInARoundOrAZero_isLeftToTheWholeSamples() {
    BenchmarkResult result = Records.forked(BASE);
    List<ForkSample> twice = new ArrayList<>(result.forks());
    twice.add(result.forks().get(0));

    assertThat(new Blocks(true).ratio(new Pair("id", with(result, twice), result))).isEmpty();
    ValueOutcome size = new ValueOutcome(1, "B", Direction.LOWER_IS_BETTER);
    Pair zero =
        new Pair("id", Records.forked(size, 1, 2, 3, 4, 0), Records.forked(size, 1, 2, 3, 4, 5));
    assertThat(new Blocks(true).ratio(zero)).isEmpty();
  }

  private static BenchmarkResult without(BenchmarkResult result, int fork) {
    List<ForkSample> fewer = new ArrayList<>(result.forks());
    fewer.remove(fork);
    return with(result, fewer);
  }

  private static BenchmarkResult with(BenchmarkResult result, List<ForkSample> forks) {
    return new BenchmarkResult(
        result.outcome(),
        result.setup(),
        result.opsPerSec(),
        result.allocBytesPerOp(),
        result.aux(),
        forks);
  }

  static Comparison compare(StoredRun base, StoredRun current) {
    return new Comparer(Criteria.DEFAULT)
        .compare(base, current, Optional.empty(), IdFilter.of(List.of()));
  }

  /**
   * A run of one id.
   *
   * @param plan null for none
   */
  static StoredRun run(String plan, double... forks) {
    RunInfo none = RunInfo.NOT_RECORDED;
    RunInfo info =
        new RunInfo(
            none.status(),
            none.suites(),
            none.profile(),
            none.mode(),
            none.tag(),
            none.decision(),
            none.notes(),
            Optional.ofNullable(plan));
    return new StoredRun(
        "run",
        Path.of("results.json"),
        Records.run(
            Records.NOON, Records.environment(), info, Map.of("id", Records.forked(forks))));
  }
}
