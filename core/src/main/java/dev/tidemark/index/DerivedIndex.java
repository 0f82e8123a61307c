package dev.tidemark.index;

import dev.tidemark.types.Value;

/**
 * An index of one run's entries in one key space: derived, never the truth. It is told of every
 * version, each key's in order but different keys' in any, and must answer for any view not older
 * than the last horizon. All methods are called by one thread at a time.
 */
public interface DerivedIndex {
  /**
   * A commit gave a key a new state.
   *
   * @param key the user key, shared: not to be changed
   * @param value the new value, or null if the key was deleted
   */
  void installed(byte[] key, Value value, long version);

  /**
   * Versions that may wait for a reader of the index; the commit that lets more wait hands them
   * over. An index that does little with one takes few at a time, while they are in the caches.
   */
  default int backlog() {
    return 4096;
  }

  /** No view older than this version will ask any more. Called after each group of versions. */
  void forgetBefore(long horizon);

  /**
   * What to keep beside a checkpoint of a version, or null for nothing. The index has been told of
   * every version up to that one, and perhaps of newer ones, which must not show: a crash can take
   * them back and give their numbers to others. Quick: readers wait meanwhile; what takes time is
   * for {@link IndexSection#writeTo}.
   *
   * @param version not below the last horizon
   */
  default IndexSection section(long version) {
    return null;
  }

  /**
   * An index made by {@link IndexProvider#restore} has been told of all that the checkpoint holds,
   * and of nothing newer yet.
   *
   * @return whether it is whole; if not, a new one is derived in its place
   */
  default boolean restored() {
    return true;
  }
}
