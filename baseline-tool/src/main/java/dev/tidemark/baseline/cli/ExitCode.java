package dev.tidemark.baseline.cli;

/** What the process answers; scripts rely on these numbers. */
final class ExitCode {

  static final int PASSED = 0;

  /** A regression, or an enforced gate failed. */
  static final int FAILED = 1;

  static final int USAGE = 2;

  /** The runs may not be compared. */
  static final int NOT_COMPARABLE = 3;

  /** A run is missing, damaged or empty, or nothing could be compared. */
  static final int NO_INPUT = 4;

  static final int INCONCLUSIVE = 5;

  static final int INTERNAL = 70;

  private ExitCode() {}
}
