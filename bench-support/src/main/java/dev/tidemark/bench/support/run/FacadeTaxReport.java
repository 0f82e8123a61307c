package dev.tidemark.bench.support.run;

import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.GateResult;
import dev.tidemark.runs.RunRecord;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code facade_tax_<ts>.md}: what each tier adds to the one below it, for the operations that are
 * measured in all three under one definition.
 */
final class FacadeTaxReport {
  private static final List<Operation> OPERATIONS =
      List.of(
          new Operation("get", "facade_tax/get/a0", "facade_tax/get/a1", "facade_tax/get/b"),
          new Operation("put", "facade_tax/put/a0", "facade_tax/put/a1", "facade_tax/put/b"),
          new Operation("get, one hot key", "core/get_hot", "engine/get_direct", "kvstore/get"),
          new Operation("put, one hot key", "core/put_hot", "engine/put_direct", "kvstore/put"));

  private final RunRecord record;
  private final StringBuilder text = new StringBuilder();

  /** One operation in three tiers. */
  private record Operation(String name, String a0, String a1, String b) {
    private List<Ratio> ratios() {
      return List.of(
          new Ratio("A1/A0", a1, a0), new Ratio("B/A1", b, a1), new Ratio("B/A0", b, a0));
    }
  }

  private record Ratio(String name, String numerator, String denominator) {}

  private FacadeTaxReport(RunRecord record) {
    this.record = record;
  }

  /** The report; empty if the run measured no two tiers of one operation. */
  static Optional<String> of(RunRecord record) {
    FacadeTaxReport report = new FacadeTaxReport(record);
    return OPERATIONS.stream().anyMatch(report::hasRatio)
        ? Optional.of(report.write())
        : Optional.empty();
  }

  private boolean hasRatio(Operation operation) {
    return operation.ratios().stream().anyMatch(ratio -> value(ratio).isPresent());
  }

  private String write() {
    text.append(SummaryReport.opening(record)).append("# Facade tax\n\n");
    text.append("A0 is a raw data structure, A1 the engine, B the facade: the same keys, values");
    text.append(" and mode. A ratio is that of the means; its range is that of the rounds.\n\n");
    text.append("| operation | tier | id | mean |\n|---|---|---|---:|\n");
    OPERATIONS.stream().filter(this::hasRatio).forEach(this::means);
    text.append("\n| operation | ratio | value | rounds | target | verdict |\n");
    text.append("|---|---|---:|---:|---:|---|\n");
    OPERATIONS.stream().filter(this::hasRatio).forEach(this::ratios);
    return text.toString();
  }

  private void means(Operation operation) {
    mean(operation.name(), "A0", operation.a0());
    mean(operation.name(), "A1", operation.a1());
    mean(operation.name(), "B", operation.b());
  }

  private void mean(String operation, String tier, String id) {
    BenchmarkResult result = record.results().get(id);
    row(operation, tier, id, result == null ? "not measured" : SummaryReport.point(result));
  }

  private void ratios(Operation operation) {
    for (Ratio ratio : operation.ratios()) {
      Optional<GateResult> gate = gate(ratio);
      row(
          operation.name(),
          ratio.name(),
          value(ratio).map(FacadeTaxReport::times).orElse("not measured"),
          range(ratio),
          gate.map(limit -> times(limit.target())).orElse("-"),
          gate.flatMap(GateResult::verdict).map(Enum::name).orElse("-"));
    }
  }

  /** The gate on a ratio, {@code ratio/facade_tax/get/a1_over_a0} for instance. */
  private Optional<GateResult> gate(Ratio ratio) {
    String below = ratio.denominator();
    return Optional.ofNullable(
        record
            .gates()
            .get(
                "ratio/"
                    + ratio.numerator()
                    + "_over_"
                    + below.substring(below.lastIndexOf('/') + 1)));
  }

  private Optional<Double> value(Ratio ratio) {
    Optional<BenchmarkResult> above = result(ratio.numerator());
    Optional<BenchmarkResult> below = result(ratio.denominator());
    return above.isEmpty() || below.isEmpty()
        ? Optional.empty()
        : Optional.of(above.get().outcome().point() / below.get().outcome().point());
  }

  private Optional<BenchmarkResult> result(String id) {
    return Optional.ofNullable(record.results().get(id));
  }

  private String range(Ratio ratio) {
    if (value(ratio).isEmpty()) {
      return "-";
    }
    Map<Integer, Double> below =
        record.results().get(ratio.denominator()).forks().stream()
            .collect(Collectors.toMap(ForkSample::round, ForkSample::mean, (one, other) -> one));
    double[] rounds =
        record.results().get(ratio.numerator()).forks().stream()
            .filter(fork -> below.containsKey(fork.round()))
            .mapToDouble(fork -> fork.mean() / below.get(fork.round()))
            .sorted()
            .toArray();
    return rounds.length == 0 ? "-" : times(rounds[0]) + " to " + times(rounds[rounds.length - 1]);
  }

  private static String times(double ratio) {
    return String.format(Locale.ROOT, "%.2fx", ratio);
  }

  private void row(String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
