package dev.tidemark.transaction;

import dev.tidemark.storage.Entry;
import dev.tidemark.storage.Partition;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import java.util.Arrays;

/** Which end of a range a scan begins at; what is the same either way is written once. */
enum ScanOrder {
  ASCENDING {
    @Override
    Iterable<Entry> entries(Partition partition, KeyRange range) {
      return partition.entries(range);
    }

    @Override
    PendingWrite next(WriteSet writes, RunId run, KeySpace space, KeyRange rest) {
      return writes.first(run, space, rest);
    }

    @Override
    KeyRange upTo(KeyRange range, byte[] key) {
      return range.before(key);
    }

    @Override
    KeyRange beyond(KeyRange range, byte[] key) {
      return range.after(key);
    }

    @Override
    KeyRange through(KeyRange range, byte[] key) {
      return new KeyRange(range.from(), Arrays.copyOf(key, key.length + 1));
    }
  },

  DESCENDING {
    @Override
    Iterable<Entry> entries(Partition partition, KeyRange range) {
      return partition.entriesReversed(range);
    }

    @Override
    PendingWrite next(WriteSet writes, RunId run, KeySpace space, KeyRange rest) {
      return writes.last(run, space, rest);
    }

    @Override
    KeyRange upTo(KeyRange range, byte[] key) {
      return range.after(key);
    }

    @Override
    KeyRange beyond(KeyRange range, byte[] key) {
      return range.before(key);
    }

    @Override
    KeyRange through(KeyRange range, byte[] key) {
      return new KeyRange(key, range.to());
    }
  };

  /** The entries of a range, in this order. */
  abstract Iterable<Entry> entries(Partition partition, KeyRange range);

  /** The own write that comes first in this order, or null. */
  abstract PendingWrite next(WriteSet writes, RunId run, KeySpace space, KeyRange rest);

  /** The part of a range that comes before a key of it. */
  abstract KeyRange upTo(KeyRange range, byte[] key);

  /** The part of a range that comes after a key of it. */
  abstract KeyRange beyond(KeyRange range, byte[] key);

  /** The part of a range that a scan which stopped at a key of it has seen: the key included. */
  abstract KeyRange through(KeyRange range, byte[] key);
}
