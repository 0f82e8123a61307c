package dev.tidemark.transaction;

import dev.tidemark.index.DerivedIndex;
import dev.tidemark.storage.Entry;
import dev.tidemark.storage.Partition;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.storage.Version;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Utf8;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;

/** One run inside a transaction. */
public final class TransactionScope implements Scope, PinnedScope {
  private final Transaction tx;
  private final RunPartitions run;

  TransactionScope(Transaction tx, RunPartitions run) {
    this.tx = tx;
    this.run = run;
  }

  Transaction transaction() {
    return tx;
  }

  RunPartitions partitions() {
    return run;
  }

  @Override
  public RunId run() {
    return run.run();
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
    return get(space, Utf8.encode(key, "key"));
  }

  @Override
  public Value get(KeySpace space, byte[] key) {
    tx.view().requireOpen();
    PendingWrite own = tx.pending(new Key(run(), space, key));
    if (own != null) {
      return own.valueAt(nowMicros());
    }
    Version found = committed(space, key);
    return found == null ? null : found.value();
  }

  @Override
  public Versioned<Value> getVersioned(KeySpace space, byte[] key) {
    tx.view().requireOpen();
    PendingWrite own = tx.pending(new Key(run(), space, key));
    if (own != null) {
      Value value = own.valueAt(nowMicros());
      return value == null ? null : new Versioned<>(value, Versioned.PENDING, nowMicros());
    }
    Version found = committed(space, key);
    return found == null
        ? null
        : new Versioned<>(found.value(), found.version(), found.timeMicros());
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
    tx.view().requireOpen();
    tx.requireExists(this, space);
    byte[][] last = new byte[1][];
    boolean[] stopped = new boolean[1];
    merge(
        space,
        range,
        (key, value, version, time) -> {
          last[0] = key;
          stopped[0] = !visitor.visit(key, value, version, time);
          return !stopped[0];
        });
    relyOn(space, stopped[0] ? upTo(range, last[0]) : range);
  }

  /** The part of a range that a scan which stopped at a key has seen. */
  private static KeyRange upTo(KeyRange range, byte[] lastKey) {
    return new KeyRange(range.from(), Arrays.copyOf(lastKey, lastKey.length + 1));
  }

  /** Walks committed entries and own writes together; an own write hides the committed entry. */
  private void merge(KeySpace space, KeyRange range, EntryVisitor visitor) {
    Iterator<Map.Entry<Key, PendingWrite>> own =
        tx.pending(run(), space, range).entrySet().iterator();
    Map.Entry<Key, PendingWrite> next = advance(own);
    Partition partition = run.find(space);
    if (partition != null) {
      for (Entry entry : partition.entries(range)) {
        while (next != null && Arrays.compareUnsigned(next.getKey().user(), entry.key()) < 0) {
          if (!visitOwn(next, visitor)) {
            return;
          }
          next = advance(own);
        }
        boolean hidden = next != null && Arrays.equals(next.getKey().user(), entry.key());
        if (!hidden && !visitCommitted(entry, visitor)) {
          return;
        }
      }
    }
    for (; next != null; next = advance(own)) {
      if (!visitOwn(next, visitor)) {
        return;
      }
    }
  }

  private boolean visitCommitted(Entry entry, EntryVisitor visitor) {
    Version v = tx.view().at(entry);
    return !tx.view().isLive(v)
        || visitor.visit(entry.key(), v.value(), v.version(), v.timeMicros());
  }

  private boolean visitOwn(Map.Entry<Key, PendingWrite> own, EntryVisitor visitor) {
    Value value = own.getValue().valueAt(nowMicros());
    return value == null
        || visitor.visit(own.getKey().user(), value, Versioned.PENDING, nowMicros());
  }

  private static <T> T advance(Iterator<T> iterator) {
    return iterator.hasNext() ? iterator.next() : null;
  }

  @Override
  public <T> T atOneView(Function<? super PinnedScope, T> body) {
    tx.view().requireOpen();
    return body.apply(this);
  }

  @Override
  public <T> Committed<T> atomically(Function<? super TransactionScope, T> body) {
    tx.view().requireOpen();
    return new Committed<>(body.apply(this), Versioned.PENDING, nowMicros());
  }

  @Override
  public <I extends DerivedIndex> I index(KeySpace space, Class<I> type) {
    tx.view().requireOpen();
    return tx.view().index(run, space, type);
  }

  @Override
  public void relyOn(KeySpace space, KeyRange range) {
    tx.reads().addRange(run, space, range);
  }

  @Override
  public void pending(KeySpace space, KeyRange range, EntryVisitor visitor) {
    for (Map.Entry<Key, PendingWrite> own : tx.pending(run(), space, range).entrySet()) {
      Value value = own.getValue().valueAt(nowMicros());
      if (!visitor.visit(own.getKey().user(), value, Versioned.PENDING, nowMicros())) {
        return;
      }
    }
  }

  /** The live committed state of a key, remembered as read. */
  private Version committed(KeySpace space, byte[] key) {
    Version seen = tx.read(run, space, key);
    if (tx.view().isLive(seen)) {
      return seen;
    }
    tx.requireExists(this, space);
    return null;
  }
}
