package dev.tidemark.baseline.calibrate;

/**
 * A count that a simulation must keep within limits.
 *
 * @param least inclusive
 * @param most inclusive
 * @param of how many were counted over
 */
public record Check(String name, int count, int least, int most, int of) {

  public boolean passed() {
    return least <= count && count <= most;
  }
}
