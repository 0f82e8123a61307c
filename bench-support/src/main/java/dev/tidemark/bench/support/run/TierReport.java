package dev.tidemark.bench.support.run;

import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Quantile;
import dev.tidemark.runs.RunRecord;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code benchmark_report_<ts>.md}: all results by tier. */
final class TierReport {
  private static final String UNKNOWN = "?";

  private TierReport() {}

  static String of(RunRecord record) {
    StringBuilder text = new StringBuilder(SummaryReport.opening(record));
    text.append("# Benchmark report\n");
    byTier(record).forEach((tier, results) -> section(text, tier, results));
    return text.toString();
  }

  private static Map<String, Map<String, BenchmarkResult>> byTier(RunRecord record) {
    Map<String, Map<String, BenchmarkResult>> tiers = new TreeMap<>();
    record
        .results()
        .forEach(
            (id, result) ->
                tiers
                    .computeIfAbsent(
                        result.setup().tier().orElse(UNKNOWN), tier -> new LinkedHashMap<>())
                    .put(id, result));
    return tiers;
  }

  private static void section(
      StringBuilder text, String tier, Map<String, BenchmarkResult> results) {
    text.append(
        tier.equals(UNKNOWN)
            ? "\n## Ratios\n\n"
            : "\n## Tier " + tier.toUpperCase(Locale.ROOT) + "\n\n");
    text.append("| id | durability | mean | p50 | p90 | p95 | p99 | p99.9 | bytes/op |\n");
    text.append("|---|---|---:|---:|---:|---:|---:|---:|---:|\n");
    results.forEach((id, result) -> row(text, id, result));
  }

  private static void row(StringBuilder text, String id, BenchmarkResult result) {
    text.append("| ").append(id);
    text.append(" | ").append(result.setup().durability().orElse("-"));
    text.append(" | ").append(SummaryReport.point(result));
    for (Quantile quantile : Quantile.values()) {
      text.append(" | ").append(SummaryReport.quantile(result, quantile));
    }
    text.append(" | ").append(allocated(result)).append(" |\n");
  }

  private static String allocated(BenchmarkResult result) {
    return result.allocBytesPerOp().isPresent()
        ? String.format(Locale.ROOT, "%.1f", result.allocBytesPerOp().getAsDouble())
        : "-";
  }
}
