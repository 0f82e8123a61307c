package dev.tidemark.transaction;

import dev.tidemark.storage.Entry;
import dev.tidemark.storage.Partition;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.storage.Version;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Limits;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.List;
import java.util.function.Function;

/** One run at a past version, which may be let go between two calls but not during one. */
final class PastScope implements ReadScope {
  private final PastView view;
  private final PastReads reads;
  private final RunPartitions run;

  PastScope(PastView view, PastReads reads, RunPartitions run) {
    this.view = view;
    this.reads = reads;
    this.run = run;
  }

  @Override
  public RunId run() {
    return run.run();
  }

  @Override
  public Limits limits() {
    return reads.limits();
  }

  @Override
  public Value get(KeySpace space, String key) {
    Version found = live(space, key);
    return found == null ? null : found.value();
  }

  @Override
  public Value get(KeySpace space, byte[] key) {
    Version found = live(space, key);
    return found == null ? null : found.value();
  }

  @Override
  public Versioned<Value> getVersioned(KeySpace space, String key) {
    Version found = live(space, key);
    return found == null ? null : found.versioned();
  }

  @Override
  public Versioned<Value> getVersioned(KeySpace space, byte[] key) {
    Version found = live(space, key);
    return found == null ? null : found.versioned();
  }

  @Override
  public void scan(KeySpace space, KeyRange range, EntryVisitor visitor) {
    atOneView(
        pinned -> {
          pinned.scan(space, range, visitor);
          return null;
        });
  }

  @Override
  public void scanReverse(KeySpace space, KeyRange range, EntryVisitor visitor) {
    atOneView(
        pinned -> {
          pinned.scanReverse(space, range, visitor);
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
    ViewReads pinned = reads.pin(view);
    try {
      return body.apply(new ViewScope(pinned, run));
    } finally {
      pinned.end();
    }
  }

  private Version live(KeySpace space, String key) {
    Partition partition = run.find(space);
    return live(space, partition == null ? null : partition.find(key));
  }

  private Version live(KeySpace space, byte[] key) {
    Partition partition = run.find(space);
    return live(space, partition == null ? null : partition.find(key));
  }

  private Version live(KeySpace space, Entry entry) {
    Version version = reads.at(entry, view);
    RunGuard.requireExists(run, space, view.version());
    return version;
  }
}
