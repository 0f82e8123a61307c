package dev.tidemark.types;

import java.util.Optional;

/**
 * The checkpoints of a database since it was opened.
 *
 * @param completed checkpoints written
 * @param failed checkpoints that could not be written
 * @param last the newest, which may be older than the open; empty if there is none
 */
public record CheckpointStats(long completed, long failed, Optional<CheckpointReport> last) {}
