package dev.tidemark.durability;

import dev.tidemark.types.Durability.Buffered;

/**
 * When written records are synced: at the first bound that is reached.
 *
 * @param intervalNanos longest wait
 * @param commits most commits
 * @param bytes most bytes
 */
record FlushBounds(long intervalNanos, int commits, long bytes) {
  /** Syncs only when asked to. */
  static final FlushBounds NONE =
      new FlushBounds(Long.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

  static FlushBounds of(Buffered mode) {
    return new FlushBounds(mode.interval().toNanos(), mode.commits(), mode.bytes());
  }
}
