package dev.tidemark.bench.support.environment;

import java.util.Optional;

/** How a record says that something could not be found out. */
final class Unknown {
  static final String UNKNOWN = "unknown";

  private Unknown() {}

  static Object or(Optional<?> value) {
    return value.isPresent() ? value.get() : UNKNOWN;
  }

  static Object orPositive(double value) {
    return value > 0 ? (Object) value : UNKNOWN;
  }

  static Object orPositive(int value) {
    return value > 0 ? (Object) value : UNKNOWN;
  }

  /** Firmware that has no name fills in nothing, or says {@code unknown} in each part of it. */
  static Object orNamed(String name) {
    String known = name.replaceAll("(?i)\\bunknown\\b", "").strip();
    return known.isEmpty() ? UNKNOWN : known;
  }
}
