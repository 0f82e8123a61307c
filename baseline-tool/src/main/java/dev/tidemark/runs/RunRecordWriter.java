package dev.tidemark.runs;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Writes a record with its fields in a fixed order; what is empty is left out. */
final class RunRecordWriter {

  private final JsonGenerator out;

  RunRecordWriter(JsonGenerator out) {
    this.out = out;
  }

  static String forkMeanField(Outcome outcome) {
    return outcome instanceof TimeOutcome ? "mean_ns" : "value";
  }

  void write(RunRecord record) throws IOException {
    out.writeStartObject();
    out.writeStringField("version", RunRecord.VERSION);
    out.writeStringField("timestamp", record.timestamp().toString());
    out.writeStringField("git_commit", record.gitCommit());
    out.writeStringField("git_branch", record.gitBranch());
    out.writeBooleanField("git_dirty", record.gitDirty());
    run(record.run());
    requireFinite("environment", record.environment());
    out.writePOJOField("environment", record.environment());
    results("results", record.results());
    gates(record.gates());
    failures(record.failures());
    if (!record.rulers().isEmpty()) {
      results("rulers", record.rulers());
    }
    out.writeEndObject();
  }

  private void results(String field, Map<String, BenchmarkResult> results) throws IOException {
    out.writeObjectFieldStart(field);
    for (Map.Entry<String, BenchmarkResult> entry : results.entrySet()) {
      out.writeFieldName(entry.getKey());
      result(entry.getValue());
    }
    out.writeEndObject();
  }

  private static void requireFinite(String path, JsonNode node) {
    if (node.isNumber() && !Double.isFinite(node.doubleValue())) {
      throw new IllegalArgumentException(
          path + " is " + node.doubleValue() + "; leave an unknown number out of the environment");
    }
    node.properties().forEach(e -> requireFinite(path + "." + e.getKey(), e.getValue()));
    if (node.isArray()) {
      node.forEach(element -> requireFinite(path + "[]", element));
    }
  }

  private void run(RunInfo run) throws IOException {
    out.writeObjectFieldStart("run");
    constant("status", run.status());
    out.writeArrayFieldStart("suites");
    for (String suite : run.suites()) {
      out.writeString(suite);
    }
    out.writeEndArray();
    text("profile", run.profile());
    text("mode", run.mode());
    text("tag", run.tag());
    text("decision", run.decision());
    text("notes", run.notes());
    text("block_plan", run.blockPlan());
    if (run.looks().isPresent()) {
      looks(run.looks().get());
    }
    out.writeEndObject();
  }

  private void looks(LookPlan plan) throws IOException {
    out.writeObjectFieldStart("looks");
    out.writeNumberField("until_mde", plan.detectable());
    out.writeArrayFieldStart("rounds");
    for (int round : plan.rounds()) {
      out.writeNumber(round);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void result(BenchmarkResult result) throws IOException {
    out.writeStartObject();
    if (result.outcome() instanceof TimeOutcome time) {
      time(time);
    } else {
      out.writeNumberField("value", result.outcome().point());
    }
    out.writeStringField("unit", result.outcome().unit());
    constant("direction", result.outcome().direction());
    number("ops_per_sec", result.opsPerSec());
    number("alloc_bytes_per_op", result.allocBytesPerOp());
    setup(result.setup());
    aux(result.aux());
    forks(result);
    out.writeEndObject();
  }

  private void time(TimeOutcome time) throws IOException {
    out.writeNumberField("mean_ns", time.meanNs());
    number("median_ns", time.medianNs());
    number("stddev_ns", time.stddevNs());
    number("min_ns", time.minNs());
    number("max_ns", time.maxNs());
    out.writeNumberField("samples", time.samples());
    constant("basis", time.basis());
    quantiles(time.quantiles());
  }

  private void setup(MeasurementSetup setup) throws IOException {
    text("harness_version", setup.harnessVersion());
    text("mode", setup.mode());
    if (setup.threads().isPresent()) {
      out.writeNumberField("threads", setup.threads().getAsInt());
    }
    text("durability", setup.durability());
    text("tier", setup.tier());
    if (!setup.params().isEmpty()) {
      out.writePOJOField("params", setup.params());
    }
    if (setup.batch().isPresent()) {
      out.writeNumberField("batch", setup.batch().getAsLong());
    }
    if (setup.itemsPerCall().isPresent()) {
      out.writeNumberField("items_per_call", setup.itemsPerCall().getAsLong());
    }
    phase("warmup", setup.warmup());
    phase("measurement", setup.measurement());
    number("rate", setup.rate());
  }

  private void phase(String name, Optional<Phase> phase) throws IOException {
    if (phase.isPresent()) {
      out.writeObjectFieldStart(name);
      out.writeNumberField("iterations", phase.get().iterations());
      out.writeNumberField("time_ns", phase.get().time().toNanos());
      out.writeEndObject();
    }
  }

  private void aux(Map<String, Double> aux) throws IOException {
    if (!aux.isEmpty()) {
      out.writePOJOField("aux", aux);
    }
  }

  private void forks(BenchmarkResult result) throws IOException {
    if (result.forks().isEmpty()) {
      return;
    }
    out.writeObjectFieldStart("raw");
    out.writeArrayFieldStart("forks");
    for (ForkSample fork : result.forks()) {
      fork(fork, forkMeanField(result.outcome()));
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void fork(ForkSample fork, String mean) throws IOException {
    out.writeStartObject();
    out.writeStringField("session", fork.session());
    out.writeNumberField("round", fork.round());
    out.writeNumberField("order", fork.origin().order());
    text("started_at", fork.startedAt().map(Object::toString));
    if (fork.origin().pid().isPresent()) {
      out.writeNumberField("pid", fork.origin().pid().getAsLong());
    }
    numbers("warmup", fork.warmup());
    numbers("iterations", fork.iterations());
    out.writeNumberField("n", fork.n());
    out.writeNumberField(mean, fork.mean());
    number("alloc_bytes_per_op", fork.allocBytesPerOp());
    quantiles(fork.quantiles());
    out.writeEndObject();
  }

  private void gates(Map<String, GateResult> gates) throws IOException {
    out.writeObjectFieldStart("gates");
    for (Map.Entry<String, GateResult> entry : gates.entrySet()) {
      out.writeFieldName(entry.getKey());
      gate(entry.getValue());
    }
    out.writeEndObject();
  }

  private void gate(GateResult gate) throws IOException {
    String suffix = gate.unit().equals("ns") ? "_ns" : "";
    out.writeStartObject();
    if (suffix.isEmpty()) {
      out.writeStringField("unit", gate.unit());
    }
    out.writeNumberField("target" + suffix, gate.target());
    number("acceptable" + suffix, gate.acceptable());
    number("stretch" + suffix, gate.stretch());
    number("actual" + suffix, gate.actual());
    out.writeBooleanField("passed", gate.passed());
    number("margin_pct", gate.marginPct());
    text("level", gate.level().map(RunRecordWriter::lowerCase));
    text("verdict", gate.verdict().map(Enum::name));
    out.writeBooleanField("enforced", gate.enforced());
    out.writeEndObject();
  }

  private void failures(List<Failure> failures) throws IOException {
    out.writeArrayFieldStart("failures");
    for (Failure failure : failures) {
      out.writeStartObject();
      out.writeStringField("id", failure.id());
      if (failure.round().isPresent()) {
        out.writeNumberField("round", failure.round().getAsInt());
      }
      out.writeStringField("reason", failure.reason());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void quantiles(Map<Quantile, Double> quantiles) throws IOException {
    for (Map.Entry<Quantile, Double> entry : quantiles.entrySet()) {
      out.writeNumberField(entry.getKey().field(), entry.getValue());
    }
  }

  private void numbers(String name, List<Double> values) throws IOException {
    out.writeArrayFieldStart(name);
    for (double value : values) {
      out.writeNumber(value);
    }
    out.writeEndArray();
  }

  private void number(String name, OptionalDouble value) throws IOException {
    if (value.isPresent()) {
      out.writeNumberField(name, value.getAsDouble());
    }
  }

  private void text(String name, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      out.writeStringField(name, value.get());
    }
  }

  private void constant(String name, Enum<?> value) throws IOException {
    out.writeStringField(name, lowerCase(value));
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
