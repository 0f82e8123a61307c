package dev.tidemark.storage;

import dev.tidemark.index.IndexFeed;
import dev.tidemark.index.IndexProviders;
import dev.tidemark.index.SavedSection;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.FileProblem;
import dev.tidemark.types.IndexRecovery;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.RunId;
import dev.tidemark.types.StoredVersion;
import dev.tidemark.types.ValuePath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Every version of every key that a view may still see. */
public final class MultiVersionMap {
  /*
   * Shape. run -> key space -> partition -> entry -> chain of versions, newest first. A partition
   * has two indexes over the same entries: a hash table for points and a skip list for ranges.
   *
   * Reading at a view of version v takes, per entry, the newest version <= v. Readers take no lock:
   * both indexes are safe to read while they grow, and a chain changes only at its two ends: a new
   * version goes on top (by the committer that holds the entry's lock), and what no view can see is
   * cut off at the bottom. How an entry goes is said in Sweeper.
   *
   * Pruning. The horizon is a version below which no live view looks and no history is kept. When a
   * version is installed on an entry, its chain is cut behind the first version at or below the
   * horizon: every view sees that one or a newer one. The cut leaves a marker. A point read without
   * a view of its own can come late and meet the marker: one of the newest state then reads the
   * watermark again and starts over, one of a past state finds that the horizon has passed it. What
   * an entry that is not written again still holds, the sweeper cuts off.
   *
   * Long chains, of a key often written since a long view began or under retention, have an anchor
   * at every 16th version. They are searched by those, and cut when one is added.
   */
  private static final int BATCHES_PER_SWEEP = 1024;

  private final ConcurrentHashMap<RunId, RunPartitions> runs = new ConcurrentHashMap<>();

  /** The runs that have begun and are not removed yet. */
  private final ConcurrentSkipListMap<RunId, RunPartitions> begun = new ConcurrentSkipListMap<>();

  private final IndexProviders indexes;
  private final RetainedHistory history;
  private final Sweeper sweeper;

  private final List<FileProblem> lostSections = new ArrayList<>();

  /** Of the batches applied so far. */
  private long horizon;

  /** Whether only batches and checkpoints are put in place, and nobody asks for an order. */
  private boolean beingFilled;

  /**
   * @param indexes who derives indexes from which key space
   * @param history what batches that are applied leave readable
   */
  public MultiVersionMap(IndexProviders indexes, RetainedHistory history) {
    this(indexes, history, new Overwrites());
  }

  /**
   * @param overwrites told of the horizon, once there is one
   */
  public MultiVersionMap(IndexProviders indexes, RetainedHistory history, Overwrites overwrites) {
    this.indexes = indexes;
    this.history = history;
    this.sweeper = new Sweeper(overwrites);
  }

  public RunPartitions run(RunId run) {
    RunPartitions partitions = runs.get(run);
    return partitions != null
        ? partitions
        : runs.computeIfAbsent(run, id -> new RunPartitions(id, this));
  }

  /**
   * The runs after one, in order, that some view may see; those that begin while they are walked
   * may or may not be there.
   */
  public Iterable<RunPartitions> runsAfter(RunId run) {
    return begun.tailMap(run, false).values();
  }

  void begun(RunPartitions run) {
    begun.put(run.run(), run);
  }

  void released(RunPartitions run) {
    begun.remove(run.run());
    runs.remove(run.run(), run);
  }

  IndexFeed feedFor(RunId run, KeySpace space) {
    return indexes.feedFor(run, space);
  }

  /**
   * Lets recovery leave entries unordered, so that it is faster, until {@link #endRecovery}. No
   * range is asked for meanwhile.
   */
  public void beginRecovery() {
    beingFilled = true;
  }

  boolean isBeingFilled() {
    return beingFilled;
  }

  /** Restores an index from what it kept; its entries come later. */
  public void restoreIndex(SavedSection section) {
    FileProblem problem = indexes.restore(section);
    if (problem != null) {
      lostSections(problem);
    }
  }

  /** Notes that indexes cannot have what they kept. */
  public void lostSections(FileProblem problem) {
    if (lostSections.size() < IndexRecovery.MOST_PROBLEMS) {
      lostSections.add(problem);
    }
  }

  /** All that a checkpoint holds is in place: restored indexes must be whole now, or start over. */
  public void completeIndexes() {
    for (RunPartitions run : runs.values()) {
      for (Partition partition : run.all()) {
        if (partition.feed() != null && partition.feed().isBeingRestored()) {
          complete(partition);
        }
      }
    }
    indexes.endRestoration();
  }

  private void complete(Partition partition) {
    FileProblem problem = indexes.complete(partition.feed(), horizon);
    if (problem == null) {
      return;
    }
    lostSections(problem);
    for (Entry entry : partition.all()) {
      ArrayDeque<Version> chain = new ArrayDeque<>();
      for (Version v = entry.newest(); v != null && !isPruned(v); v = v.older()) {
        chain.push(v);
      }
      chain.forEach(v -> partition.feed().add(entry.key(), v.value(), v.version()));
      catchUpIndex(partition, horizon);
    }
  }

  /** How the indexes came back; to be asked at the end of recovery. */
  public IndexRecovery indexRecovery() {
    int all = 0;
    int restored = 0;
    for (RunPartitions run : runs.values()) {
      for (Partition partition : run.all()) {
        all += partition.feed() == null ? 0 : 1;
        restored += partition.feed() != null && partition.feed().isRestored() ? 1 : 0;
      }
    }
    return new IndexRecovery(restored, all - restored, lostSections);
  }

  /** Orders what was put in place, and ends the runs that were not made whole. */
  public void endRecovery() {
    beingFilled = false;
    for (RunPartitions run : runs.values()) {
      for (Partition partition : run.all()) {
        partition.order();
        partition.retire();
      }
    }
    runs.values().forEach(RunPartitions::endUnlessBegun);
  }

  /** Who removes what no view can see, and counts what there is. */
  public Sweeper sweeper() {
    return sweeper;
  }

  /** Versions that derived indexes have not taken in yet. */
  public long indexLag() {
    return indexes.lag();
  }

  /** An estimate of the heap bytes that mutations add before anything is swept. */
  public static long sizeOf(List<Mutation> mutations) {
    long bytes = 0;
    for (int i = 0; i < mutations.size(); i++) { // Most commits have one: no iterator for that.
      bytes += Footprint.of(mutations.get(i));
    }
    return bytes;
  }

  /**
   * Puts a commit's mutations in place. Pure: the same batches in the same order give the same map.
   * For recovery, where nothing else runs.
   */
  public void apply(CommitBatch batch) {
    history.committed(batch.version(), batch.timeMicros(), horizon);
    horizon = history.floorWhileApplying(batch.version());
    install(batch.mutations(), batch.version(), batch.timeMicros());
    if (batch.version() % BATCHES_PER_SWEEP == 0) {
      sweeper.sweep(horizon);
    }
  }

  /** Puts mutations in place; a map that is told of no commits keeps all it is given. */
  public void install(List<Mutation> mutations, long version, long timeMicros) {
    for (Mutation mutation : mutations) {
      Key key = mutation.key();
      Partition partition = run(key.run()).get(key.space());
      Entry entry = partition.findOrCreateLocked(key.user(), null);
      Version next = Version.of(mutation, entry.newest(), version, timeMicros);
      history.superseded(version, entry.newest());
      partition.install(entry, next, horizon);
      catchUpIndex(partition, horizon);
    }
  }

  /** Takes over when a version was committed that a checkpoint keeps; before any of its entries. */
  public void committed(long version, long timeMicros) {
    horizon = horizon == 0 ? version : horizon;
    history.committed(version, timeMicros, horizon);
  }

  /** Puts a version of an entry in place that a checkpoint keeps, those of one entry in order. */
  public void add(StoredVersion stored) {
    Key key = stored.mutation().key();
    Partition partition = run(key.run()).get(key.space());
    Entry entry = partition.findOrCreateLocked(key.user(), null);
    history.superseded(stored.version(), entry.newest());
    Version next = Version.of(stored.mutation(), stored.version(), stored.timeMicros());
    partition.install(entry, next, horizon);
    catchUpIndex(partition, horizon);
  }

  /** The runs that were ever asked for, in no order. */
  public Iterable<RunPartitions> runs() {
    return runs.values();
  }

  /** Else an index would hold every version of a long log before it could forget the first. */
  private static void catchUpIndex(Partition partition, long horizon) {
    IndexFeed feed = partition.feed();
    if (feed != null && feed.isBacklogged()) {
      feed.catchUp(horizon);
    }
  }

  /**
   * The newest version of an entry that a view sees.
   *
   * @return null if the key did not exist then; a version whose value is null if it was deleted
   */
  public static Version at(Entry entry, long viewVersion) {
    Version version = entry.at(viewVersion);
    assert version != Version.PRUNED : "a live view met a pruned chain";
    return version;
  }

  /**
   * The newest version above a view that wrote what lies at a path of an entry's value, or null.
   *
   * @param viewVersion of a live view
   */
  public static Version newerAt(Entry entry, ValuePath path, long viewVersion) {
    Version version = entry.newest();
    while (version != null && version.version() > viewVersion) {
      if (version.writes(path)) {
        return version;
      }
      version = version.older();
    }
    return null;
  }

  /** As {@link #at}, for a reader without a live view: true if the chain was pruned meanwhile. */
  public static boolean isPruned(Version version) {
    return version == Version.PRUNED;
  }

  /** As {@link #at}, but may return a version that {@link #isPruned}. */
  public static Version atUnpinned(Entry entry, long viewVersion) {
    return entry.at(viewVersion);
  }

  /** Throws AssertionError unless every partition is whole. */
  public void checkInvariants() {
    for (RunPartitions run : runs.values()) {
      for (Partition partition : run.all()) {
        partition.checkInvariants();
      }
    }
  }

  /**
   * Throws AssertionError unless all that is held is counted and the sweeper has noted what may go.
   * No commit may be under way.
   */
  public void checkCounts() {
    synchronized (sweeper) {
      StoreSize found = new StoreSize();
      for (RunPartitions run : runs.values()) {
        for (Partition partition : run.all()) {
          for (Entry entry : partition.all()) {
            sweeper.checkCares(partition, entry);
            found.added(entry);
            found.found(entry.newest());
          }
        }
      }
      sweeper.size().checkEquals(found);
    }
  }
}
