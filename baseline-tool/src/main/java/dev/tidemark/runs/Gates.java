package dev.tidemark.runs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * The gates of one or more bench modules. A gate compares a point value with its target; its
 * verdict asks the 99 % t interval over the logarithms of the fork values. An absolute gate is
 * enforced only where the environment says {@code is_reference_platform}; a ratio gate everywhere,
 * since both its sides ran on the same machine.
 */
public final class Gates {

  private final List<GateDefinition> definitions;

  /** A closed interval in the unit of a gate. */
  public record Range(double low, double high) {}

  private Gates(List<GateDefinition> definitions) {
    this.definitions = List.copyOf(definitions);
  }

  /** Gates made in code. */
  public static Gates of(List<GateDefinition> definitions) {
    return new Gates(definitions);
  }

  /**
   * Reads a {@code gates.json}.
   *
   * @param source named in errors
   * @throws RunRecordException if it is not JSON, or a gate lacks a field or has one that is
   *     unknown
   */
  public static Gates read(String source, InputStream json) {
    return new Gates(GateFile.read(source, json));
  }

  /** Reads a {@code gates.json} file. */
  public static Gates read(Path file) {
    RunRecordJson.requireReadable(file);
    try (InputStream json = Files.newInputStream(file)) {
      return read(file.toString(), json);
    } catch (IOException e) {
      throw new RunRecordException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** These gates and those. */
  public Gates and(Gates others) {
    List<GateDefinition> all = new ArrayList<>(definitions);
    all.addAll(others.definitions);
    return new Gates(all);
  }

  /** The gates in file order. */
  public List<GateDefinition> definitions() {
    return definitions;
  }

  /**
   * The record with the ratios of ratio gates among its results, its gates judged, and a failure
   * for each gate whose ids were expected but are absent. Gates on ids that were not expected are
   * left out.
   *
   * @param expected the ids that the run set out to measure
   */
  public RunRecord judge(RunRecord record, Set<String> expected) {
    Map<String, BenchmarkResult> results = new LinkedHashMap<>(record.results());
    Map<String, GateResult> judged = new LinkedHashMap<>();
    List<Failure> failures = new ArrayList<>(record.failures());
    for (GateDefinition gate : definitions) {
      if (expected.containsAll(gate.needs()) && gate.holdsIn(record.run().mode())) {
        addRatio(gate, results);
        judged.put(key(gate), judge(gate, results.get(gate.id()), enforced(gate, record)));
        if (judged.get(key(gate)).actual().isEmpty()) {
          failures.add(absence(gate));
        }
      }
    }
    return record.with(results, judged, failures);
  }

  private static GateResult judge(GateDefinition gate, BenchmarkResult result, boolean enforced) {
    return Optional.ofNullable(result)
        .flatMap(r -> GateMetric.of(r, gate.metric()))
        .map(metric -> new GateJudge(gate, metric).judge(enforced))
        .orElseGet(() -> GateJudge.absent(gate, enforced));
  }

  /** The id a recorded gate is about: its key without the metric that may follow a {@code #}. */
  public static String idOf(String recordedGate) {
    int metric = recordedGate.indexOf('#');
    return metric < 0 ? recordedGate : recordedGate.substring(0, metric);
  }

  /**
   * The interval by which a recorded gate is judged; empty when the forks are too few for one.
   *
   * @param recordedGate its key in the record
   * @param result of the id it is about
   */
  public static Optional<Range> interval(String recordedGate, BenchmarkResult result) {
    boolean time = result.outcome() instanceof TimeOutcome;
    int metric = recordedGate.indexOf('#');
    String name = metric < 0 ? (time ? "mean_ns" : "value") : recordedGate.substring(metric + 1);
    return GateMetric.of(result, name)
        .flatMap(GateMetric::interval)
        .map(i -> new Range(i.low(), i.high()));
  }

  /** Two gates may sit on one id; all but the one on the mean carry their metric. */
  private static String key(GateDefinition gate) {
    return gate.metric().equals("mean_ns") || gate.metric().equals("value")
        ? gate.id()
        : gate.id() + "#" + gate.metric();
  }

  private static boolean enforced(GateDefinition gate, RunRecord record) {
    boolean reference = record.environment().path("is_reference_platform").asBoolean(false);
    return !gate.informational() && (reference || gate.ratio().isPresent());
  }

  private static Failure absence(GateDefinition gate) {
    return new Failure(
        gate.id(), OptionalInt.empty(), "gated by " + gate.metric() + ", which was not measured");
  }

  private static void addRatio(GateDefinition gate, Map<String, BenchmarkResult> results) {
    gate.ratio()
        .filter(ratio -> results.containsKey(ratio.numerator()))
        .filter(ratio -> results.containsKey(ratio.denominator()))
        .ifPresent(
            ratio ->
                results.put(
                    gate.id(),
                    quotient(results.get(ratio.numerator()), results.get(ratio.denominator()))));
  }

  /** Forks of one round ran close together, so they are divided pairwise. */
  private static BenchmarkResult quotient(BenchmarkResult numerator, BenchmarkResult denominator) {
    Map<Integer, ForkSample> byRound = new TreeMap<>();
    denominator.forks().forEach(fork -> byRound.put(fork.round(), fork));
    List<ForkSample> forks =
        numerator.forks().stream()
            .filter(fork -> byRound.containsKey(fork.round()))
            .map(fork -> quotient(fork, byRound.get(fork.round())))
            .toList();
    double value = numerator.outcome().point() / denominator.outcome().point();
    return new BenchmarkResult(
        new ValueOutcome(value, "x", Direction.LOWER_IS_BETTER),
        MeasurementSetup.NOT_RECORDED,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        new TreeMap<>(),
        forks);
  }

  private static ForkSample quotient(ForkSample numerator, ForkSample denominator) {
    return new ForkSample(
        numerator.origin(),
        List.of(),
        List.of(),
        Math.min(numerator.n(), denominator.n()),
        numerator.mean() / denominator.mean(),
        Map.of(),
        OptionalDouble.empty());
  }
}
