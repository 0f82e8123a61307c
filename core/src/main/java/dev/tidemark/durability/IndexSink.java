package dev.tidemark.durability;

import dev.tidemark.index.IndexSection;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import java.util.function.Supplier;

/** Takes what derived indexes keep beside a checkpoint, one after the other. */
public interface IndexSink {
  /**
   * Asks an index for its section and writes it. Whatever the index throws costs its section alone.
   *
   * @param section may give null
   */
  void add(RunId run, KeySpace space, Supplier<IndexSection> section);
}
