package dev.tidemark.runs;

import java.time.Duration;

/**
 * Length of a warm-up or measurement.
 *
 * @param iterations at least 0
 * @param time of one iteration; zero when an iteration is a fixed amount of work
 */
public record Phase(int iterations, Duration time) {

  public Phase {
    if (iterations < 0 || time.isNegative()) {
      throw new IllegalArgumentException(
          "phase of " + iterations + " iterations of " + time + "; neither may be negative");
    }
  }

  @Override
  public String toString() {
    return iterations + " x " + (time.isZero() ? "one batch" : time.toMillis() + " ms");
  }
}
