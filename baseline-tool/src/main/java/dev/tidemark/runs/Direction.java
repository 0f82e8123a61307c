package dev.tidemark.runs;

/** Which way a result improves. */
public enum Direction {
  LOWER_IS_BETTER,
  HIGHER_IS_BETTER
}
