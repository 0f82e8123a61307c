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
}
