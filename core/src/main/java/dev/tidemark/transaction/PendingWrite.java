package dev.tidemark.transaction;

import dev.tidemark.durability.EncodedBatch;
import dev.tidemark.storage.Entry;
import dev.tidemark.storage.Partition;
import dev.tidemark.storage.Version;
import dev.tidemark.types.Change;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Path;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** A write of an open transaction, and the entry it locks at commit. */
final class PendingWrite {
  private Partition partition;
  private Mutation mutation;
  private Entry locked;

  /** Only of an edit: the state it was made onto, what it left, and what of that it wrote. */
  private Version base;

  private Mutation.Put edited;
  private List<Path> written;

  void set(Partition owner, Mutation first) {
    partition = owner;
    mutation = first;
    locked = null;
    base = null;
    edited = null;
    written = null;
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

  boolean isEdit() {
    return edited != null;
  }

  void replace(Mutation later) {
    set(partition, later);
  }

  /**
   * Sets an edit's first change, as made onto a committed state.
   *
   * @param part what the change wrote
   */
  void edited(Version committed, Path part, Value result) {
    base = committed;
    edited = new Mutation.Put(mutation.key(), result, committed.expiresAtMicros());
    written = new ArrayList<>(List.of(part));
  }

  /**
   * Adds a change to an edit, or makes it on what a put sets.
   *
   * @param part what the change wrote of the value so far
   * @param result the value so far, with the change made
   */
  void change(Change change, Path part, Value result) {
    if (mutation instanceof Mutation.Edit edit) {
      edit.changes().add(change);
      written.add(part);
      edited = new Mutation.Put(edited.key(), result, edited.expiresAtMicros());
    } else {
      Mutation.Put put = (Mutation.Put) mutation;
      mutation = new Mutation.Put(put.key(), result, put.expiresAtMicros());
    }
  }

  /**
   * Checks the result of an edit.
   *
   * @throws LimitExceededException if it is larger than allowed
   */
  void requireFits(Limits limits) {
    if (isEdit()) {
      EncodedBatch.requireFits(edited, limits);
    }
  }

  /** Makes an edit onto the newest state, if that is no longer the one it was made onto. */
  void rebase(Mutation.Edit edit, Limits limits) {
    Version newest = locked.newest();
    if (newest != base) {
      edited = edit.onto(newest.value(), newest.expiresAtMicros());
      requireFits(limits);
    }
  }

  /** The state this write leaves, as of a commit. */
  Version version(long version, long timeMicros) {
    return isEdit()
        ? Version.edited(edited, written, version, timeMicros)
        : Version.of(mutation, version, timeMicros);
  }

  /** The mutation, or for an edit the put that has its effect. */
  private Mutation result() {
    return isEdit() ? edited : mutation;
  }

  /** The value written, or null if the key is deleted or already expired. */
  Value valueAt(LongSupplier nowMicros) {
    if (!(result() instanceof Mutation.Put put)) {
      return null;
    }
    boolean lasting = put.expiresAtMicros() == Mutation.NEVER;
    return lasting || nowMicros.getAsLong() < put.expiresAtMicros() ? put.value() : null;
  }

  /** What the commit will make of the key. */
  KeyHistory.State state(long nowMicros) {
    return result() instanceof Mutation.Put put
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
