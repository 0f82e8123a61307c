package dev.tidemark.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads {@code gates.json}. */
final class GateFile {

  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "metric",
          "target",
          "acceptable",
          "stretch",
          "modes",
          "kind",
          "source",
          "num",
          "den",
          "informational");

  private GateFile() {}

  static List<GateDefinition> read(String source, InputStream json) {
    try {
      return definitions(source, RunRecordJson.MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      throw new RunRecordException(
          source + ": is not valid JSON: " + e.getOriginalMessage() + "; correct the gate file", e);
    } catch (IOException e) {
      throw new RunRecordException(source + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<GateDefinition> definitions(String source, JsonNode root) {
    if (!root.isArray()) {
      throw new RunRecordException(source + ": is not an array of gates; write [{\"id\": ...}]");
    }
    List<GateDefinition> gates = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode element : root) {
      RecordNode node = new RecordNode(source, "$[" + gates.size() + "]", element);
      GateDefinition gate = node.build(GateFile::definition);
      if (!seen.add(gate.id() + " " + gate.metric())) {
        throw node.error(node.at("id"), "repeats " + gate.id(), "keep one gate per id and metric");
      }
      gates.add(gate);
    }
    return gates;
  }

  private static GateDefinition definition(RecordNode node) {
    node.allowOnly(FIELDS);
    Optional<GateDefinition.Ratio> ratio = ratio(node);
    String metric = ratio.isPresent() ? "value" : node.optionalText("metric").orElse("mean_ns");
    if (!GateMetric.known(metric)) {
      throw node.error(node.at("metric"), "is \"" + metric + "\"", "use " + GateMetric.allowed());
    }
    return new GateDefinition(
        node.text("id"),
        metric,
        limit(node, "target", metric).orElseThrow(() -> node.missing("target")),
        limit(node, "acceptable", metric),
        limit(node, "stretch", metric),
        Set.copyOf(node.texts("modes")),
        ratio,
        node.optionalFlag("informational").orElse(false));
  }

  private static Optional<GateDefinition.Ratio> ratio(RecordNode node) {
    String kind = node.optionalText("kind").orElse(node.has("num") ? "ratio" : "absolute");
    if (!Set.of("ratio", "absolute").contains(kind)) {
      throw node.error(node.at("kind"), "is \"" + kind + "\"", "use absolute or ratio");
    }
    return kind.equals("ratio")
        ? Optional.of(new GateDefinition.Ratio(node.text("num"), node.text("den")))
        : Optional.empty();
  }

  private static OptionalDouble limit(RecordNode node, String field, String metric) {
    if (metric.equals("value")) {
      return node.optionalNumber(field);
    }
    return node.optionalText(field)
        .map(text -> OptionalDouble.of(Nanos.parse(text)))
        .orElse(OptionalDouble.empty());
  }
}
