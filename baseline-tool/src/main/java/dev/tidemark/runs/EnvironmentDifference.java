package dev.tidemark.runs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One field in which two environments differ.
 *
 * @param field path in the manner of {@code cpu.model}
 * @param base as recorded, or {@code -}
 * @param current as recorded, or {@code -}
 */
public record EnvironmentDifference(Weight weight, String field, String base, String current) {

  /** What a difference does to a comparison. */
  public enum Weight {
    FORBIDS,
    WARNS,
    /** Is only shown. */
    DIFFERS
  }

  private static final String ABSENT = "-";

  /** Parts that differ from run to run by nature, or are no environment. */
  private static final Set<String> PASSING = Set.of("origin", "timestamp", "git");

  /** All fields that differ, the weightiest first, then by name. */
  public static List<EnvironmentDifference> between(RunRecord base, RunRecord current) {
    Map<String, String> left = fields(base);
    Map<String, String> right = fields(current);
    SortedSet<String> names = new TreeSet<>(left.keySet());
    names.addAll(right.keySet());
    List<EnvironmentDifference> differences = new ArrayList<>();
    for (String name : names) {
      String a = left.getOrDefault(name, ABSENT);
      String b = right.getOrDefault(name, ABSENT);
      if (!a.equals(b)) {
        differences.add(new EnvironmentDifference(weight(name, a, b), name, a, b));
      }
    }
    differences.sort((a, b) -> a.weight().compareTo(b.weight()));
    return differences;
  }

  private static Weight weight(String name, String base, String current) {
    if (name.equals("run.mode")) {
      return base.equals(ABSENT) || current.equals(ABSENT) ? Weight.WARNS : Weight.FORBIDS;
    }
    String pointer = "/" + name.replace('.', '/');
    for (EnvironmentField field : EnvironmentField.HARD) {
      if (field.pointer().equals(pointer)) {
        return weight(field, base, current);
      }
    }
    return EnvironmentField.SOFT.stream().anyMatch(field -> field.pointer().equals(pointer))
        ? Weight.WARNS
        : Weight.DIFFERS;
  }

  private static Weight weight(EnvironmentField field, String base, String current) {
    if (Set.of(base, current).contains(ABSENT) || Set.of(base, current).contains("unknown")) {
      return Weight.WARNS;
    }
    if (!field.agrees(base, current)) {
      return Weight.FORBIDS;
    }
    boolean soft =
        EnvironmentField.SOFT.stream().anyMatch(f -> f.pointer().equals(field.pointer()));
    return soft ? Weight.WARNS : Weight.DIFFERS;
  }

  private static Map<String, String> fields(RunRecord record) {
    Map<String, String> fields = new TreeMap<>();
    record.environment().properties().stream()
        .filter(field -> !PASSING.contains(field.getKey()))
        .forEach(field -> flatten(field.getKey(), field.getValue(), fields));
    record.run().mode().ifPresent(mode -> fields.put("run.mode", mode));
    return fields;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> into) {
    if (node.isObject()) {
      node.properties()
          .forEach(child -> flatten(path + "." + child.getKey(), child.getValue(), into));
    } else {
      into.put(path, node.isValueNode() ? node.asText() : node.toString());
    }
  }
}
