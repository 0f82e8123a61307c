package dev.tidemark.transaction;

import dev.tidemark.durability.EncodedBatch;
import dev.tidemark.storage.Entry;
import dev.tidemark.storage.Partition;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.storage.Version;
import dev.tidemark.types.Change;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.types.ValuePath;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A transaction: reads see one version and its own writes, writes take effect together at commit or
 * not at all. For one thread at a time, the one that runs its body.
 */
public final class Transaction {
  private final ViewReads view;
  private final Commit commit;
  private final Savepoint savepoint;
  private RunPartitions lastWritable;
  private RunPartitions lastFound;

  /** Whether the two hold; they are not emptied, since most threads write to one run. */
  private boolean knowsWritable;

  private boolean knowsFound;

  Transaction(ViewReads view, Commit commit) {
    this.view = view;
    this.commit = commit;
    this.savepoint = new Savepoint(commit.writes(), this::forgetStatus);
  }

  /** Begins anew, its view having done so. Only for one that nobody outside can have kept. */
  Transaction restart() {
    forgetStatus();
    return this;
  }

  /** A run inside this transaction. */
  public TransactionScope in(RunId run) {
    requireOpen();
    return new TransactionScope(this, view.runs().run(run), commit.terms().tracksReads());
  }

  /** The scope of what belongs to no run. */
  public TransactionScope global() {
    return in(RunId.GLOBAL);
  }

  /** The version this transaction reads. */
  public long version() {
    return view.version();
  }

  ViewReads view() {
    return view;
  }

  ReadSet reads() {
    return commit.reads();
  }

  /** This transaction's own write of a key, or null. */
  PendingWrite pending(RunId run, KeySpace space, byte[] key) {
    return hasWrites() ? commit.writes().find(run, space, key, Partition.hash(key)) : null;
  }

  /** As {@link #pending(RunId, KeySpace, byte[])}, for an entry that was found. */
  PendingWrite pending(Partition partition, Entry entry) {
    return commit.writes().find(partition.run(), partition.space(), entry.key(), entry.hash());
  }

  boolean hasWrites() {
    return !commit.writes().isEmpty();
  }

  /** The own write of this transaction that comes first in a range in an order, or null. */
  PendingWrite nextPending(ScanOrder order, RunId run, KeySpace space, KeyRange range) {
    return hasWrites() ? order.next(commit.writes(), run, space, range) : null;
  }

  /** Reads a committed state and remembers it; null if the key did not exist at the view. */
  Version read(RunPartitions run, KeySpace space, byte[] key) {
    Partition partition = run.find(space);
    Entry entry = partition == null ? null : partition.find(key);
    if (entry == null) {
      reads().addAbsent(run, space, key);
      return null;
    }
    return read(partition, entry);
  }

  /** Relies on a state that was looked into before; false if the view sees another. */
  boolean readVetted(RunPartitions.Vetted vetted) {
    boolean same = view.at(vetted.entry()) == vetted.state();
    if (same) {
      reads().addVetted(vetted);
    }
    return same;
  }

  /** As {@link #read(RunPartitions, KeySpace, byte[])}, for an entry already found. */
  Version read(Partition partition, Entry entry) {
    Version seen = view.at(entry);
    reads().addEntry(partition, entry, seen);
    return seen;
  }

  /** Runs an operation of which all is written or, if it throws, nothing. */
  <T> T whole(Supplier<T> operation) {
    return savepoint.whole(operation);
  }

  /** Refuses an operation after the end, or the deadline, of this transaction. */
  void requireOpen() {
    view.requireOpen();
    commit.terms().deadline().check("an operation");
  }

  /** Adds a write; the commit then relies on the run's status not changing. */
  void write(RunPartitions run, Mutation mutation) {
    requireOpen();
    requireUserSpace(mutation.key());
    requireNesting(mutation);
    requireWritable(run);
    writeUnchecked(run, mutation);
  }

  private static void requireUserSpace(Key key) {
    if (key.space().id() == KeySpace.RUN.id()) {
      throw new InvalidArgumentException(
          "key space "
              + KeySpace.RUN.name()
              + " is the engine's own; runs are changed by their own operations");
    }
  }

  /** Adds a change of a part of a value; the commit then relies on nobody else changing it. */
  void edit(RunPartitions run, Key key, Change change) {
    requireOpen();
    requireUserSpace(key);
    requireWriting(key);
    requireWritable(run);
    PendingWrite own = pending(key.run(), key.space(), key.user());
    if (own == null) {
      editCommitted(run, key, change);
    } else {
      editOwn(own, key, change);
    }
  }

  private void editCommitted(RunPartitions run, Key key, Change change) {
    Partition partition = run.find(key.space());
    Entry entry = partition == null ? null : partition.find(key.user());
    Version base = entry == null ? null : view.at(entry);
    if (!view.isLive(base)) {
      read(run, key.space(), key.user());
      throw absent(key);
    }
    relyOn(partition, entry, change.path());
    Mutation.Put result = result(key, change, base.value());
    ValuePath part = change.written(base.value());
    relyOn(partition, entry, part);
    List<Change> changes = new ArrayList<>(List.of(change));
    writeUnchecked(run, new Mutation.Edit(key, changes)).edited(base, part, result.value());
  }

  private void editOwn(PendingWrite own, Key key, Change change) {
    Value base = own.valueAt(view::nowMicros);
    if (base == null) {
      throw absent(key);
    }
    ValuePath part = change.path();
    if (own.isEdit()) {
      Entry entry = own.partition().find(key.user());
      relyOn(own.partition(), entry, part);
      part = change.written(base);
      relyOn(own.partition(), entry, part);
    }
    Value result = result(key, change, base).value();
    savepoint.changing(own);
    own.change(change, part, result);
  }

  private Mutation.Put result(Key key, Change change, Value base) {
    Mutation.Put result = new Mutation.Put(key, change.onto(base));
    requireNesting(result);
    return result;
  }

  private static NotFoundException absent(Key key) {
    return new NotFoundException(key + " is absent, so that no part of it can be set; put it");
  }

  /** Lets the commit rely on a part of a value, that of an absent key included. */
  Value readPath(RunPartitions run, KeySpace space, byte[] key, ValuePath path) {
    Partition partition = run.find(space);
    Entry entry = partition == null ? null : partition.find(key);
    Version seen = entry == null ? null : view.at(entry);
    if (!view.isLive(seen)) {
      read(run, space, key);
      return null;
    }
    relyOn(partition, entry, path);
    return path.in(seen.value());
  }

  private void relyOn(Partition partition, Entry entry, ValuePath path) {
    commit.reads().addPath(partition, entry, path);
  }

  private void requireWriting(Key key) {
    if (commit.terms().readOnly()) {
      throw new InvalidArgumentException(
          "the transaction was begun read-only, but wrote "
              + key
              + "; begin it without that option");
    }
  }

  private void requireNesting(Mutation mutation) {
    if (mutation instanceof Mutation.Put put) {
      EncodedBatch.requireNesting(put, view.limits());
    }
  }

  /** Deletes an entry whose state has ended by itself, whatever the status of its run. */
  void deleteExpired(Partition partition, Entry entry) {
    Version seen = read(partition, entry);
    if (seen != null && seen.value() != null && !view.isLive(seen)) {
      RunPartitions run = view.runs().run(partition.run());
      writeUnchecked(run, new Mutation.Tombstone(partition.key(entry.key())));
    }
  }

  /** Adds a write of the engine itself, which the run's status does not forbid. */
  PendingWrite writeUnchecked(RunPartitions run, Mutation mutation) {
    requireWriting(mutation.key());
    WriteSet writes = commit.writes();
    Key key = mutation.key();
    int hash = Partition.hash(key.user());
    PendingWrite earlier = writes.find(key.run(), key.space(), key.user(), hash);
    if (earlier != null) {
      savepoint.changing(earlier);
      earlier.replace(mutation);
      return earlier;
    }
    int limit = view.limits().transactionMutations();
    if (writes.size() >= limit) {
      throw new LimitExceededException(
          "number of keys written by a transaction",
          limit,
          writes.size() + 1L,
          "split it into several transactions");
    }
    Partition partition = run.get(key.space());
    Entry found = partition.findAhead(key.user(), hash);
    PendingWrite write = new PendingWrite(partition, hash, found, mutation);
    writes.add(write);
    savepoint.added(write);
    return write;
  }

  private void requireWritable(RunPartitions run) {
    if (!isWritable(run)) {
      RunGuard.requireWritable(this, run);
      if (lastWritable != run) { // A store costs the garbage collector more than a look.
        lastWritable = run;
      }
      knowsWritable = true;
    }
  }

  private boolean isWritable(RunPartitions run) {
    return knowsWritable && run == lastWritable;
  }

  /** Lets what is read in a key space rely on the run's existence. */
  void requireExists(TransactionScope scope, KeySpace space) {
    RunPartitions run = scope.partitions();
    boolean found = isWritable(run) || (knowsFound && run == lastFound);
    if (!found && space.id() != KeySpace.RUN.id()) {
      RunGuard.requireExists(scope);
      lastFound = run;
      knowsFound = scope.isTracked() || !commit.terms().tracksReads();
    }
  }

  /** The status may have changed in this transaction: ask again. */
  void forgetStatus() {
    knowsWritable = false;
    knowsFound = false;
  }
}
