package dev.tidemark.bench.support.run;

import dev.tidemark.bench.support.ForkFacts;
import dev.tidemark.bench.support.ForkFacts.OpenLoop;
import dev.tidemark.bench.support.Histograms;
import dev.tidemark.bench.support.LatencyReport;
import dev.tidemark.bench.support.catalog.CatalogEntry;
import dev.tidemark.bench.support.catalog.Schedule;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Direction;
import dev.tidemark.runs.Failure;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.MeasurementSetup;
import dev.tidemark.runs.Phase;
import dev.tidemark.runs.Quantile;
import dev.tidemark.runs.TimeOutcome;
import dev.tidemark.runs.ValueOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Mode;

/**
 * The result of one id from its forks. Where an id has two modes, the steady one gives the mean and
 * the sampling one the distribution.
 */
final class ResultBuilder {
  /** Raised when the harness changes what is timed. */
  private static final String HARNESS_VERSION = "1";

  private static final double NANOS_PER_SECOND = 1e9;
  private static final String RATE_UNIT = "ops/s";

  private final RunPlan plan;
  private final CatalogEntry entry;
  private final List<ForkRecord> means;
  private final Map<Integer, Histogram> operations = new TreeMap<>();

  private ResultBuilder(RunPlan plan, CatalogEntry entry, List<ForkRecord> succeeded) {
    this.plan = plan;
    this.entry = entry;
    this.means =
        succeeded.stream()
            .filter(fork -> fork.mode().equals(meanMode(entry).shortLabel()))
            .sorted(Comparator.comparingInt(ForkRecord::round))
            .toList();
    succeeded.stream()
        .filter(fork -> !fork.histograms().isEmpty())
        .forEach(fork -> operations.put(fork.round(), fork.operations()));
  }

  /** The result, empty if no fork gave a mean. */
  static Optional<BenchmarkResult> result(
      RunPlan plan, CatalogEntry entry, List<ForkRecord> recorded) {
    List<ForkRecord> succeeded =
        recorded.stream()
            .filter(fork -> fork.id().equals(entry.id()))
            .filter(ForkRecord::succeeded)
            .toList();
    ResultBuilder builder = new ResultBuilder(plan, entry, succeeded);
    return builder.means.isEmpty() ? Optional.empty() : Optional.of(builder.build());
  }

  /**
   * What was planned and gave no result: failed forks, and when the run is complete the missing
   * ones.
   */
  static List<Failure> failures(
      RunPlan plan, CatalogEntry entry, List<ForkRecord> recorded, boolean complete) {
    List<Failure> failures = new ArrayList<>();
    int last = new Looks(plan).lastRound(entry, recorded);
    for (Mode mode : entry.modes()) {
      for (int round = 1; round <= last; round++) {
        Optional<String> reason = fault(entry, mode, round, recorded, complete);
        int failed = round;
        reason.ifPresent(
            why ->
                failures.add(
                    new Failure(
                        entry.id(), OptionalInt.of(failed), mode.shortLabel() + ": " + why)));
      }
    }
    return failures;
  }

  private static Optional<String> fault(
      CatalogEntry entry, Mode mode, int round, List<ForkRecord> recorded, boolean complete) {
    Optional<ForkRecord> found =
        recorded.stream()
            .filter(fork -> fork.id().equals(entry.id()) && fork.round() == round)
            .filter(fork -> fork.mode().equals(mode.shortLabel()))
            .findFirst();
    return found.isEmpty() && complete
        ? Optional.of("no fork on record")
        : found.flatMap(fork -> Optional.ofNullable(fork.failure()));
  }

  static Mode meanMode(CatalogEntry entry) {
    return entry.modes().contains(Mode.AverageTime) ? Mode.AverageTime : entry.modes().get(0);
  }

  private BenchmarkResult build() {
    return means.stream().anyMatch(ForkRecord::isSaturated) ? saturated() : timed();
  }

  private BenchmarkResult timed() {
    TimeOutcome outcome = outcome();
    double perSecond = achieved().orElse(NANOS_PER_SECOND / outcome.meanNs() * entry.threads());
    return new BenchmarkResult(
        outcome,
        setup(),
        OptionalDouble.of(perSecond),
        allocated(),
        aux(),
        means.stream().map(this::sample).toList());
  }

  /** The rate that an open loop reached where operations came faster than they could be done. */
  private BenchmarkResult saturated() {
    double perSecond = achieved().orElseThrow();
    return new BenchmarkResult(
        new ValueOutcome(perSecond, RATE_UNIT, Direction.HIGHER_IS_BETTER),
        setup(),
        OptionalDouble.of(perSecond),
        allocated(),
        aux(),
        means.stream().map(ResultBuilder::reached).toList());
  }

  private OptionalDouble achieved() {
    return means.stream()
        .filter(fork -> fork.facts().openLoop() != null)
        .mapToDouble(fork -> fork.facts().openLoop().achieved())
        .average();
  }

  private static ForkSample reached(ForkRecord fork) {
    double perSecond = fork.facts().openLoop().achieved();
    return sample(fork, fork.iterations().size(), List.of(), perSecond, Map.of());
  }

  private TimeOutcome outcome() {
    double mean = means.stream().mapToDouble(ForkRecord::mean).average().orElseThrow();
    Histogram merged = Histograms.merge(List.copyOf(operations.values()));
    return merged.getTotalCount() > 0 ? sampled(mean, merged) : iterated(mean);
  }

  private static TimeOutcome sampled(double mean, Histogram merged) {
    return new TimeOutcome(
        mean,
        OptionalDouble.of((double) LatencyReport.of(merged).p50()),
        OptionalDouble.of(merged.getStdDeviation()),
        OptionalDouble.of((double) merged.getMinValue()),
        OptionalDouble.of((double) merged.getMaxValue()),
        merged.getTotalCount(),
        TimeOutcome.Basis.OPERATIONS,
        quantiles(merged));
  }

  private TimeOutcome iterated(double mean) {
    double[] sorted =
        means.stream()
            .flatMap(fork -> fork.iterations().stream())
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    return new TimeOutcome(
        mean,
        OptionalDouble.of(median(sorted)),
        deviation(sorted),
        OptionalDouble.of(sorted[0]),
        OptionalDouble.of(sorted[sorted.length - 1]),
        sorted.length,
        TimeOutcome.Basis.ITERATION_MEANS,
        Map.of());
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Sample standard deviation; one value has none. */
  private static OptionalDouble deviation(double[] values) {
    if (values.length < 2) {
      return OptionalDouble.empty();
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return OptionalDouble.of(Math.sqrt(squares / (values.length - 1)));
  }

  private static Map<Quantile, Double> quantiles(Histogram histogram) {
    LatencyReport report = LatencyReport.of(histogram);
    Map<Quantile, Double> quantiles = new EnumMap<>(Quantile.class);
    quantiles.put(Quantile.P50, (double) report.p50());
    quantiles.put(Quantile.P90, (double) report.p90());
    quantiles.put(Quantile.P95, (double) report.p95());
    quantiles.put(Quantile.P99, (double) report.p99());
    quantiles.put(Quantile.P999, (double) report.p999());
    return quantiles;
  }

  private ForkSample sample(ForkRecord fork) {
    Optional<Histogram> timed = Optional.ofNullable(operations.get(fork.round()));
    return sample(
        fork,
        timed.map(Histogram::getTotalCount).orElse((long) fork.iterations().size()),
        fork.iterations(),
        fork.mean(),
        timed.map(ResultBuilder::quantiles).orElse(Map.of()));
  }

  private static ForkSample sample(
      ForkRecord fork,
      long n,
      List<Double> iterations,
      double mean,
      Map<Quantile, Double> quantiles) {
    return new ForkSample(
        fork.origin(),
        fork.warmup(),
        iterations,
        n,
        mean,
        quantiles,
        fork.allocated() == null ? OptionalDouble.empty() : OptionalDouble.of(fork.allocated()));
  }

  private MeasurementSetup setup() {
    Schedule schedule = plan.overrides().apply(entry.schedule());
    int batch = plan.overrides().batch(entry, plan.durability());
    return new MeasurementSetup(
        Optional.of(
            plan.overrides().inProcess() ? HARNESS_VERSION + " in process" : HARNESS_VERSION),
        Optional.of(entry.modes().stream().map(Mode::shortLabel).collect(Collectors.joining("+"))),
        OptionalInt.of(entry.threads()),
        new TreeMap<>(entry.params()),
        entry.isSingleShot() ? OptionalLong.of(batch) : OptionalLong.empty(),
        OptionalLong.of(entry.itemsPerCall()),
        Optional.of(phase(schedule.warmups(), schedule.warmupTime())),
        Optional.of(phase(schedule.iterations(), schedule.iterationTime())),
        offered(),
        Optional.of(means.get(0).facts().durability()),
        Optional.of(entry.tier().label()));
  }

  private OptionalDouble offered() {
    OpenLoop openLoop = means.get(0).facts().openLoop();
    return openLoop == null ? OptionalDouble.empty() : OptionalDouble.of(openLoop.offered());
  }

  private Phase phase(int iterations, Duration time) {
    return new Phase(iterations, entry.isSingleShot() ? Duration.ZERO : time);
  }

  private OptionalDouble allocated() {
    return means.stream()
        .filter(fork -> fork.allocated() != null)
        .mapToDouble(ForkRecord::allocated)
        .average();
  }

  /**
   * Counters per operation where the number of operations is known, else their totals; recall;
   * bytes.
   */
  private SortedMap<String, Double> aux() {
    SortedMap<String, Double> aux = new TreeMap<>();
    for (ForkRecord fork : means) {
      ForkFacts facts = fork.facts();
      facts
          .counts()
          .forEach(
              (name, total) ->
                  aux.merge(counter(name), perOperation(fork, total) / means.size(), Double::sum));
      if (facts.recall() != null) {
        aux.merge("recall", facts.recall() / means.size(), Double::sum);
      }
    }
    return aux;
  }

  private String counter(String name) {
    return entry.isSingleShot() ? name + "_per_op" : name;
  }

  private double perOperation(ForkRecord fork, long total) {
    return entry.isSingleShot()
        ? (double) total
            / fork.iterations().size()
            / plan.overrides().batch(entry, plan.durability())
        : total;
  }
}
