package dev.tidemark.baseline.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.baseline.compare.Comparison;
import dev.tidemark.baseline.compare.Conclusion;
import dev.tidemark.runs.RunRecordJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A comparison as SARIF 2.1.0: a result for each finding, at the benchmark it is about. */
public final class SarifReport {

  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

  private final JsonGenerator out;

  private SarifReport(JsonGenerator out) {
    this.out = out;
  }

  /** The whole report, ending in a newline. */
  public static String render(Comparison comparison) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = RunRecordJson.generator(bytes)) {
      new SarifReport(generator).write(comparison);
      generator.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private void write(Comparison comparison) throws IOException {
    List<Finding> findings = Finding.of(comparison);
    out.writeStartObject();
    out.writeStringField("$schema", SCHEMA);
    out.writeStringField("version", "2.1.0");
    out.writeArrayFieldStart("runs");
    out.writeStartObject();
    tool(findings);
    out.writeArrayFieldStart("invocations");
    out.writeStartObject();
    out.writeBooleanField("executionSuccessful", comparison.conclusion() != Conclusion.VACUOUS);
    out.writeEndObject();
    out.writeEndArray();
    out.writeArrayFieldStart("results");
    for (Finding finding : findings) {
      result(finding);
    }
    out.writeEndArray();
    out.writeObjectFieldStart("properties");
    out.writeStringField("base", comparison.base().name());
    out.writeStringField("current", comparison.current().name());
    out.writeEndObject();
    out.writeEndObject();
    out.writeEndArray();
    out.writeEndObject();
  }

  private void tool(List<Finding> findings) throws IOException {
    out.writeObjectFieldStart("tool");
    out.writeObjectFieldStart("driver");
    out.writeStringField("name", "compare-baseline");
    out.writeArrayFieldStart("rules");
    for (String rule : findings.stream().map(Finding::rule).distinct().toList()) {
      out.writeStartObject();
      out.writeStringField("id", rule);
      text("shortDescription", rule.replace('_', ' '));
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
    out.writeEndObject();
  }

  private void result(Finding finding) throws IOException {
    out.writeStartObject();
    out.writeStringField("ruleId", finding.rule());
    out.writeStringField("level", finding.level().word());
    text("message", finding.subject() + ": " + finding.message());
    out.writeArrayFieldStart("locations");
    out.writeStartObject();
    out.writeArrayFieldStart("logicalLocations");
    out.writeStartObject();
    out.writeStringField("fullyQualifiedName", finding.subject());
    out.writeEndObject();
    out.writeEndArray();
    out.writeEndObject();
    out.writeEndArray();
    out.writeObjectFieldStart("partialFingerprints");
    out.writeStringField("benchmark/v1", finding.subject());
    out.writeEndObject();
    out.writeEndObject();
  }

  private void text(String field, String text) throws IOException {
    out.writeObjectFieldStart(field);
    out.writeStringField("text", text);
    out.writeEndObject();
  }
}
