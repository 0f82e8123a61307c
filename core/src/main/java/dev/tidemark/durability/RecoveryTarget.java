package dev.tidemark.durability;

import dev.tidemark.types.CommitBatch;

/** What recovery fills: first from a checkpoint, if there is one, then from the log behind it. */
public interface RecoveryTarget extends CheckpointSink {
  /** A commit; they come in version order. */
  void apply(CommitBatch batch);
}
