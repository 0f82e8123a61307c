package dev.tidemark.runs;

/** The quantiles a record may hold, each under its JSON field name. */
public enum Quantile {
  P50("p50_ns"),
  P90("p90_ns"),
  P95("p95_ns"),
  P99("p99_ns"),
  P999("p999_ns");

  private final String field;

  Quantile(String field) {
    this.field = field;
  }

  /** The JSON field, also the name of the metric in a gate: {@code p99_ns}. */
  public String field() {
    return field;
  }
}
