package dev.tidemark.transaction;

import dev.tidemark.storage.RunPartitions;
import dev.tidemark.storage.Version;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.types.ValuePath;
import dev.tidemark.types.Versioned;
import java.util.List;
import java.util.function.Function;

/** One run of a database, where each call is a commit or a view of its own. */
final class AutoCommitScope implements Scope {
  private final Transactions transactions;
  private final RunPartitions run;

  AutoCommitScope(Transactions transactions, RunPartitions run) {
    this.transactions = transactions;
    this.run = run;
  }

  @Override
  public RunId run() {
    return run.run();
  }

  @Override
  public Limits limits() {
    return transactions.limits();
  }

  @Override
  public Value get(KeySpace space, String key) {
    Version found = transactions.latest(run, space, key);
    return found == null ? null : found.value();
  }

  @Override
  public Value get(KeySpace space, byte[] key) {
    Version found = transactions.latest(run, space, key);
    return found == null ? null : found.value();
  }

  @Override
  public Versioned<Value> getVersioned(KeySpace space, String key) {
    Version found = transactions.latest(run, space, key);
    return found == null ? null : found.versioned();
  }

  @Override
  public Versioned<Value> getVersioned(KeySpace space, byte[] key) {
    Version found = transactions.latest(run, space, key);
    return found == null ? null : found.versioned();
  }

  @Override
  public void scan(KeySpace space, KeyRange range, EntryVisitor visitor) {
    atOneView(
        view -> {
          view.scan(space, range, visitor);
          return null;
        });
  }

  @Override
  public void scanReverse(KeySpace space, KeyRange range, EntryVisitor visitor) {
    atOneView(
        view -> {
          view.scanReverse(space, range, visitor);
          return null;
        });
  }

  @Override
  public List<KeySpace> spaces() {
    return atOneView(ReadScope::spaces);
  }

  @Override
  public KeyHistory history(KeySpace space, byte[] key, long before, int limit) {
    return atOneView(view -> view.history(space, key, before, limit));
  }

  @Override
  public <T> T atOneView(Function<? super PinnedScope, T> body) {
    ViewReads view = transactions.view();
    try {
      return body.apply(new ViewScope(view, run));
    } finally {
      view.end();
    }
  }

  @Override
  public long put(KeySpace space, byte[] key, Value value, long expiresAtMicros) {
    Mutation put = new Mutation.Put(new Key(run(), space, key), value, expiresAtMicros);
    return transactions.write(run, put);
  }

  @Override
  public boolean delete(KeySpace space, byte[] key) {
    return alone(tx -> tx.delete(space, key)).value();
  }

  @Override
  public long edit(KeySpace space, byte[] key, ValuePath path, Value value) {
    return alone(tx -> tx.edit(space, key, path, value)).version();
  }

  @Override
  public boolean removePath(KeySpace space, byte[] key, ValuePath path) {
    return alone(tx -> tx.removePath(space, key, path)).value();
  }

  @Override
  public CasResult compareAndSet(KeySpace space, byte[] key, long expectedVersion, Value value) {
    Committed<CasResult> done = alone(tx -> tx.compareAndSet(space, key, expectedVersion, value));
    CasResult result = done.value();
    return result.applied()
        ? new CasResult(true, done.version(), result.key(), expectedVersion)
        : result;
  }

  @Override
  public <T> Committed<T> atomically(Function<? super TransactionScope, T> body) {
    return transactions.operation(tx -> body.apply(new TransactionScope(tx, run)));
  }

  private <T> Committed<T> alone(Function<TransactionScope, T> operation) {
    return transactions.alone(tx -> operation.apply(new TransactionScope(tx, run)));
  }
}
