package dev.tidemark.bench.support;

import java.util.Locale;

/** The layer of the engine that a benchmark exercises. */
public enum Tier {
  /** A raw data structure, without transaction. */
  A0,
  /** The engine: read view and commit. */
  A1,
  /** The facade of a primitive. */
  B,
  /** Indexed access and search. */
  C,
  /** Contention between threads. */
  D;

  /** The name used on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
