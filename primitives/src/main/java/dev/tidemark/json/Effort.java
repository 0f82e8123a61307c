package dev.tidemark.json;

import dev.tidemark.types.LimitExceededException;

/** Bounds the work of one query: some grow far faster than the document they look at. */
final class Effort {
  private static final long MOST = 100_000_000;

  private long spent;

  /**
   * Counts some steps.
   *
   * @throws LimitExceededException if there were too many
   */
  void spend(long steps) {
    spent += steps;
    if (spent > MOST) {
      throw new LimitExceededException(
          "a query in steps", MOST, spent, "name more of the path, or ask for less at a time");
    }
  }
}
