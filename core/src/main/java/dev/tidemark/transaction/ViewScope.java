package dev.tidemark.transaction;

import dev.tidemark.index.DerivedIndex;
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
import java.util.function.Function;

/** One run at a fixed version. */
final class ViewScope implements PinnedScope {
  private final ViewReads view;
  private final RunPartitions run;

  ViewScope(ViewReads view, RunPartitions run) {
    this.view = view;
    this.run = run;
  }

  @Override
  public RunId run() {
    return run.run();
  }

  @Override
  public Limits limits() {
    return view.limits();
  }

  @Override
  public long version() {
    return view.version();
  }

  @Override
  public long nowMicros() {
    return view.nowMicros();
  }

  @Override
  public Value get(KeySpace space, String key) {
    view.requireOpen();
    Partition partition = run.find(space);
    return value(live(space, partition == null ? null : partition.find(key)));
  }

  @Override
  public Value get(KeySpace space, byte[] key) {
    return value(live(space, find(space, key)));
  }

  @Override
  public Versioned<Value> getVersioned(KeySpace space, byte[] key) {
    Version found = live(space, find(space, key));
    return found == null
        ? null
        : new Versioned<>(found.value(), found.version(), found.timeMicros());
  }

  @Override
  public void scan(KeySpace space, KeyRange range, EntryVisitor visitor) {
    view.requireOpen();
    Partition partition = run.find(space);
    if (partition == null) {
      Runs.requireExists(this, space);
      return;
    }
    boolean found = false;
    for (Entry entry : partition.entries(range)) {
      Version v = view.at(entry);
      if (view.isLive(v)) {
        found = true;
        if (!visitor.visit(entry.key(), v.value(), v.version(), v.timeMicros())) {
          return;
        }
      }
    }
    if (!found) {
      Runs.requireExists(this, space);
    }
  }

  @Override
  public KeyHistory history(KeySpace space, byte[] key, long before, int limit) {
    HistoryPage.requireBounds(before, limit);
    KeyHistory found = view.history(find(space, key), before, limit);
    if (found.states().isEmpty()) {
      Runs.requireExists(this, space);
    }
    return found;
  }

  @Override
  public <T> T atOneView(Function<? super PinnedScope, T> body) {
    view.requireOpen();
    return body.apply(this);
  }

  @Override
  public <I extends DerivedIndex> I index(KeySpace space, Class<I> type) {
    view.requireOpen();
    return view.index(run, space, type);
  }

  @Override
  public void relyOn(KeySpace space, KeyRange range) {
    // A view never commits, so nothing can invalidate it.
  }

  @Override
  public void pending(KeySpace space, KeyRange range, EntryVisitor visitor) {
    // A view has no writes of its own.
  }

  private Entry find(KeySpace space, byte[] key) {
    view.requireOpen();
    Partition partition = run.find(space);
    return partition == null ? null : partition.find(key);
  }

  private Version live(KeySpace space, Entry entry) {
    Version version = entry == null ? null : view.at(entry);
    if (view.isLive(version)) {
      return version;
    }
    Runs.requireExists(this, space);
    return null;
  }

  private static Value value(Version version) {
    return version == null ? null : version.value();
  }
}
