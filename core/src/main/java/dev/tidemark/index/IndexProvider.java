package dev.tidemark.index;

import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;

/** Makes the derived indexes of one key space. Found through {@link java.util.ServiceLoader}. */
public interface IndexProvider {
  /** The key space the indexes are derived from; one provider each. */
  KeySpace space();

  /** An empty index for one run. */
  DerivedIndex create(RunId run);
}
