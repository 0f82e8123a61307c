package dev.tidemark.durability;

import dev.tidemark.index.SavedSection;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.FileProblem;

/** What recovery fills: first from a checkpoint, if there is one, then from the log behind it. */
public interface RecoveryTarget extends CheckpointSink {
  /** What an index kept beside the checkpoint; comes before the checkpoint's content. */
  void restore(SavedSection section);

  /** Some of what indexes kept cannot be read. */
  void lost(FileProblem sections);

  /** All of the checkpoint has been handed over. */
  void checkpointLoaded();

  /** A commit; they come in version order. */
  void apply(CommitBatch batch);
}
