package dev.tidemark.index;

import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import java.io.IOException;

/** Makes the derived indexes of one key space. Found through {@link java.util.ServiceLoader}. */
public interface IndexProvider {
  /** The key space the indexes are derived from; one provider each. */
  KeySpace space();

  /** An empty index for one run. */
  DerivedIndex create(RunId run);

  /**
   * An index made of what one of these kept, or null if it cannot be, for instance because the name
   * or the format is not known: then one is derived from the entries. So it is if this throws, or
   * if any byte of the section turns out to be damaged, read by then or not.
   *
   * <p>The index is then told of every version that the checkpoint holds, as any other: those are
   * at most the saved version, and what the section already has of them may be passed over. It may
   * have been told of more before it was saved than it is now: states that the checkpoint need not
   * keep. Then {@link DerivedIndex#restored} is called, and after that it is told of what came
   * after the checkpoint.
   */
  default DerivedIndex restore(SavedSection saved) throws IOException {
    return null;
  }
}
