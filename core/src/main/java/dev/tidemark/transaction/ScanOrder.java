package dev.tidemark.transaction;

import dev.tidemark.storage.Entry;
import dev.tidemark.storage.Partition;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import java.util.Arrays;

/** Which end of a range a scan begins at; what is the same either way is written once. */
enum ScanOrder {
  ASCENDING,
  DESCENDING;

  /** The entries of a range, in this order. */
  Iterable<Entry> entries(Partition partition, KeyRange range) {
    return this == ASCENDING ? partition.entries(range) : partition.entriesReversed(range);
  }

  /** The own write that comes first in this order, or null. */
  PendingWrite next(WriteSet writes, RunId run, KeySpace space, KeyRange rest) {
    return this == ASCENDING ? writes.first(run, space, rest) : writes.last(run, space, rest);
  }

  /** The part of a range that comes before a key of it. */
  KeyRange upTo(KeyRange range, byte[] key) {
    return this == ASCENDING ? range.before(key) : range.after(key);
  }

  /** The part of a range that comes after a key of it. */
  KeyRange beyond(KeyRange range, byte[] key) {
    return this == ASCENDING ? range.after(key) : range.before(key);
  }

  /** The part of a range that a scan which stopped at a key of it has seen: the key included. */
  KeyRange through(KeyRange range, byte[] key) {
    return this == ASCENDING
        ? new KeyRange(range.from(), Arrays.copyOf(key, key.length + 1))
        : new KeyRange(key, range.to());
  }
}
