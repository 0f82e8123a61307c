package dev.tidemark.durability;

import dev.tidemark.types.StoredVersion;

/** Takes what a checkpoint holds: the commit times first, then the entries. */
public interface CheckpointSink {
  /** When a version was committed; they come in order, without gaps, up to the checkpoint's own. */
  void committed(long version, long timeMicros);

  /** A version of an entry; those of one entry come from old to new. */
  void add(StoredVersion stored);
}
