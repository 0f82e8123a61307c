package dev.tidemark.runs;

import java.util.Collection;
import java.util.OptionalDouble;

/**
 * Conditions that every part of a record upholds, so that no writer can emit what no reader
 * accepts.
 */
final class Checks {

  private Checks() {}

  static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " is " + value + ", must be a finite number");
    }
    return value;
  }

  static void finite(String name, OptionalDouble value) {
    value.ifPresent(v -> finite(name, v));
  }

  static void finite(String name, Collection<Double> values) {
    values.forEach(v -> finite(name, v));
  }

  static void positive(String name, double value) {
    if (finite(name, value) <= 0) {
      throw new IllegalArgumentException(name + " is " + value + ", must be above 0");
    }
  }

  static void atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", must be at least 1");
    }
  }

  static void notNegative(String name, double value) {
    if (finite(name, value) < 0) {
      throw new IllegalArgumentException(name + " is " + value + ", must not be negative");
    }
  }

  static void notBlank(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " is blank, must name something");
    }
  }
}
