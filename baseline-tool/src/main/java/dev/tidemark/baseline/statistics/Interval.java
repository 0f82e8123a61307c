package dev.tidemark.baseline.statistics;

/** A closed interval. */
public record Interval(double low, double high) {

  /** The interval of the reciprocals; both ends must be above 0. */
  public Interval reciprocal() {
    return new Interval(1 / high, 1 / low);
  }
}
