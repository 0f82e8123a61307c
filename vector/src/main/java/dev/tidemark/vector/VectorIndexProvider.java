package dev.tidemark.vector;

import dev.tidemark.index.DerivedIndex;
import dev.tidemark.index.IndexProvider;
import dev.tidemark.index.SavedSection;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import java.io.IOException;

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

  @Override
  public DerivedIndex restore(SavedSection saved) throws IOException {
    boolean isKnown =
        saved.name().equals(GraphSectionFormat.NAME) && saved.format() == GraphSectionFormat.FORMAT;
    return isKnown
        ? new VectorIndex(GraphSectionFormat.read(saved.content()), saved.version())
        : null;
  }
}
