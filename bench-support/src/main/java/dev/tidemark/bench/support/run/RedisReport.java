package dev.tidemark.bench.support.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.bench.support.redis.RedisOperation;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Nanos;
import dev.tidemark.runs.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code redis_comparison.md}: tier A0 beside a Redis server that was measured on this machine, or
 * beside reference figures that say they are.
 */
final class RedisReport {
  private final RunRecord record;
  private final JsonNode redis;
  private final StringBuilder text = new StringBuilder();

  private RedisReport(RunRecord record, JsonNode redis) {
    this.record = record;
    this.redis = redis;
  }

  /** The report; empty if the run measured nothing that compares. */
  static Optional<String> of(RunRecord record, Path measured) throws IOException {
    if (!Files.exists(measured)) {
      return Optional.empty();
    }
    return Optional.of(
        new RedisReport(record, new ObjectMapper().readTree(measured.toFile())).write());
  }

  private String write() {
    text.append(SummaryReport.opening(record)).append("# Redis comparison\n\n");
    text.append(
        "Tier A0 alone compares with Redis: it has no transactions, and neither is durable");
    text.append(" here. A1, B, C and D do more than a Redis command and are not compared.\n\n");
    if (redis.has("results")) {
      measured();
    } else {
      reference();
    }
    return text.toString();
  }

  private void measured() {
    text.append("Measured: ").append(redis.path("server").asText()).append("\n\n");
    text.append("One connection over loopback, no pipelining, the same keys and values, each");
    text.append(" command waited for: a call of Redis crosses the kernel twice, one of this");
    text.append(" engine stays in its process.\n\n");
    text.append("| id | here | Redis | mean | p50 | p99 | Redis / here |\n");
    text.append("|---|---:|---|---:|---:|---:|---:|\n");
    redis.path("results").properties().forEach(entry -> measured(entry.getKey(), entry.getValue()));
  }

  private void measured(String id, JsonNode figures) {
    double theirs = figures.path("mean_ns").asDouble();
    String ratio =
        own(id)
            .map(result -> String.format(Locale.ROOT, "%.0fx", theirs / result.outcome().point()))
            .orElse("-");
    row(
        id,
        own(id).map(SummaryReport::point).orElse("not measured"),
        command(id),
        Nanos.format(theirs),
        Nanos.format(figures.path("p50_ns").asDouble()),
        Nanos.format(figures.path("p99_ns").asDouble()),
        ratio);
  }

  private void reference() {
    text.append("Not measured: ").append(redis.path("missing").asText()).append(".\n\n");
    text.append("REFERENCE FIGURES, not of this machine: what one thread of a server spends on a");
    text.append(" command by itself, without the way to it and back, as the documents of the");
    text.append(" original benchmark suite state it.\n\n");
    text.append("| id | here | Redis | reference |\n|---|---:|---|---:|\n");
    for (RedisOperation operation : RedisOperation.values()) {
      own(operation.id())
          .ifPresent(
              result ->
                  row(
                      operation.id(),
                      SummaryReport.point(result),
                      operation.command(),
                      operation.reference()));
    }
  }

  private Optional<BenchmarkResult> own(String id) {
    return Optional.ofNullable(record.results().get(id));
  }

  private static String command(String id) {
    return RedisOperation.of(id).map(RedisOperation::command).orElse("-");
  }

  private void row(String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
