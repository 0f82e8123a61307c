package dev.tidemark.baseline.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.baseline.statistics.Interval;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkOrigin;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.MeasurementSetup;
import dev.tidemark.runs.Quantile;
import dev.tidemark.runs.Records;
import dev.tidemark.runs.TimeOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailTest {

  private static final double[] NOISE = {0.98, 0.99, 1, 1, 1.01, 1.02};

  @ParameterizedTest
  @CsvSource({
    "9999, true",
    "10000, true",
    "166, false",
    "167, true",
  })
  void of_fewOperationsBeyond_isNotShown(long operationsPerFork, boolean shown) {
    assertThat(tails(operationsPerFork, 1)).hasSize(shown ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "9999, 1.2, not judged",
    "10000, 1.2, slower",
    "10000, 0.8, faster",
    "10000, 1.001, no difference shown",
  })
  void judgement_hundredBeyondInEveryFork_isGiven(
      long operationsPerFork, double factor, String judgement) {
    Tail tail = tails(operationsPerFork, factor).get(0);
    assertThat(tail.judgement()).isEqualTo(judgement);
    assertThat(tail.beyond()).isEqualTo(6 * operationsPerFork / 100);
    tail.interval().ifPresent(i -> assertThat(factor).isBetween(i.low(), i.high()));
  }

  @Test
  void judgement_oneShortFork_isWithheld() {
    BenchmarkResult whole = result(10_000, 1);
    List<ForkSample> forks = new ArrayList<>(whole.forks());
    forks.set(2, fork(9_000, 100));
    Row row = compare(whole, with(whole, forks));
    assertThat(Tail.of(row, Criteria.DEFAULT).get(0).judgement()).isEqualTo("not judged");
    Row few = compare(whole, with(whole, whole.forks().subList(0, 4)));
    assertThat(Tail.of(few, Criteria.DEFAULT).get(0).judgement()).isEqualTo("not judged");
  }

  @Test
  void of_otherSeedOrId_resamplesAnew() {
    Row row = compare(result(10_000, 1), result(10_000, 1.1));
    Interval first = Tail.of(row, Criteria.DEFAULT).get(0).interval().orElseThrow();
    assertThat(Tail.of(row, Criteria.DEFAULT).get(0).interval()).contains(first);
    Criteria other = new Criteria(new Threshold.Factor(1.05), 0.02, 0.01, 0.99, 0.01, 2);
    assertThat(Tail.of(row, other).get(0).interval().orElseThrow()).isNotEqualTo(first);
  }

  @Test
  void of_rowWithoutPair_isEmpty() {
    Row row =
        new Row(
            "id",
            Optional.of(result(10_000, 1)),
            Optional.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            Verdict.MISSING,
            OptionalInt.empty(),
            "");
    assertThat(Tail.of(row, Criteria.DEFAULT)).isEmpty();
  }

  private static List<Tail> tails(long operationsPerFork, double factor) {
    return Tail.of(
        compare(result(operationsPerFork, 1), result(operationsPerFork, factor)), Criteria.DEFAULT);
  }

  private static Row compare(BenchmarkResult base, BenchmarkResult current) {
    return new Comparer(Criteria.DEFAULT).compare("id", base, current);
  }

  private static BenchmarkResult result(long operationsPerFork, double factor) {
    List<ForkSample> forks = new ArrayList<>();
    for (double noise : NOISE) {
      forks.add(fork(operationsPerFork, 100 * noise * factor));
    }
    TimeOutcome time =
        new TimeOutcome(
            50,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            operationsPerFork * NOISE.length,
            TimeOutcome.Basis.OPERATIONS,
            Map.of(Quantile.P99, 100 * factor));
    return with(Records.forked(time, 50), forks);
  }

  private static BenchmarkResult with(BenchmarkResult result, List<ForkSample> forks) {
    return new BenchmarkResult(
        result.outcome(),
        MeasurementSetup.NOT_RECORDED,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        new TreeMap<>(),
        forks);
  }

  private static ForkSample fork(long operations, double p99) {
    return new ForkSample(
        new ForkOrigin("s", 1, 0, Optional.empty(), OptionalLong.empty()),
        List.of(),
        List.of(),
        operations,
        50 + p99 / 1000,
        Map.of(Quantile.P99, p99),
        OptionalDouble.empty());
  }
}
