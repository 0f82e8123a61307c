package dev.tidemark.vector;

import dev.tidemark.index.DerivedIndex;
import dev.tidemark.index.IndexProvider;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;

/** Makes the index that vector searches scan. Found by the database; not for use elsewhere. */
public final class VectorIndexProvider implements IndexProvider {
  @Override
  public KeySpace space() {
    return VectorStore.ROWS;
  }

  @Override
  public DerivedIndex create(RunId run) {
    return new VectorIndex();
  }
}
