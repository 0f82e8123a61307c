package dev.tidemark.runs;

/** The quantiles a record may hold, each under its JSON field name. */
public enum Quantile {
  P50("p50_ns", 500),
  P90("p90_ns", 900),
  P95("p95_ns", 950),
  P99("p99_ns", 990),
  P999("p999_ns", 999);

  private final String field;
  private final int perMille;

  Quantile(String field, int perMille) {
    this.field = field;
    this.perMille = perMille;
  }

  /** How many of so many operations lie beyond it. */
  public long beyond(long operations) {
    return operations / 1000 * (1000 - perMille) + operations % 1000 * (1000 - perMille) / 1000;
  }

  /** The JSON field, also the name of the metric in a gate: {@code p99_ns}. */
  public String field() {
    return field;
  }
}
