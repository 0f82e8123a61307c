package dev.tidemark.transaction;

import dev.tidemark.storage.Entry;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.storage.Partition;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.storage.Version;
import dev.tidemark.transaction.ReadSet.Conflict;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.RunId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A serializable transaction: reads see one version and its own writes, writes take effect together
 * at commit or not at all. Belongs to the thread that runs its body.
 */
public final class Transaction {
  private final MultiVersionMap map;
  private final ViewReads view;
  private final EntryLocks locks;
  private final ReadSet reads = new ReadSet();
  private final TreeMap<Key, PendingWrite> writes = new TreeMap<>();
  private long commitVersion;
  private long commitTimeMicros;
  private long logEnd;
  private RunPartitions lastWritable;
  private RunPartitions lastFound;

  Transaction(MultiVersionMap map, ViewReads view, EntryLocks locks) {
    this.map = map;
    this.view = view;
    this.locks = locks;
  }

  /** A run inside this transaction. */
  public TransactionScope in(RunId run) {
    view.requireOpen();
    return new TransactionScope(this, map.run(run));
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
    return reads;
  }

  EntryLocks locks() {
    return locks;
  }

  /** The first read that no longer holds among the newest installed versions, or null. */
  Conflict firstConflict() {
    return reads.firstConflict(locks, version());
  }

  /** The conflict with whoever holds an entry that this transaction writes. */
  Conflict lockConflict() {
    for (PendingWrite write : writes.values()) {
      if (write.locked() == null) {
        return Conflict.inProgress("key is being written", write.mutation().key(), null, null);
      }
    }
    throw new AssertionError("every entry is locked");
  }

  /** The single entries this transaction read or wrote, to be locked by the next attempt. */
  SortedMap<Key, Partition> touched() {
    SortedMap<Key, Partition> touched = new TreeMap<>();
    writes.forEach((key, write) -> touched.put(key, write.partition()));
    reads.forEachKey(
        (run, key) -> {
          // Every write of a run relies on its status: locking that would stop them all.
          if (!key.space().equals(KeySpace.RUN)) {
            touched.put(key, run.get(key.space()));
          }
        });
    return touched;
  }

  Collection<PendingWrite> writes() {
    return writes.values();
  }

  List<Mutation> mutations() {
    List<Mutation> mutations = new ArrayList<>(writes.size());
    for (PendingWrite write : writes.values()) {
      mutations.add(write.mutation());
    }
    return mutations;
  }

  void committedAs(long version, long timeMicros, long logEnd) {
    this.commitVersion = version;
    this.commitTimeMicros = timeMicros;
    this.logEnd = logEnd;
  }

  long commitVersion() {
    return commitVersion;
  }

  long commitTimeMicros() {
    return commitTimeMicros;
  }

  long logEnd() {
    return logEnd;
  }

  /** The body's result with its commit; a transaction without writes has the version it read. */
  <T> Committed<T> committed(T value) {
    return writes.isEmpty()
        ? new Committed<>(value, version(), view.nowMicros())
        : new Committed<>(value, commitVersion, commitTimeMicros);
  }

  /** This transaction's own write of a key, or null. */
  PendingWrite pending(Key key) {
    return writes.isEmpty() ? null : writes.get(key);
  }

  boolean hasWrites() {
    return !writes.isEmpty();
  }

  /**
   * This transaction's own writes in a range, in key order: a live view, which does not bear writes
   * while it is walked.
   */
  NavigableMap<Key, PendingWrite> pending(RunId run, KeySpace space, KeyRange range) {
    Key from = new Key(run, space, range.from());
    if (range.to() != null) {
      return writes.subMap(from, true, new Key(run, space, range.to()), false);
    }
    NavigableMap<Key, PendingWrite> tail = writes.tailMap(from, true);
    Key beyond = new Key(run, KeySpace.unnamed(Math.min(space.id() + 1, 255)), new byte[0]);
    return space.id() == 255 ? tail : tail.headMap(beyond, false);
  }

  /** Reads a committed state and remembers it; null if the key did not exist at the view. */
  Version read(RunPartitions run, KeySpace space, byte[] key) {
    Partition partition = run.find(space);
    Entry entry = partition == null ? null : partition.find(key);
    if (entry == null) {
      reads.addAbsent(run, space, key);
      return null;
    }
    return read(run, partition, entry);
  }

  /** As {@link #read(RunPartitions, KeySpace, byte[])}, for an entry already found. */
  Version read(RunPartitions run, Partition partition, Entry entry) {
    Version seen = view.at(entry);
    reads.addEntry(run, partition, entry, seen);
    return seen;
  }

  /** Adds a write; the commit then relies on the run's status not changing. */
  void write(RunPartitions run, Mutation mutation) {
    view.requireOpen();
    if (mutation.key().space().id() == KeySpace.RUN.id()) {
      throw new InvalidArgumentException(
          "key space " + KeySpace.RUN.name() + " is the engine's own; change a run through Runs");
    }
    requireNesting(mutation);
    requireWritable(run);
    writeUnchecked(run, mutation);
  }

  private void requireNesting(Mutation mutation) {
    int limit = view.limits().nesting();
    if (mutation instanceof Mutation.Put put && put.value().depth() > limit) {
      throw new LimitExceededException(
          "nesting of a value", limit, put.value().depth(), "flatten it or split it over entries");
    }
  }

  /** Adds a write of the engine itself, which the run's status does not forbid. */
  void writeUnchecked(RunPartitions run, Mutation mutation) {
    PendingWrite earlier = writes.get(mutation.key());
    if (earlier != null) {
      earlier.replace(mutation);
      return;
    }
    int limit = view.limits().transactionMutations();
    if (writes.size() >= limit) {
      throw new LimitExceededException(
          "number of keys written by a transaction",
          limit,
          writes.size() + 1L,
          "split it into several transactions");
    }
    Partition partition = run.get(mutation.key().space());
    writes.put(mutation.key(), new PendingWrite(partition, mutation));
  }

  private void requireWritable(RunPartitions run) {
    if (run != lastWritable) {
      Runs.requireWritable(new TransactionScope(this, run));
      lastWritable = run;
    }
  }

  /** Tells a missing key from a missing run. */
  void requireExists(TransactionScope scope, KeySpace missed) {
    if (scope.partitions() != lastWritable && scope.partitions() != lastFound) {
      Runs.requireExists(scope, missed);
      lastFound = missed.equals(KeySpace.RUN) ? lastFound : scope.partitions();
    }
  }

  /** The status may have changed in this transaction: ask again at the next write. */
  void forgetStatus() {
    lastWritable = null;
  }
}
