package dev.tidemark.baseline.compare;

import java.time.Instant;

/** Names a run in a report. */
public record RunLabel(String name, Instant timestamp, String commit, boolean dirty) {}
