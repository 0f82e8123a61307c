package dev.tidemark.durability;

/** What a checkpoint is made of. */
public interface CheckpointSource {
  /** Hands over everything up to the version of the checkpoint, and nothing newer. */
  void writeTo(CheckpointSink sink);

  /** Hands over what derived indexes keep of that version. */
  default void writeIndexes(IndexSink sink) {}
}
