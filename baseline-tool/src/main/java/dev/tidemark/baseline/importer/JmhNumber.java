package dev.tidemark.baseline.importer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.runs.RecordNode;
import java.util.Map;

/** A number as JMH writes it: what is not finite is a text. */
final class JmhNumber {

  private static final Map<String, Double> WORDS =
      Map.of(
          "NaN", Double.NaN,
          "+INF", Double.POSITIVE_INFINITY,
          "-INF", Double.NEGATIVE_INFINITY,
          "Infinity", Double.POSITIVE_INFINITY,
          "-Infinity", Double.NEGATIVE_INFINITY);

  private JmhNumber() {}

  static double of(RecordNode owner, String place, JsonNode node) {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    if (node.isTextual() && WORDS.containsKey(node.textValue())) {
      return WORDS.get(node.textValue());
    }
    throw owner.error(place, "is " + node, "it must be a number, \"NaN\", \"+INF\" or \"-INF\"");
  }
}
