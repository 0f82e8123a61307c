package dev.tidemark.runs;

/** What was measured: a time per operation, or any other quantity. */
public sealed interface Outcome permits TimeOutcome, ValueOutcome {

  /**
   * The point value that comparisons and gates use: the mean in nanoseconds, or the value in its
   * unit.
   */
  double point();

  /** The unit of {@link #point()}: {@code ns} for times. */
  String unit();

  Direction direction();
}
