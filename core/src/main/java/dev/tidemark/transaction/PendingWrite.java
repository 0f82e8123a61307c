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
import dev.tidemark.types.Value;
import dev.tidemark.types.ValuePath;
import dev.tidemark.types.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** A write of an open transaction, and the entry it locks at commit. */
final class PendingWrite {
  private Partition partition;
  private final int hash;
  private final Entry found;
  private Mutation mutation;
  private Entry locked;
  private Edited edit;

  /**
   * What an edit has made.
   *
   * @param base the committed state it was made onto
   * @param result what it left
   * @param written what of that it wrote
   */
  private record Edited(Version base, Mutation.Put result, List<ValuePath> written) {
    Edited leaving(Mutation.Put next) {
      return new Edited(base, next, written);
    }
  }

  /**
   * @param hash {@link Partition#hash} of the key
   * @param found its entry, or null
   */
  PendingWrite(Partition partition, int hash, Entry found, Mutation mutation) {
    this.partition = partition;
    this.hash = hash;
    this.found = found;
    this.mutation = mutation;
  }

  Partition partition() {
    return partition;
  }

  /** Goes where the partition's entries are now; the entry is locked, so that they stay there. */
  void relocate() {
    partition = partition.current();
  }

  int hash() {
    return hash;
  }

  Mutation mutation() {
    return mutation;
  }

  boolean isEdit() {
    return edit != null;
  }

  void replace(Mutation later) {
    mutation = later;
    edit = null;
  }

  /**
   * Sets an edit's first change, as made onto a committed state.
   *
   * @param part what the change wrote
   */
  void edited(Version committed, ValuePath part, Value result) {
    Mutation.Put put = new Mutation.Put(mutation.key(), result, committed.expiresAtMicros());
    edit = new Edited(committed, put, new ArrayList<>(List.of(part)));
  }

  /**
   * Adds a change to an edit, or makes it on what a put sets.
   *
   * @param part what the change wrote of the value so far
   * @param result the value so far, with the change made
   */
  void change(Change change, ValuePath part, Value result) {
    if (mutation instanceof Mutation.Edit changes) {
      changes.changes().add(change);
      edit.written().add(part);
      Mutation.Put before = edit.result();
      edit = edit.leaving(new Mutation.Put(before.key(), result, before.expiresAtMicros()));
    } else {
      Mutation.Put put = (Mutation.Put) mutation;
      mutation = new Mutation.Put(put.key(), result, put.expiresAtMicros());
    }
  }

  /** What makes this write again what it is now. */
  Runnable memento() {
    Mutation mutationNow = mutation;
    Edited editNow = edit;
    int changes = mutation instanceof Mutation.Edit now ? now.changes().size() : 0;
    int written = edit == null ? 0 : edit.written().size();
    return () -> {
      mutation = mutationNow;
      edit = editNow;
      if (mutation instanceof Mutation.Edit then) {
        shorten(then.changes(), changes);
        shorten(edit.written(), written);
      }
    };
  }

  private static void shorten(List<?> list, int size) {
    list.subList(size, list.size()).clear();
  }

  /**
   * Checks the result of an edit.
   *
   * @throws LimitExceededException if it is larger than allowed
   */
  void requireFits(Limits limits) {
    if (isEdit()) {
      EncodedBatch.requireFits(edit.result(), limits);
    }
  }

  /** Makes an edit onto the newest state, if that is no longer the one it was made onto. */
  void rebase(Mutation.Edit changes, Limits limits) {
    Version newest = locked.newest();
    if (newest != edit.base()) {
      edit = edit.leaving(changes.onto(newest.value(), newest.expiresAtMicros()));
      requireFits(limits);
    }
  }

  /** The state this write leaves, as of a commit. */
  Version version(long version, long timeMicros) {
    return isEdit()
        ? Version.edited(edit.result(), edit.written(), version, timeMicros)
        : Version.of(mutation, version, timeMicros);
  }

  /** The mutation, or for an edit the put that has its effect. */
  private Mutation result() {
    return isEdit() ? edit.result() : mutation;
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

  /** The key's entry when it was written; null if there was none. It may be removed since. */
  Entry found() {
    return found;
  }

  Entry locked() {
    return locked;
  }

  void lockedAs(Entry entry) {
    locked = entry;
  }
}
