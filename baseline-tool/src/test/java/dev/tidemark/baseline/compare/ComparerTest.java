package dev.tidemark.baseline.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.baseline.compare.Allocation.Judgement;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Direction;
import dev.tidemark.runs.Failure;
import dev.tidemark.runs.ForkOrigin;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.GateResult;
import dev.tidemark.runs.IdFilter;
import dev.tidemark.runs.MeasurementSetup;
import dev.tidemark.runs.Outcome;
import dev.tidemark.runs.Records;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunStore.StoredRun;
import dev.tidemark.runs.ValueOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparerTest {

  /** Ten forks with a deviation of 2 % and a mean logarithm of 0. */
  private static final double[] NOISE = {
    0.97, 0.98, 0.985, 0.99, 1.0, 1.0, 1.0101, 1.0152, 1.0204, 1.0309
  };

  @ParameterizedTest
  @CsvSource({
    "1.20, REGRESSED",
    "1.07, REGRESSED",
    "1.045, SLOWER",
    "1.02, INCONCLUSIVE",
    "0.96, FASTER",
    "0.95, FASTER",
    "0.85, IMPROVED",
  })
  void compare_tenForksTwoPercentNoise_givesTheVerdict(double factor, Verdict verdict) {
    Row row = compare(forks(10, 100), forks(10, 100 * factor));
    assertThat(row.verdict()).isEqualTo(verdict);
    assertThat(row.ratio().getAsDouble()).isCloseTo(factor, within(1e-9));
    assertThat(row.evidence().orElseThrow().interval().low()).isLessThan(factor);
  }

  @Test
  void compare_quietForksNearlyEqual_isEquivalent() {
    Row row = compare(quiet(1000), quiet(1000.5));
    assertThat(row.verdict()).isEqualTo(Verdict.EQUIVALENT);
  }

  @Test
  void compare_higherIsBetter_lessIsARegression() {
    Outcome rate = new ValueOutcome(100, "ops/s", Direction.HIGHER_IS_BETTER);
    Row worse =
        compare(
            Records.forked(rate, forkValues(10, 100)), Records.forked(rate, forkValues(10, 80)));
    assertThat(worse.verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(worse.ratio().getAsDouble()).isCloseTo(1.25, within(1e-9));
    Row better =
        compare(
            Records.forked(rate, forkValues(10, 80)), Records.forked(rate, forkValues(10, 100)));
    assertThat(better.verdict()).isEqualTo(Verdict.IMPROVED);
  }

  @Test
  void compare_inconclusive_saysHowManyForksWouldDecide() {
    Row row = compare(forks(5, 100), forks(5, 103));
    assertThat(row.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(row.note()).matches("needs (8|9|1\\d) forks a side to find 5 %");
  }

  @ParameterizedTest
  @CsvSource({
    "1.20, REGRESSED_POINT",
    "1.04, INCONCLUSIVE",
    "0.80, IMPROVED_POINT",
    "0.93, INCONCLUSIVE",
  })
  void compare_noForkData_judgesThePointUnconfirmed(double factor, Verdict verdict) {
    Row row =
        compare(
            BenchmarkResult.summary(Records.time(100)),
            BenchmarkResult.summary(Records.time(100 * factor)));
    assertThat(row.verdict()).isEqualTo(verdict);
    assertThat(row.note()).isEqualTo("unconfirmed, no fork data");
    assertThat(row.evidence()).isEmpty();
  }

  @Test
  void compare_fourForks_needsThemAllOnOneSide() {
    BenchmarkResult base = Records.forked(100, 101, 102, 103);
    assertThat(compare(base, Records.forked(115, 116, 117, 118)).verdict())
        .isEqualTo(Verdict.REGRESSED_POINT);
    assertThat(compare(base, Records.forked(102.5, 130, 130, 130)).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(compare(base, Records.forked(80, 81, 82, 83)).verdict())
        .isEqualTo(Verdict.IMPROVED_POINT);
    assertThat(compare(base, Records.forked(115, 116, 117, 118)).note())
        .isEqualTo("unconfirmed, n = 4+4 forks, needs 5");
  }

  @Test
  void compare_countsThatNeverVary_areExact() {
    assertThat(compare(bytes(0), bytes(16)).verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(compare(bytes(16), bytes(0)).verdict()).isEqualTo(Verdict.IMPROVED);
    assertThat(compare(bytes(0), bytes(0)).verdict()).isEqualTo(Verdict.EQUIVALENT);
    assertThat(compare(bytes(48), bytes(48)).verdict()).isEqualTo(Verdict.EQUIVALENT);
    assertThat(compare(bytes(48), bytes(64)).verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(compare(bytes(48), bytes(56)).verdict()).isEqualTo(Verdict.EQUIVALENT);
    assertThat(compare(bytes(1000), bytes(1016)).verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(compare(bytes(1016), bytes(1000)).verdict()).isEqualTo(Verdict.FASTER);
    assertThat(compare(bytes(48), bytes(64)).note()).isEqualTo("exact: no fork differs");
  }

  @Test
  void compare_oneSlowRowAmongManyEqual_needsTheAdjustedP() {
    double[] slower = forkValues(5, 104.2);
    Map<String, BenchmarkResult> base = new TreeMap<>();
    Map<String, BenchmarkResult> current = new TreeMap<>();
    base.put("a", forks(5, 100));
    current.put("a", Records.forked(slower));
    Row alone = compare(Records.run(base), Records.run(current)).rows().get(0);
    for (int i = 0; i < 60; i++) {
      base.put("b" + i, forks(5, 100));
      current.put("b" + i, forks(5, 100));
    }
    Row among = compare(Records.run(base), Records.run(current)).rows().get(0);
    assertThat(among.evidence().orElseThrow().p()).isEqualTo(alone.evidence().orElseThrow().p());
    assertThat(among.evidence().orElseThrow().adjustedP())
        .isGreaterThan(alone.evidence().orElseThrow().adjustedP());
  }

  @Test
  void compare_noisyEqualForks_isNoPass() {
    Comparison comparison =
        compare(Records.run(Map.of("a", forks(5, 100))), Records.run(Map.of("a", forks(5, 100.5))));
    assertThat(comparison.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
    assertThat(comparison.undecided()).isEqualTo(1);
    assertThat(comparison.rows().get(0).forksNeeded()).isPresent();
  }

  @Test
  void compare_identicalMeasurements_saysSoFirst() {
    RunRecord run = Records.run(Map.of("a", forks(10, 100)));
    assertThat(compare(run, run).warnings().get(0)).contains("a run compared with itself");
    assertThat(compare(run, Records.run(Map.of("a", forks(10, 101)))).warnings()).isEmpty();
  }

  @Test
  void compare_forksThatHadNotSettled_areUnstableUnlessRegressed() {
    BenchmarkResult steady = iterated(100, 1, 1, 1);
    assertThat(compare(iterated(100, 1, 1, 1), iterated(100.1, 1, 1.01, 0.99)).verdict())
        .isEqualTo(Verdict.EQUIVALENT);
    Row falling = compare(steady, iterated(100.1, 1.2, 1, 0.8));
    assertThat(falling.verdict()).isEqualTo(Verdict.UNSTABLE);
    assertThat(falling.note()).startsWith("CURRENT had not settled").contains("0.6667");
    assertThat(compare(iterated(100, 0.8, 1, 1.2), steady).note()).startsWith("BASE had not");
    assertThat(compare(steady, iterated(120, 1.2, 1, 0.8)).verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(compare(steady, iterated(100.1, 1.2, 0.8)).verdict()).isEqualTo(Verdict.EQUIVALENT);
  }

  /** Five nearly equal forks whose iterations take these shares of the fork's mean. */
  private static BenchmarkResult iterated(double mean, double... shares) {
    List<ForkSample> forks = new ArrayList<>();
    for (double noise : new double[] {0.999, 1, 1, 1, 1.001}) {
      List<Double> iterations =
          Arrays.stream(shares).map(share -> share * mean * noise).boxed().toList();
      forks.add(forkOf("s", mean * noise, iterations));
    }
    return result(mean, forks);
  }

  @ParameterizedTest
  @CsvSource({
    "1.2, 1.2, REGRESSED, agrees",
    "1.2, 1.045, SLOWER, agrees",
    "1.045, 1.2, SLOWER, agrees",
    "0.8, 0.95, FASTER, agrees",
    "1.2, 1.0, INCONCLUSIVE, disagrees",
    "1.2, 0.8, INCONCLUSIVE, disagrees",
  })
  void compare_confirmation_needsBothToAgree(
      double first, double second, Verdict verdict, String note) {
    Row row = confirmed(forks(10, 100 * first), forks(10, 100 * second)).rows().get(0);
    assertThat(row.verdict()).isEqualTo(verdict);
    assertThat(row.note()).contains("RUN2 " + note);
  }

  @Test
  void compare_confirmationOfSummaries_needsBothPoints() {
    BenchmarkResult slow = BenchmarkResult.summary(Records.time(120));
    assertThat(confirmed(slow, slow).rows().get(0).verdict()).isEqualTo(Verdict.REGRESSED_POINT);
    assertThat(confirmed(slow, forks(10, 100)).rows().get(0).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void compare_idsOutsideTheConfirmation_areStillAdjusted() {
    Map<String, BenchmarkResult> all = Map.of("a", forks(10, 100), "b", forks(10, 100));
    Map<String, BenchmarkResult> slow = Map.of("a", forks(10, 120), "b", forks(10, 120));
    Comparison comparison =
        new Comparer(Criteria.DEFAULT)
            .compare(
                stored(Records.run(all)),
                stored(Records.run(slow)),
                Optional.of(again(Map.of("a", forks(10, 120), "c", quiet(1)))),
                IdFilter.of(List.of()));
    assertThat(comparison.rows()).extracting(Row::id).containsExactly("a", "b");
    assertThat(comparison.procedure().adjusted()).isEqualTo(1);
    assertThat(comparison.procedure().confirmed()).isEqualTo(1);
    assertThat(comparison.rows().get(1).note()).doesNotContain("RUN2");
  }

  private static Comparison confirmed(BenchmarkResult first, BenchmarkResult second) {
    return new Comparer(Criteria.DEFAULT)
        .compare(
            stored(Records.run(Map.of("a", forks(10, 100)))),
            stored(Records.run(Map.of("a", first))),
            Optional.of(again(Map.of("a", second))),
            IdFilter.of(List.of()));
  }

  private static Repetition again(Map<String, BenchmarkResult> current) {
    return new Repetition(Optional.empty(), stored(Records.run(current)));
  }

  @Test
  void compare_currentAgainAmongManyRows_mustStandUpToTheAdjustmentUnlessBaseIsMeasuredAgainToo() {
    Map<String, BenchmarkResult> base = new TreeMap<>();
    Map<String, BenchmarkResult> current = new TreeMap<>();
    base.put("a", forks(10, 100));
    current.put("a", forks(10, 103.5));
    for (int i = 0; i < 2_000; i++) {
      base.put("b" + i, forks(5, 100));
      current.put("b" + i, forks(5, 100));
    }
    Map<String, BenchmarkResult> a = Map.of("a", current.get("a"));
    Row shared = confirmed(base, current, again(a));
    assertThat(shared.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(shared.note())
        .contains("RUN2 agrees", "one measurement of BASE", "measure BASE again too");
    assertThat(shared.forksNeeded()).hasValue(10);
    StoredRun baseAgain = stored(Records.run(Map.of("a", base.get("a"))));
    Row apart =
        confirmed(base, current, new Repetition(Optional.of(baseAgain), stored(Records.run(a))));
    assertThat(apart.verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(confirmed(Map.of("a", base.get("a")), a, again(a)).verdict())
        .isEqualTo(Verdict.SLOWER);
  }

  private static Row confirmed(
      Map<String, BenchmarkResult> base, Map<String, BenchmarkResult> current, Repetition again) {
    return new Comparer(Criteria.DEFAULT)
        .compare(
            stored(Records.run(base)),
            stored(Records.run(current)),
            Optional.of(again),
            IdFilter.of(List.of()))
        .rows()
        .get(0);
  }

  @Test
  void compare_idsOfOneRunOnly_areNewAndMissing() {
    Comparison comparison =
        compare(
            Records.run(Map.of("both", quiet(5), "old", forks(10, 5))),
            Records.run(Map.of("both", quiet(5), "new", forks(10, 5))));
    assertThat(comparison.rows()).extracting(Row::id).containsExactly("both", "new", "old");
    assertThat(comparison.rows())
        .extracting(Row::verdict)
        .containsSubsequence(Verdict.NEW, Verdict.MISSING);
    assertThat(comparison.unpaired()).isEqualTo(2);
    assertThat(comparison.geomean().rows()).isEqualTo(1);
    assertThat(comparison.conclusion()).isEqualTo(Conclusion.PASSED);
  }

  @Test
  void compare_otherSetUp_isNotComparableAndNothingElseIsAPass() {
    MeasurementSetup setup = Records.setup();
    BenchmarkResult base = Records.forked(Records.time(5), setup, 5, 5, 5, 5, 5);
    BenchmarkResult current = Records.forked(Records.time(5), inMode(setup, "ss"), 5, 5, 5, 5, 5);
    Comparison comparison =
        compare(Records.run(Map.of("a", base)), Records.run(Map.of("a", current)));
    assertThat(comparison.rows().get(0).verdict()).isEqualTo(Verdict.NOT_COMPARABLE);
    assertThat(comparison.rows().get(0).note()).isEqualTo("mode: sample against ss");
    assertThat(comparison.conclusion()).isEqualTo(Conclusion.VACUOUS);
  }

  @Test
  void compare_nothingInCommon_isVacuous() {
    Comparison comparison =
        compare(Records.run(Map.of("a", forks(5, 1))), Records.run(Map.of("b", forks(5, 1))));
    assertThat(comparison.conclusion()).isEqualTo(Conclusion.VACUOUS);
    assertThat(compare(Records.run(Map.of()), Records.run(Map.of())).conclusion())
        .isEqualTo(Conclusion.VACUOUS);
  }

  @Test
  void compare_gatedIdAbsent_isVacuous() {
    RunRecord base = gated(Map.of("a", forks(5, 1), "b", forks(5, 1)), "b", false);
    Comparison comparison = compare(base, Records.run(Map.of("a", forks(5, 1))));
    assertThat(comparison.absentGates()).containsExactly("b");
    assertThat(comparison.conclusion()).isEqualTo(Conclusion.VACUOUS);
  }

  @Test
  void compare_enforcedGateFailed_fails() {
    Map<String, BenchmarkResult> results = Map.of("a", quiet(100));
    assertThat(compare(Records.run(results), gated(results, "a", true)).conclusion())
        .isEqualTo(Conclusion.FAILED);
    assertThat(compare(Records.run(results), gated(results, "a", false)).conclusion())
        .isEqualTo(Conclusion.PASSED);
  }

  @Test
  void compare_currentWithAFailure_isVacuousAndBaseOnlyWarns() {
    RunRecord whole = Records.run(Map.of("a", quiet(100)));
    RunRecord broken = failed(whole);
    assertThat(compare(whole, broken).conclusion()).isEqualTo(Conclusion.VACUOUS);
    assertThat(compare(whole, broken).incomplete()).containsExactly("a: died");
    assertThat(compare(broken, whole).conclusion()).isEqualTo(Conclusion.PASSED);
    assertThat(compare(broken, whole).warnings()).anyMatch(w -> w.contains("BASE is incomplete"));
  }

  @Test
  void compare_baselineOfOneSession_marksRegressionsUnconfirmed() {
    assertThat(compare(forks(10, 100), forks(10, 120)).note())
        .isEqualTo("unconfirmed, session 1 of 10");
    assertThat(compare(forks(10, 100), forks(10, 100)).note()).doesNotContain("unconfirmed");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 16, 'allocates 16 B an operation, was 0'",
    "48, 32, 'allocates 32 B an operation, was 48'",
    "48, 56, ''",
    "48.003, 47.998, ''",
    "100000, 100900, ''",
    "100000, 101100, 'allocates 101100 B an operation, was 100000'"
  })
  void compare_allocation_isNotedBeyondItsQuantumAndChangesNoVerdict(
      double base, double current, String note) {
    Row row = compare(allocating(base), allocating(current));
    assertThat(row.allocationChange().orElse("")).isEqualTo(note);
    assertThat(row.allocation().orElseThrow().judgement()).isEqualTo(Judgement.NOT_JUDGED);
    assertThat(row.note()).startsWith(note);
    assertThat(row.verdict()).isEqualTo(compare(forks(10, 100), forks(10, 100)).verdict());
  }

  @Test
  void compare_allocationOfOneSideOnly_isNoChange() {
    assertThat(compare(forks(10, 100), allocating(64)).allocation()).isEmpty();
    assertThat(compare(allocating(64), forks(10, 100)).allocation()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 16, MORE, 'allocates 16.1 B an operation, was 0.1'",
    "16, 0, LESS, 'allocates 0.1 B an operation, was 16.1'",
    "0, 8, SAME, ''",
    "48, 48, SAME, ''",
    "100000, 100900, SAME, ''",
    "100000, 102000, MORE, 'allocates 102000 B an operation, was 100000'"
  })
  void compare_allocationByFork_isJudgedExactlyBeyondItsQuantum(
      double base, double current, Judgement judgement, String note) {
    Row row = compare(allocating(base, 0, 0.2), allocating(current, 0, 0.2));
    assertThat(row.allocation().orElseThrow().judgement()).isEqualTo(judgement);
    assertThat(row.allocationChange().orElse("")).isEqualTo(note);
    assertThat(row.allocatesMore()).isEqualTo(judgement == Judgement.MORE);
    assertThat(row.verdict().isRegression()).isFalse();
  }

  @Test
  void compare_allocationThatOneForkSharesWithBase_isNoRegression() {
    Row row = compare(allocating(0, 0, 0), allocating(0, 0, 64));
    assertThat(row.allocatesMore()).isFalse();
    assertThat(row.note()).startsWith("allocates 32 B an operation, was 0, but not in every fork");
  }

  /** Of two forks or more, every second one allocating the second extra. */
  private static BenchmarkResult allocating(double bytes, double extra, double otherExtra) {
    BenchmarkResult result = forks(10, 100);
    List<ForkSample> forks = new ArrayList<>();
    for (ForkSample fork : result.forks()) {
      forks.add(fork.allocating(bytes + (forks.size() % 2 == 0 ? extra : otherExtra)));
    }
    return new BenchmarkResult(
        result.outcome(),
        result.setup(),
        result.opsPerSec(),
        OptionalDouble.of(bytes + (extra + otherExtra) / 2),
        result.aux(),
        forks);
  }

  private static BenchmarkResult allocating(double bytes) {
    BenchmarkResult result = forks(10, 100);
    return new BenchmarkResult(
        result.outcome(),
        result.setup(),
        result.opsPerSec(),
        OptionalDouble.of(bytes),
        result.aux(),
        result.forks());
  }

  @Test
  void compare_baselineOfTenSessions_judgesByTheSpreadBetweenThem() {
    List<ForkSample> forks =
        IntStream.range(0, 10).mapToObj(i -> forkOf("s" + i, 100 * NOISE[i])).toList();
    Row row = compare(result(100, forks), forks(10, 120));
    assertThat(row.verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(row.note()).isEmpty();
    BenchmarkResult quietSession = Records.forked(104, 104.1, 104.2, 104.1, 104);
    assertThat(compare(forks(10, 100), quietSession).verdict()).isEqualTo(Verdict.SLOWER);
    Row drifted = compare(result(100, forks), quietSession);
    assertThat(drifted.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(drifted.evidence().orElseThrow().interval().low()).isLessThan(1);
  }

  @Test
  void compare_sessionsOfARate_lessIsARegression() {
    Outcome rate = new ValueOutcome(100, "ops/s", Direction.HIGHER_IS_BETTER);
    List<ForkSample> forks =
        IntStream.range(0, 10).mapToObj(i -> forkOf("s" + i, 100 * NOISE[i])).toList();
    Row row = compare(result(rate, forks), Records.forked(rate, forkValues(10, 80)));
    assertThat(row.verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(row.ratio().getAsDouble()).isCloseTo(1.25, within(1e-3));
  }

  private static BenchmarkResult result(double mean, List<ForkSample> forks) {
    return result(Records.time(mean), forks);
  }

  private static BenchmarkResult result(Outcome outcome, List<ForkSample> forks) {
    return new BenchmarkResult(
        outcome,
        MeasurementSetup.NOT_RECORDED,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        new TreeMap<>(),
        forks);
  }

  private static ForkSample forkOf(String session, double mean) {
    return forkOf(session, mean, List.of());
  }

  private static ForkSample forkOf(String session, double mean, List<Double> iterations) {
    return new ForkSample(
        new ForkOrigin(session, 1, 0, Optional.empty(), OptionalLong.empty()),
        List.of(),
        iterations,
        1,
        mean,
        Map.of(),
        OptionalDouble.empty());
  }

  @Test
  void compare_filterWithoutMatch_namesTheNearest() {
    RunRecord run = Records.run(Map.of("vector_get", forks(10, 100)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Comparer(Criteria.DEFAULT)
                    .compare(
                        stored(run),
                        stored(run),
                        Optional.empty(),
                        IdFilter.of(List.of("vector_got"))))
        .withMessageContaining("vector_get");
  }

  private static BenchmarkResult forks(int n, double mean) {
    return Records.forked(Records.time(mean), forkValues(n, mean));
  }

  /** Every other value of the noise for five forks, so that both ends are there. */
  private static double[] forkValues(int n, double mean) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = mean * NOISE[n == NOISE.length ? i : 2 * i];
    }
    return values;
  }

  private static BenchmarkResult quiet(double mean) {
    return Records.forked(mean * 0.999, mean, mean, mean, mean * 1.001);
  }

  private static BenchmarkResult bytes(double value) {
    double[] forks = new double[5];
    Arrays.fill(forks, value);
    return Records.forked(new ValueOutcome(value, "B", Direction.LOWER_IS_BETTER), forks);
  }

  private static MeasurementSetup inMode(MeasurementSetup s, String mode) {
    return new MeasurementSetup(
        s.harnessVersion(),
        Optional.of(mode),
        s.threads(),
        s.params(),
        s.batch(),
        s.itemsPerCall(),
        s.warmup(),
        s.measurement(),
        s.rate(),
        s.durability(),
        s.tier());
  }

  private static RunRecord gated(
      Map<String, BenchmarkResult> results, String id, boolean enforced) {
    GateResult gate =
        new GateResult(
            "ns",
            1,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.of(100),
            false,
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.of(GateResult.Verdict.FAIL),
            enforced);
    return copy(Records.run(results), Map.of(id, gate), List.of());
  }

  private static RunRecord failed(RunRecord r) {
    return copy(r, r.gates(), List.of(new Failure("a", OptionalInt.of(1), "died")));
  }

  private static RunRecord copy(
      RunRecord r, Map<String, GateResult> gates, List<Failure> failures) {
    return new RunRecord(
        r.timestamp(),
        r.gitCommit(),
        r.gitBranch(),
        r.gitDirty(),
        r.run(),
        r.environment(),
        r.results(),
        gates,
        failures);
  }

  private static Row compare(BenchmarkResult base, BenchmarkResult current) {
    return compare(Records.run(Map.of("a", base)), Records.run(Map.of("a", current))).rows().get(0);
  }

  private static Comparison compare(RunRecord base, RunRecord current) {
    return new Comparer(Criteria.DEFAULT)
        .compare(stored(base), stored(current), Optional.empty(), IdFilter.of(List.of()));
  }

  private static StoredRun stored(RunRecord record) {
    return new StoredRun("run", Path.of("results.json"), record);
  }
}
