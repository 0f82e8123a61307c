package dev.tidemark.baseline.importer;

import java.util.Map;
import java.util.Optional;

/**
 * A score unit of JMH's.
 *
 * @param rate whether it counts operations per time; otherwise it is time per operation
 * @param factor makes nanoseconds of a time and operations per second of a rate
 */
record JmhUnit(boolean rate, double factor) {

  private static final Map<String, Double> NANOS =
      Map.of("ns", 1.0, "us", 1e3, "ms", 1e6, "s", 1e9, "min", 60e9, "hr", 3600e9, "day", 86_400e9);

  static Optional<JmhUnit> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String before = text.substring(0, slash);
    String after = text.substring(slash + 1);
    if (before.equals("ops") && NANOS.containsKey(after)) {
      return Optional.of(new JmhUnit(true, 1e9 / NANOS.get(after)));
    }
    return after.equals("op") && NANOS.containsKey(before)
        ? Optional.of(new JmhUnit(false, NANOS.get(before)))
        : Optional.empty();
  }

  /** Nanoseconds of an amount such as {@code 100 ms}; empty for {@code single-shot}. */
  static Optional<Long> nanos(String text) {
    String[] parts = text.split(" ", -1);
    boolean amount = parts.length == 2 && parts[0].matches("[0-9]{1,9}");
    return amount && NANOS.containsKey(parts[1])
        ? Optional.of((long) (Long.parseLong(parts[0]) * NANOS.get(parts[1])))
        : Optional.empty();
  }
}
