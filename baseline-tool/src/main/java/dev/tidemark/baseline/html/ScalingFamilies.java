package dev.tidemark.baseline.html;

import dev.tidemark.runs.BenchmarkResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Ids that measure one thing at several values of one numeric parameter: they differ in one part of
 * the id and in the value of that parameter, and in nothing else that was set.
 */
final class ScalingFamilies {

  private static final String ID_SEPARATORS = "[/:,;=()\\[\\]]";

  /**
   * One family.
   *
   * @param members ids by the parameter's value, ascending; two at least
   */
  record Family(String parameter, SortedMap<BigDecimal, String> members) {}

  private ScalingFamilies() {}

  /** All families with two members or more, in a fixed order. */
  static List<Family> of(Map<String, BenchmarkResult> results) {
    Map<String, Family> families = new TreeMap<>();
    new TreeMap<>(results).forEach((id, result) -> join(id, result, families));
    return families.values().stream().filter(family -> family.members().size() > 1).toList();
  }

  private static void join(String id, BenchmarkResult result, Map<String, Family> families) {
    for (Map.Entry<String, String> parameter : result.setup().params().entrySet()) {
      Optional<BigDecimal> value = number(parameter.getValue());
      if (value.isPresent()) {
        for (String kind : kinds(id, parameter.getKey(), result)) {
          families
              .computeIfAbsent(kind, any -> new Family(parameter.getKey(), new TreeMap<>()))
              .members()
              .putIfAbsent(value.get(), id);
        }
      }
    }
  }

  /** What members share, once for each part of the id that may stand for the parameter. */
  private static List<String> kinds(String id, String parameter, BenchmarkResult result) {
    Map<String, String> others = new TreeMap<>(result.setup().params());
    others.remove(parameter);
    List<String> kinds = new ArrayList<>();
    String[] parts = id.split(ID_SEPARATORS, -1);
    for (int i = 0; i < parts.length; i++) {
      List<String> shared = new ArrayList<>(List.of(parts));
      shared.set(i, "*");
      kinds.add(List.of(parameter, shared, others, result.outcome().unit()).toString());
    }
    return kinds;
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return Optional.of(new BigDecimal(text).stripTrailingZeros()).filter(n -> n.signum() > 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
