package dev.tidemark.transaction;

import dev.tidemark.storage.Entry;
import dev.tidemark.storage.Partition;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.function.LongSupplier;

/** A write of an open transaction, and the entry it locks at commit. */
final class PendingWrite {
  private Partition partition;
  private Mutation mutation;
  private Entry locked;

  void set(Partition owner, Mutation first) {
    partition = owner;
    mutation = first;
    locked = null;
  }

  void clear() {
    set(null, null);
  }

  Partition partition() {
    return partition;
  }

  Mutation mutation() {
    return mutation;
  }

  void replace(Mutation later) {
    mutation = later;
  }

  /** The value written, or null if the key is deleted or already expired. */
  Value valueAt(LongSupplier nowMicros) {
    if (!(mutation instanceof Mutation.Put put)) {
      return null;
    }
    boolean lasting = put.expiresAtMicros() == Mutation.NEVER;
    return lasting || nowMicros.getAsLong() < put.expiresAtMicros() ? put.value() : null;
  }

  /** What the commit will make of the key. */
  KeyHistory.State state(long nowMicros) {
    return mutation instanceof Mutation.Put put
        ? new KeyHistory.State(put.value(), Versioned.PENDING, nowMicros, put.expiresAtMicros())
        : new KeyHistory.State(null, Versioned.PENDING, nowMicros, Mutation.NEVER);
  }

  Entry locked() {
    return locked;
  }

  void lockedAs(Entry entry) {
    locked = entry;
  }
}
