package dev.tidemark.baseline.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.baseline.compare.Comparison;
import dev.tidemark.baseline.compare.Criteria;
import dev.tidemark.baseline.compare.Evidence;
import dev.tidemark.baseline.compare.Remedy;
import dev.tidemark.baseline.compare.Row;
import dev.tidemark.baseline.compare.Ruler;
import dev.tidemark.baseline.compare.RunLabel;
import dev.tidemark.baseline.compare.Sessions;
import dev.tidemark.baseline.compare.Tail;
import dev.tidemark.baseline.compare.Verdict;
import dev.tidemark.baseline.statistics.Interval;
import dev.tidemark.baseline.statistics.Rounding;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.GateResult;
import dev.tidemark.runs.RunRecordJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A comparison as JSON, always with all rows. Numbers are rounded to 12 significant digits, so that
 * the same input gives the same bytes on every JDK, locale and time zone.
 */
public final class JsonReport {

  private static final String VERSION = "1.0";

  private final JsonGenerator out;

  private JsonReport(JsonGenerator out) {
    this.out = out;
  }

  /** The whole report, ending in a newline. */
  public static String render(Comparison comparison) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = RunRecordJson.generator(bytes)) {
      new JsonReport(generator).write(comparison);
      generator.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private void write(Comparison comparison) throws IOException {
    out.writeStartObject();
    out.writeStringField("version", VERSION);
    out.writeStringField("conclusion", lowerCase(comparison.conclusion()));
    run("base", comparison.base());
    run("current", comparison.current());
    criteria(comparison.criteria());
    texts("forced_although", comparison.comparability().forbidding());
    texts("warnings", comparison.warnings());
    texts("incomplete", comparison.incomplete());
    texts("absent_gates", comparison.absentGates());
    out.writeArrayFieldStart("rows");
    for (Row row : comparison.rows()) {
      row(row, Tail.of(row, comparison.criteria()));
    }
    out.writeEndArray();
    gates(comparison.gates());
    rulers(comparison.rulers());
    summary(comparison);
    out.writeEndObject();
  }

  private void run(String field, RunLabel run) throws IOException {
    out.writeObjectFieldStart(field);
    out.writeStringField("name", run.name());
    out.writeStringField("timestamp", run.timestamp().toString());
    out.writeStringField("git_commit", run.commit());
    out.writeBooleanField("git_dirty", run.dirty());
    out.writeEndObject();
  }

  private void criteria(Criteria criteria) throws IOException {
    out.writeObjectFieldStart("criteria");
    out.writeStringField("threshold", criteria.threshold().text());
    number("margin", criteria.margin());
    number("alpha", criteria.alpha());
    number("confidence", criteria.confidence());
    number("fdr", criteria.falseDiscoveryRate());
    out.writeNumberField("seed", criteria.seed());
    out.writeEndObject();
  }

  private void row(Row row, List<Tail> tails) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", row.id());
    out.writeStringField("verdict", row.verdict().name());
    if (row.base().isPresent()) {
      side("base", row.base().get());
    }
    if (row.current().isPresent()) {
      side("current", row.current().get());
    }
    number("ratio", row.ratio());
    if (row.evidence().isPresent()) {
      evidence(row.evidence().get());
    }
    if (row.allocation().isPresent()) {
      out.writeStringField("allocation", lowerCase(row.allocation().get().judgement()));
    }
    if (row.forksNeeded().isPresent()) {
      out.writeNumberField("forks_needed", row.forksNeeded().getAsInt());
    }
    if (!tails.isEmpty()) {
      tails(tails);
    }
    out.writeStringField("note", row.note());
    out.writeEndObject();
  }

  private void side(String field, BenchmarkResult result) throws IOException {
    out.writeObjectFieldStart(field);
    number("value", result.outcome().point());
    out.writeStringField("unit", result.outcome().unit());
    out.writeStringField("direction", lowerCase(result.outcome().direction()));
    out.writeNumberField("forks", result.forks().size());
    number("alloc_bytes_per_op", result.allocBytesPerOp());
    if (!result.aux().isEmpty()) {
      aux(result.aux());
    }
    out.writeEndObject();
  }

  private void aux(Map<String, Double> figures) throws IOException {
    out.writeObjectFieldStart("aux");
    for (Map.Entry<String, Double> figure : figures.entrySet()) {
      number(figure.getKey(), figure.getValue());
    }
    out.writeEndObject();
  }

  private void interval(Interval interval) throws IOException {
    out.writeObjectFieldStart("interval");
    number("low", interval.low());
    number("high", interval.high());
    out.writeEndObject();
  }

  private void tails(List<Tail> tails) throws IOException {
    out.writeObjectFieldStart("percentiles");
    for (Tail tail : tails) {
      out.writeObjectFieldStart(tail.quantile().field());
      number("base", tail.baseNs());
      number("current", tail.currentNs());
      out.writeNumberField("beyond", tail.beyond());
      if (tail.interval().isPresent()) {
        interval(tail.interval().get());
      }
      out.writeStringField("judgement", tail.judgement());
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private void evidence(Evidence evidence) throws IOException {
    interval(evidence.interval());
    number("p", evidence.p());
    number("adjusted_p", evidence.adjustedP());
    number("equivalence_p", evidence.equivalenceP());
    number("mann_whitney_p", evidence.mannWhitneyP());
    number("detectable", evidence.detectable());
  }

  private void gates(Map<String, GateResult> gates) throws IOException {
    out.writeObjectFieldStart("gates");
    for (Map.Entry<String, GateResult> entry : gates.entrySet()) {
      GateResult gate = entry.getValue();
      out.writeObjectFieldStart(entry.getKey());
      out.writeStringField("unit", gate.unit());
      number("target", gate.target());
      number("actual", gate.actual());
      out.writeBooleanField("passed", gate.passed());
      out.writeBooleanField("enforced", gate.enforced());
      if (gate.verdict().isPresent()) {
        out.writeStringField("verdict", gate.verdict().get().name());
      }
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private void rulers(List<Ruler> rulers) throws IOException {
    out.writeArrayFieldStart("rulers");
    for (Ruler ruler : rulers) {
      out.writeStartObject();
      out.writeStringField("id", ruler.id());
      number("ratio", ruler.ratio());
      interval(ruler.interval());
      number("detectable", ruler.detectable());
      out.writeBooleanField("drifted", ruler.drifted());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void summary(Comparison comparison) throws IOException {
    out.writeObjectFieldStart("summary");
    for (Verdict verdict : Verdict.values()) {
      out.writeNumberField(lowerCase(verdict), comparison.count(verdict));
    }
    out.writeNumberField("unpaired", comparison.unpaired());
    number("geomean_ratio", comparison.geomean().ratio());
    out.writeNumberField("geomean_rows", comparison.geomean().rows());
    out.writeEndObject();
    procedure(comparison);
  }

  private void procedure(Comparison comparison) throws IOException {
    out.writeObjectFieldStart("procedure");
    out.writeStringField("adjustment", "benjamini-hochberg");
    out.writeNumberField("adjusted_rows", comparison.procedure().adjusted());
    out.writeNumberField("confirmed_rows", comparison.procedure().confirmed());
    out.writeBooleanField("interleaved", comparison.procedure().interleaved());
    out.writeNumberField("base_sessions", comparison.sessions().held());
    out.writeNumberField("sessions_needed", Sessions.NEEDED);
    out.writeEndObject();
    if (comparison.procedure().confirmation().isPresent()) {
      run("confirmation", comparison.procedure().confirmation().get());
    }
    if (comparison.procedure().confirmationBase().isPresent()) {
      run("confirmation_base", comparison.procedure().confirmationBase().get());
    }
    if (comparison.remedy().isPresent()) {
      remedy(comparison.remedy().get());
    }
  }

  private void remedy(Remedy remedy) throws IOException {
    out.writeObjectFieldStart("remedy");
    out.writeStringField("command", remedy.command());
    out.writeNumberField("forks", remedy.forks());
    if (remedy.minutes().isPresent()) {
      out.writeNumberField("minutes", remedy.minutes().getAsLong());
    }
    out.writeEndObject();
  }

  private void texts(String field, Collection<String> texts) throws IOException {
    out.writeArrayFieldStart(field);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }

  private void number(String field, OptionalDouble value) throws IOException {
    if (value.isPresent()) {
      number(field, value.getAsDouble());
    }
  }

  private void number(String field, double value) throws IOException {
    out.writeNumberField(field, Rounding.significant(value));
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
