package dev.tidemark.isolation;

/** An anomaly and where it shows. */
public record Finding(Anomaly anomaly, String where) {}
