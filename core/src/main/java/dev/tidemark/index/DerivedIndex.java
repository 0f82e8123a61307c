package dev.tidemark.index;

import dev.tidemark.types.Value;

/**
 * An index of one run's entries in one key space: derived, never the truth. It is told of every
 * version, each key's in order but different keys' in any, and must answer for any view not older
 * than the last horizon. Both methods are called by one thread at a time.
 */
public interface DerivedIndex {
  /**
   * A commit gave a key a new state.
   *
   * @param key the user key, shared: not to be changed
   * @param value the new value, or null if the key was deleted
   */
  void installed(byte[] key, Value value, long version);

  /** No view older than this version will ask any more. Called after each group of versions. */
  void forgetBefore(long horizon);
}
