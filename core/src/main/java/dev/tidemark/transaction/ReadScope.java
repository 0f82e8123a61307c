package dev.tidemark.transaction;

import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Limits;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.function.Function;

/**
 * One run, for reading. What facades are built on: keys are bytes, values are as stored, absence is
 * null. Every method throws {@link NotFoundException} if the run does not exist and nothing was
 * found.
 */
public sealed interface ReadScope permits Scope, PinnedScope, PastScope {
  RunId run();

  /** The limits the database was opened with, for what a facade checks itself. */
  Limits limits();

  /** The value of a key given as text, or null; a hit on an ASCII key allocates nothing. */
  Value get(KeySpace space, String key);

  /** The value of a key, or null. */
  Value get(KeySpace space, byte[] key);

  /** The value of a key with its commit, or null. */
  Versioned<Value> getVersioned(KeySpace space, byte[] key);

  /** Walks the entries of a range in key order, all at one view, until the visitor has enough. */
  void scan(KeySpace space, KeyRange range, EntryVisitor visitor);

  /** Runs several reads at one view. */
  <T> T atOneView(Function<? super PinnedScope, T> body);
}
