package dev.tidemark.storage;

import dev.tidemark.types.Change;
import dev.tidemark.types.HeapSize;
import dev.tidemark.types.Mutation;

/** Estimates of heap bytes of entries and versions, see {@link HeapSize}. */
final class Footprint {
  static final long VERSION = HeapSize.object(2 * HeapSize.REFERENCE + 20);
  static final long EXPIRING = HeapSize.object(2 * HeapSize.REFERENCE + 28);

  /** The entry, its node in the ordered index, and its part of both indexes' inner structure. */
  private static final long ENTRY =
      HeapSize.object(4 * HeapSize.REFERENCE + 4)
          + HeapSize.object(3 * HeapSize.REFERENCE)
          + 5L * HeapSize.REFERENCE;

  private static final int UNIT = 8;
  private static final int LEADING_BITS = 12;
  private static final int LEADING = (1 << LEADING_BITS) - 1;
  private static final long MAX_UNITS = (long) LEADING << 15;

  private Footprint() {}

  /** An entry with its key, without its versions. */
  static long of(Entry entry) {
    return ofEntry(entry.key());
  }

  private static long ofEntry(byte[] key) {
    return ENTRY + HeapSize.array(key.length);
  }

  /** Bytes in 16 bits: 12 leading ones in units of 8, and how far they are shifted. */
  static char code(long bytes) {
    long units = Math.min(bytes / UNIT, MAX_UNITS);
    int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(units) - LEADING_BITS);
    return (char) ((shift << LEADING_BITS) | (units >>> shift));
  }

  static long decode(char code) {
    return ((code & LEADING) * (long) UNIT) << (code >>> LEADING_BITS);
  }

  /** What a mutation may add: nothing, if it deletes; an edit shares what it leaves as it is. */
  static long of(Mutation mutation) {
    if (mutation instanceof Mutation.Put put) {
      return ofEntry(put.key().user()) + EXPIRING + HeapSize.of(put.value());
    } else if (mutation instanceof Mutation.Edit edit) {
      long bytes = EXPIRING;
      for (Change change : edit.changes()) {
        bytes += of(change);
      }
      return bytes;
    }
    return 0;
  }

  private static long of(Change change) {
    return change.value() == null ? 0 : HeapSize.of(change.value());
  }
}
