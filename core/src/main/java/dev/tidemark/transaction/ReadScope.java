package dev.tidemark.transaction;

import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Limits;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.types.ValuePath;
import dev.tidemark.types.Versioned;
import java.util.List;
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

  /** The value of a key given as text, with its commit, or null. */
  Versioned<Value> getVersioned(KeySpace space, String key);

  /** The value of a key with its commit, or null. */
  Versioned<Value> getVersioned(KeySpace space, byte[] key);

  /**
   * The part of a key's value at a path, or null if the key or the part is absent. A commit relies
   * on that part only.
   */
  default Value getPath(KeySpace space, byte[] key, ValuePath path) {
    return path.in(get(space, key));
  }

  /** As {@link #getPath}, with the commit that last wrote the key, on which no commit relies. */
  default Versioned<Value> getPathVersioned(KeySpace space, byte[] key, ValuePath path) {
    Versioned<Value> whole = getVersioned(space, key);
    Value part = whole == null ? null : path.in(whole.value());
    return part == null ? null : new Versioned<>(part, whole.version(), whole.timeMicros());
  }

  /** Walks the entries of a range in key order, all at one view, until the visitor has enough. */
  void scan(KeySpace space, KeyRange range, EntryVisitor visitor);

  /** As {@link #scan}, from the last entry to the first. */
  void scanReverse(KeySpace space, KeyRange range, EntryVisitor visitor);

  /**
   * The key spaces in which the run may have entries, by their ids; of those whose owner was not
   * asked for yet the name is made up.
   */
  List<KeySpace> spaces();

  /**
   * The states a key had up to this view, newest first, as far as they are kept: one page.
   *
   * @param before versions from it on are left out: {@link KeyHistory#NEWEST} for the first page,
   *     then {@link KeyHistory#cursor()} of the page before
   * @param limit most states, at least 1
   */
  KeyHistory history(KeySpace space, byte[] key, long before, int limit);

  /** Runs several reads at one view. */
  <T> T atOneView(Function<? super PinnedScope, T> body);
}
