package dev.tidemark.baseline.calibrate;

/**
 * A count that a simulation must keep within limits.
 *
 * @param least inclusive
 * @param most inclusive
 * @param of how many were counted over
 */
public record Check(String name, int count, int least, int most, int of) {

  private static final double DOUBT = 0.05;

  /** That the true rate is at most this, with 95 % confidence. */
  static Check atMost(String name, int count, double rate, int of) {
    return new Check(name, count, 0, most(rate, of), of);
  }

  /** That the true rate is at least this, with 95 % confidence. */
  static Check atLeast(String name, int count, double rate, int of) {
    return new Check(name, count, of - most(1 - rate, of), of, of);
  }

  /** The largest count that a true rate of this would undercut in 1 of 20 cases. */
  private static int most(double rate, int of) {
    double exactly = StrictMath.pow(1 - rate, of);
    double upTo = exactly;
    int count = 0;
    while (upTo <= DOUBT) {
      exactly *= (of - count) / (count + 1.0) * rate / (1 - rate);
      upTo += exactly;
      count++;
    }
    return count - 1;
  }

  public boolean passed() {
    return least <= count && count <= most;
  }
}
