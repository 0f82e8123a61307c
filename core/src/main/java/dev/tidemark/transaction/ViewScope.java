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
import java.util.List;
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
  public PinnedScope in(RunId other) {
    view.requireOpen();
    return new ViewScope(view, view.runs().run(other));
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
    return value(live(space, find(space, key)));
  }

  @Override
  public Value get(KeySpace space, byte[] key) {
    return value(live(space, find(space, key)));
  }

  @Override
  public Versioned<Value> getVersioned(KeySpace space, String key) {
    return versioned(live(space, find(space, key)));
  }

  @Override
  public Versioned<Value> getVersioned(KeySpace space, byte[] key) {
    return versioned(live(space, find(space, key)));
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
    view.requireOpen();
    Partition partition = run.find(space);
    RunGuard.requireExists(run, space, version());
    if (partition == null) {
      return;
    }
    for (Entry entry : order.entries(partition, range)) {
      view.requireOpen(); // The visitor may have ended it.
      Version v = view.at(entry);
      if (view.isLive(v) && !visitor.visit(entry.key(), v.value(), v.version(), v.timeMicros())) {
        return;
      }
    }
  }

  @Override
  public List<KeySpace> spaces() {
    view.requireOpen();
    RunGuard.requireExistsAt(run, version());
    return run.spaces();
  }

  @Override
  public KeyHistory history(KeySpace space, byte[] key, long before, int limit) {
    HistoryPage.requireBounds(before, limit);
    Entry entry = find(space, key);
    RunGuard.requireExists(run, space, version());
    return view.history(entry, before, limit);
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

  private Entry find(KeySpace space, String key) {
    view.requireOpen();
    Partition partition = run.find(space);
    return partition == null ? null : partition.find(key);
  }

  private Entry find(KeySpace space, byte[] key) {
    view.requireOpen();
    Partition partition = run.find(space);
    return partition == null ? null : partition.find(key);
  }

  private Version live(KeySpace space, Entry entry) {
    Version version = entry == null ? null : view.at(entry);
    RunGuard.requireExists(run, space, version());
    return view.isLive(version) ? version : null;
  }

  private static Value value(Version version) {
    return version == null ? null : version.value();
  }

  private static Versioned<Value> versioned(Version version) {
    return version == null ? null : version.versioned();
  }
}
