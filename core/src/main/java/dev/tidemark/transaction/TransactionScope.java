package dev.tidemark.transaction;

import dev.tidemark.index.DerivedIndex;
import dev.tidemark.storage.Entry;
import dev.tidemark.storage.Partition;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.storage.Version;
import dev.tidemark.types.Change;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeyHistory.State;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Utf8;
import dev.tidemark.types.Value;
import dev.tidemark.types.ValuePath;
import dev.tidemark.types.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** One run inside a transaction. */
public final class TransactionScope implements Scope, PinnedScope {
  private final Transaction tx;
  private final RunPartitions run;
  private final boolean tracked;

  TransactionScope(Transaction tx, RunPartitions run) {
    this(tx, run, true);
  }

  /**
   * @param tracked whether the commit relies on what is read
   */
  TransactionScope(Transaction tx, RunPartitions run, boolean tracked) {
    this.tx = tx;
    this.run = run;
    this.tracked = tracked;
  }

  /**
   * The same run for reads the commit does not rely on, own writes included: another commit may
   * change what they found without a conflict. For searches over much that changes often.
   */
  public ReadScope untracked() {
    return new TransactionScope(tx, run, false);
  }

  Transaction transaction() {
    return tx;
  }

  boolean isTracked() {
    return tracked;
  }

  RunPartitions partitions() {
    return run;
  }

  @Override
  public RunId run() {
    return run.run();
  }

  @Override
  public TransactionScope in(RunId other) {
    tx.requireOpen();
    return new TransactionScope(tx, tx.view().runs().run(other), tracked);
  }

  @Override
  public Limits limits() {
    return tx.view().limits();
  }

  @Override
  public long version() {
    return tx.version();
  }

  @Override
  public long nowMicros() {
    return tx.view().nowMicros();
  }

  @Override
  public Value get(KeySpace space, String key) {
    tx.requireOpen();
    Partition partition = run.find(space);
    Entry entry = partition == null ? null : partition.find(key);
    if (entry == null) {
      // Only an absent key has to be spelt out: the commit must find out whether it was created.
      return get(space, Utf8.encode(key, "key"));
    }
    PendingWrite own = tx.pending(partition, entry);
    return own == null ? value(space, read(partition, entry)) : own(space, entry.key(), own);
  }

  @Override
  public Value get(KeySpace space, byte[] key) {
    tx.requireOpen();
    PendingWrite own = tx.pending(run(), space, key);
    return own == null ? value(space, read(space, key)) : own(space, key, own);
  }

  private Value own(KeySpace space, byte[] key, PendingWrite write) {
    tx.requireExists(this, space);
    readBase(write, space, key);
    return write.valueAt(this::nowMicros);
  }

  @Override
  public Versioned<Value> getVersioned(KeySpace space, String key) {
    return getVersioned(space, Utf8.encode(key, "key"));
  }

  @Override
  public Versioned<Value> getVersioned(KeySpace space, byte[] key) {
    tx.requireOpen();
    PendingWrite own = tx.pending(run(), space, key);
    if (own != null) {
      Value value = own(space, key, own);
      return value == null ? null : new Versioned<>(value, Versioned.PENDING, nowMicros());
    }
    Version found = live(space, read(space, key));
    return found == null ? null : found.versioned();
  }

  @Override
  public long put(KeySpace space, byte[] key, Value value, long expiresAtMicros) {
    tx.write(run, new Mutation.Put(new Key(run(), space, key), value, expiresAtMicros));
    return Versioned.PENDING;
  }

  @Override
  public boolean delete(KeySpace space, byte[] key) {
    boolean existed = get(space, key) != null;
    if (existed) {
      tx.write(run, new Mutation.Tombstone(new Key(run(), space, key)));
    }
    return existed;
  }

  @Override
  public Value getPath(KeySpace space, byte[] key, ValuePath path) {
    tx.requireOpen();
    tx.requireExists(this, space);
    PendingWrite own = tx.pending(run(), space, key);
    if (own == null) {
      return tracked ? tx.readPath(run, space, key, path) : path.in(committed(space, key));
    } else if (own.isEdit() && tracked) {
      tx.readPath(run, space, key, path);
    }
    return path.in(own.valueAt(this::nowMicros));
  }

  @Override
  public Versioned<Value> getPathVersioned(KeySpace space, byte[] key, ValuePath path) {
    Value part = getPath(space, key, path);
    if (part == null) {
      return null;
    }
    Versioned<Value> whole = untracked().getVersioned(space, key);
    return new Versioned<>(part, whole.version(), whole.timeMicros());
  }

  @Override
  public long edit(KeySpace space, byte[] key, ValuePath path, Value value) {
    Objects.requireNonNull(value, "value");
    tx.edit(run, new Key(run(), space, key), new Change(path, value));
    return Versioned.PENDING;
  }

  @Override
  public boolean removePath(KeySpace space, byte[] key, ValuePath path) {
    boolean existed = getPath(space, key, path) != null;
    if (existed) {
      tx.edit(run, new Key(run(), space, key), new Change(path, null));
    }
    return existed;
  }

  @Override
  public CasResult compareAndSet(KeySpace space, byte[] key, long expectedVersion, Value value) {
    Versioned<Value> current = getVersioned(space, key);
    long actual = current == null ? Versioned.ABSENT : current.version();
    Key full = new Key(run(), space, key);
    if (actual != expectedVersion) {
      return new CasResult(false, actual, full, expectedVersion);
    }
    put(space, key, value);
    return new CasResult(true, Versioned.PENDING, full, expectedVersion);
  }

  @Override
  public void scan(KeySpace space, KeyRange range, EntryVisitor visitor) {
    scan(ScanOrder.ASCENDING, space, range, visitor);
  }

  @Override
  public void scanReverse(KeySpace space, KeyRange range, EntryVisitor visitor) {
    scan(ScanOrder.DESCENDING, space, range, visitor);
  }

  private void scan(ScanOrder order, KeySpace space, KeyRange range, EntryVisitor visitor) {
    tx.requireOpen();
    tx.requireExists(this, space);
    byte[][] stoppedAt = new byte[1][];
    try {
      merge(
          order,
          space,
          range,
          (key, value, version, time) -> {
            boolean more = visitor.visit(key, value, version, time);
            stoppedAt[0] = more ? null : key;
            return more;
          });
    } finally {
      // Also when the visitor throws: the body may catch that and go on with what it saw.
      relyOn(space, stoppedAt[0] == null ? range : order.through(range, stoppedAt[0]));
    }
  }

  /**
   * Walks committed entries and own writes together; an own write hides the committed entry. Own
   * writes are looked up as they come, since the visitor may add some.
   */
  private void merge(ScanOrder order, KeySpace space, KeyRange range, EntryVisitor visitor) {
    KeyRange rest = range;
    Partition partition = run.find(space);
    if (partition != null) {
      for (Entry entry : order.entries(partition, range)) {
        KeyRange gap = order.upTo(rest, entry.key());
        if (!visitOwn(order, space, gap, visitor) || !visitEither(partition, entry, visitor)) {
          return;
        }
        rest = order.beyond(rest, entry.key());
      }
    }
    visitOwn(order, space, rest, visitor);
  }

  private boolean visitEither(Partition partition, Entry entry, EntryVisitor visitor) {
    PendingWrite own = tx.pending(partition, entry);
    return own == null ? visitCommitted(entry, visitor) : visitOwn(entry.key(), own, visitor);
  }

  /** Visits the own writes of a gap between committed entries. */
  private boolean visitOwn(ScanOrder order, KeySpace space, KeyRange gap, EntryVisitor visitor) {
    PendingWrite next = tx.nextPending(order, run(), space, gap);
    while (next != null) {
      byte[] key = next.mutation().key().user();
      if (!visitOwn(key, next, visitor)) {
        return false;
      }
      next = tx.nextPending(order, run(), space, order.beyond(gap, key));
    }
    return true;
  }

  private boolean visitOwn(byte[] key, PendingWrite own, EntryVisitor visitor) {
    Value value = own.valueAt(this::nowMicros);
    return value == null || visitor.visit(key, value, Versioned.PENDING, nowMicros());
  }

  private boolean visitCommitted(Entry entry, EntryVisitor visitor) {
    Version v = tx.view().at(entry);
    return !tx.view().isLive(v)
        || visitor.visit(entry.key(), v.value(), v.version(), v.timeMicros());
  }

  @Override
  public List<KeySpace> spaces() {
    tx.requireOpen();
    RunGuard.requireExists(this);
    return run.spaces();
  }

  @Override
  public KeyHistory history(KeySpace space, byte[] key, long before, int limit) {
    tx.requireOpen();
    HistoryPage.requireBounds(before, limit);
    tx.requireExists(this, space);
    PendingWrite own = before == KeyHistory.NEWEST ? tx.pending(run(), space, key) : null;
    read(space, key);
    Partition partition = run.find(space);
    Entry entry = partition == null ? null : partition.find(key);
    KeyHistory found = tx.view().history(entry, before, own == null ? limit : limit - 1);
    return own == null ? found : withOwn(own, found);
  }

  private KeyHistory withOwn(PendingWrite own, KeyHistory committed) {
    List<State> states = new ArrayList<>();
    states.add(own.state(nowMicros()));
    states.addAll(committed.states());
    return new KeyHistory(states, committed.completeFrom(), committed.cursor());
  }

  @Override
  public <T> T atOneView(Function<? super PinnedScope, T> body) {
    tx.requireOpen();
    return body.apply(this);
  }

  @Override
  public <T> Committed<T> atomically(Function<? super TransactionScope, T> body) {
    tx.requireOpen();
    T result = tx.whole(() -> body.apply(this));
    return new Committed<>(result, Versioned.PENDING, nowMicros());
  }

  @Override
  public <I extends DerivedIndex> I index(KeySpace space, Class<I> type) {
    tx.requireOpen();
    return tx.view().index(run, space, type);
  }

  @Override
  public void relyOn(KeySpace space, KeyRange range) {
    tx.requireOpen();
    if (tracked) {
      tx.reads().addRange(run, space, range);
    }
  }

  @Override
  public void pending(KeySpace space, KeyRange range, EntryVisitor visitor) {
    tx.requireOpen();
    PendingWrite own = tx.nextPending(ScanOrder.ASCENDING, run(), space, range);
    while (own != null) {
      byte[] key = own.mutation().key().user();
      Value value = own.valueAt(this::nowMicros);
      if (!visitor.visit(key, value, Versioned.PENDING, nowMicros())) {
        return;
      }
      own = tx.nextPending(ScanOrder.ASCENDING, run(), space, range.after(key));
    }
  }

  /** What an edit left alone is committed state: reading the whole value relies on all of it. */
  private void readBase(PendingWrite own, KeySpace space, byte[] key) {
    if (own.isEdit()) {
      read(space, key);
    }
  }

  private Value committed(KeySpace space, byte[] key) {
    Version seen = read(space, key);
    return tx.view().isLive(seen) ? seen.value() : null;
  }

  private Version read(KeySpace space, byte[] key) {
    if (tracked) {
      return tx.read(run, space, key);
    }
    Partition partition = run.find(space);
    Entry entry = partition == null ? null : partition.find(key);
    return entry == null ? null : tx.view().at(entry);
  }

  private Version read(Partition partition, Entry entry) {
    return tracked ? tx.read(partition, entry) : tx.view().at(entry);
  }

  private Value value(KeySpace space, Version seen) {
    Version live = live(space, seen);
    return live == null ? null : live.value();
  }

  private Version live(KeySpace space, Version seen) {
    tx.requireExists(this, space);
    return tx.view().isLive(seen) ? seen : null;
  }
}
