package dev.tidemark.baseline.html;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Two environments field by field. */
final class EnvironmentDiff {

  /**
   * One field.
   *
   * @param name of the field below the environment, dots between levels
   * @param base as JSON writes it, without quotes; blank when not recorded
   */
  record Line(String name, String base, String current) {
    boolean differs() {
      return !base.equals(current);
    }
  }

  private EnvironmentDiff() {}

  /** Every field of either side by name. */
  static List<Line> of(JsonNode base, JsonNode current) {
    SortedMap<String, String> left = flat(base);
    SortedMap<String, String> right = flat(current);
    SortedSet<String> names = new TreeSet<>(left.keySet());
    names.addAll(right.keySet());
    List<Line> lines = new ArrayList<>();
    for (String name : names) {
      lines.add(new Line(name, left.getOrDefault(name, ""), right.getOrDefault(name, "")));
    }
    return lines;
  }

  private static SortedMap<String, String> flat(JsonNode node) {
    SortedMap<String, String> fields = new TreeMap<>();
    flatten("", node, fields);
    return fields;
  }

  private static void flatten(String path, JsonNode node, SortedMap<String, String> fields) {
    if (node.isObject()) {
      String prefix = path.isEmpty() ? "" : path + ".";
      node.properties()
          .forEach(field -> flatten(prefix + field.getKey(), field.getValue(), fields));
    } else {
      fields.put(path, node.isTextual() ? node.asText() : node.toString());
    }
  }
}
