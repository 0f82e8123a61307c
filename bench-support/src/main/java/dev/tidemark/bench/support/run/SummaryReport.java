package dev.tidemark.bench.support.run;

import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Failure;
import dev.tidemark.runs.GateResult;
import dev.tidemark.runs.Nanos;
import dev.tidemark.runs.Quantile;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.TimeOutcome;
import dev.tidemark.runs.ValueOutcome;
import java.util.Locale;
import java.util.Optional;

/** {@code SUMMARY.md}: what a reader wants to know first. Also printed at the end of a run. */
public final class SummaryReport {
  static final String NOT_REFERENCE = "development only, gates not valid";

  private final StringBuilder text = new StringBuilder();

  private SummaryReport() {}

  /** The summary of a record. */
  public static String of(String runId, RunRecord record) {
    SummaryReport report = new SummaryReport();
    report.head(runId, record);
    report.latencies(record);
    report.gates(record);
    report.failures(record);
    return report.text.toString();
  }

  /** The sentence that opens every report made elsewhere than on the reference platform. */
  static String opening(RunRecord record) {
    return record.environment().path("is_reference_platform").asBoolean(false)
        ? ""
        : "> " + NOT_REFERENCE + "\n\n";
  }

  private void head(String runId, RunRecord record) {
    text.append(opening(record)).append("# ").append(runId).append("\n\n");
    line(
        "- commit %s%s on %s",
        record.gitCommit(), record.gitDirty() ? " (dirty)" : "", record.gitBranch());
    line(
        "- suites %s, mode %s, profile %s",
        String.join(", ", record.run().suites()),
        or(record.run().mode()),
        or(record.run().profile()));
    line(
        "- status %s, tag %s, decision %s",
        record.run().status().name().toLowerCase(Locale.ROOT),
        or(record.run().tag()),
        or(record.run().decision()));
    record.run().notes().ifPresent(notes -> line("- notes: %s", notes.replaceAll("\\R", " ")));
    text.append('\n');
  }

  private static String or(Optional<String> value) {
    return value.orElse("-");
  }

  private void latencies(RunRecord record) {
    line("| id | mean | p50 | p99 | forks |");
    line("|---|---:|---:|---:|---:|");
    record.results().forEach(this::latency);
    text.append('\n');
  }

  private void latency(String id, BenchmarkResult result) {
    line(
        "| %s | %s | %s | %s | %d |",
        id,
        point(result),
        quantile(result, Quantile.P50),
        quantile(result, Quantile.P99),
        result.forks().size());
  }

  static String point(BenchmarkResult result) {
    double point = result.outcome().point();
    if (result.setup().rate().isPresent() && result.outcome() instanceof ValueOutcome) {
      return saturated(point);
    }
    return result.outcome() instanceof TimeOutcome
        ? Nanos.format(point)
        : String.format(Locale.ROOT, "%.4g %s", point, result.outcome().unit());
  }

  /** What is said of an open loop that did not keep up. */
  static String saturated(double perSecond) {
    return String.format(Locale.ROOT, "saturated at %.0f/s", perSecond);
  }

  static String quantile(BenchmarkResult result, Quantile quantile) {
    if (!(result.outcome() instanceof TimeOutcome time)
        || !time.quantiles().containsKey(quantile)) {
      return "-";
    }
    return Nanos.format(time.quantiles().get(quantile));
  }

  private void gates(RunRecord record) {
    if (record.gates().isEmpty()) {
      return;
    }
    line("## Gates\n");
    line("| id | target | actual | passed | verdict | enforced |");
    line("|---|---:|---:|---|---|---|");
    record.gates().forEach(this::gate);
    text.append('\n');
  }

  private void gate(String id, GateResult gate) {
    String actual =
        gate.actual().isPresent() ? amount(gate, gate.actual().getAsDouble()) : "not measured";
    line(
        "| %s | %s | %s | %s | %s | %s |",
        id,
        amount(gate, gate.target()),
        actual,
        gate.passed() ? "yes" : "no",
        gate.verdict().map(Enum::name).orElse("-"),
        gate.enforced() ? "yes" : "no");
  }

  private static String amount(GateResult gate, double value) {
    return gate.unit().equals("ns")
        ? Nanos.format(value)
        : String.format(Locale.ROOT, "%.4g %s", value, gate.unit());
  }

  private void failures(RunRecord record) {
    if (record.failures().isEmpty()) {
      return;
    }
    line("## Failures\n");
    for (Failure failure : record.failures()) {
      String round = failure.round().isPresent() ? " round " + failure.round().getAsInt() : "";
      line("- %s%s: %s", failure.id(), round, failure.reason());
    }
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
