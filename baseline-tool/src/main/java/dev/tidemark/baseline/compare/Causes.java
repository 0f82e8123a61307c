package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.Rounding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What else changed where an id became slower: garbage collections and the counters of the
 * processor, as far as both sides recorded them. They explain and are not judged.
 */
final class Causes {

  private static final Pattern TELLING =
      Pattern.compile("gc[._](count|time|cpu).*|(instructions|cycles|branches|.*misses)\\b.*");
  private static final double LEAST_CHANGE = 1.05;

  private Causes() {}

  /** For people; empty unless the row is slower and something changed by more than 5 %. */
  static Optional<String> of(Row row) {
    if (!row.verdict().isRegression() && row.verdict() != Verdict.SLOWER) {
      return Optional.empty();
    }
    Map<String, Double> before = row.base().orElseThrow().aux();
    List<String> changes = new ArrayList<>();
    row.current()
        .orElseThrow()
        .aux()
        .forEach(
            (name, after) -> {
              if (TELLING.matcher(name).matches() && changed(before.get(name), after)) {
                changes.add(
                    name
                        + " "
                        + Rounding.plain(after)
                        + ", was "
                        + Rounding.plain(before.get(name)));
              }
            });
    return changes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", changes));
  }

  private static boolean changed(Double before, double after) {
    return before != null
        && Math.max(before, after) > LEAST_CHANGE * Math.min(before, after)
        && Math.min(before, after) >= 0;
  }
}
