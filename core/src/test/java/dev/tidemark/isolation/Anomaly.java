package dev.tidemark.isolation;

/**
 * What a history must not show. The cycles are those of Adya, "Weak Consistency: A Generalized
 * Theory and Optimistic Implementations for Distributed Transactions" (1999), found in lists as by
 * Kingsbury and Alvaro, "Elle: Inferring Isolation Anomalies from Experimental Observations"
 * (2020).
 */
public enum Anomaly {
  /** A number is in a list that nobody appended it to, or is there twice. */
  GARBAGE,
  /** A committed append is missing at the end. */
  LOST_APPEND,
  /** Two reads of a list are not one the beginning of the other. */
  FORKED_ORDER,
  /** A transaction does not see what it did or saw itself before. */
  INTERNAL,
  /** An append of a transaction that did not commit was read. */
  G1A,
  /** A list was read as it was in the middle of another transaction. */
  G1B,
  /** Writes of some transactions follow each other in a circle. */
  G0,
  /** Writes and reads of them follow each other in a circle. */
  G1C,
  /** A circle with one read that missed a write: read skew, lost update. */
  G_SINGLE,
  /**
   * A circle with several such reads, never two in a row: long fork. Snapshot isolation has none.
   */
  G_NONADJACENT,
  /** Any other circle: write skew, phantoms. Snapshot isolation allows it. */
  G2,
  /** A transaction that began after another had ended comes before it. */
  REAL_TIME
}
