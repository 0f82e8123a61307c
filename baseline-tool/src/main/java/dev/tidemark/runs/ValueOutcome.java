package dev.tidemark.runs;

import java.util.Objects;

/**
 * A quantity that is not a time per operation: a rate, a size, a recall, a ratio.
 *
 * @param value in {@code unit}
 * @param unit for example {@code ops/s}, {@code B}, {@code x}; not blank and not {@code ns}
 */
public record ValueOutcome(double value, String unit, Direction direction) implements Outcome {

  public ValueOutcome {
    Checks.finite("value", value);
    Checks.notBlank("unit", unit);
    if (unit.equals("ns")) {
      throw new IllegalArgumentException("unit of a value is ns; a time belongs in mean_ns");
    }
    Objects.requireNonNull(direction, "direction");
  }

  @Override
  public double point() {
    return value;
  }
}
