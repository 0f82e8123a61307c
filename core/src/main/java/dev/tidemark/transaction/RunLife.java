package dev.tidemark.transaction;

import dev.tidemark.durability.CommitLog;
import dev.tidemark.storage.Entry;
import dev.tidemark.storage.LiveViews;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.storage.Partition;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.storage.Version;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is done with whole runs. Made by the database, not by its users. */
public final class RunLife {
  private static final int PAGE = 256;

  private final Transactions transactions;
  private final MultiVersionMap map;
  private final PastReads past;
  private final CommitLog log;
  private final Retention retention;
  private final MonotonicClock clock;

  RunLife(
      Transactions transactions,
      MultiVersionMap map,
      PastReads past,
      CommitLog log,
      Retention retention,
      MonotonicClock clock) {
    this.transactions = transactions;
    this.map = map;
    this.past = past;
    this.log = log;
    this.retention = retention;
    this.clock = clock;
  }

  /** A new run with what a run held after a past commit. */
  public RunId fork(RunId run, long version) {
    RunGuard.requireOwn(run, "forked");
    ViewReads view = past.pin(transactions.at(version));
    try {
      return new RunFork(transactions, view, map.run(run), newId()).copy();
    } finally {
      view.end();
    }
  }

  private RunId newId() {
    return transactions.directory().newId(clock.nowMicros());
  }

  /** The runs left active by a process that went down, and taken over by nobody. */
  public List<RunInfo> orphans() {
    List<RunInfo> orphans = new ArrayList<>();
    ViewReads view = transactions.view();
    try {
      RunId last = RunId.GLOBAL;
      for (List<RunInfo> page = page(view, last); !page.isEmpty(); page = page(view, last)) {
        page.stream().filter(run -> isOrphan(view, run.id())).forEach(orphans::add);
        last = page.get(page.size() - 1).id();
      }
    } finally {
      view.end();
    }
    return orphans;
  }

  private List<RunInfo> page(ViewReads view, RunId after) {
    return Runs.list(view, map, after, PAGE);
  }

  private boolean isOrphan(ViewReads view, RunId run) {
    return Runs.isOrphan(new ViewScope(view, map.run(run)), log.orphanedThrough());
  }

  /** One run's past up to the newest version. I9 */
  public RunView replay(RunId run) {
    ViewReads newest = transactions.view();
    LiveViews.Slot oldest = transactions.pinOldest();
    try {
      RunPartitions source = map.run(run);
      RunGuard.requireExistsAt(source, newest.version());
      long madeAt = Runs.madeAt(new ViewScope(newest, source));
      RunReplay whole = replay(run, 1, newest.version());
      return addFromLog(whole, madeAt, newest.version())
          ? whole.view()
          : retained(source, madeAt, oldest.version(), newest.version());
    } finally {
      oldest.release();
      newest.end();
    }
  }

  private RunReplay replay(RunId run, long completeFrom, long newest) {
    return new RunReplay(run, completeFrom, newest, retention, clock, transactions.limits());
  }

  /** Returns false, and adds nothing, if the log does not reach back to the run's first commit. */
  private boolean addFromLog(RunReplay replay, long madeAt, long newest) {
    boolean[] reaches = new boolean[1];
    log.read(
        commit -> {
          reaches[0] |= commit.version() <= madeAt;
          boolean wanted = reaches[0] && commit.version() <= newest;
          if (wanted) {
            replay.add(commit);
          }
          return wanted;
        });
    return reaches[0];
  }

  private RunView retained(RunPartitions source, long madeAt, long oldest, long newest) {
    RunReplay replay = replay(source.run(), oldest <= madeAt ? 1 : oldest, newest);
    Map<Long, CommitBatch> commits = new TreeMap<>();
    for (KeySpace space : source.spaces()) {
      Partition partition = source.find(space);
      if (partition != null) {
        for (Entry entry : partition.entries(KeyRange.all())) {
          collect(partition, entry, oldest, newest, commits);
        }
      }
    }
    for (CommitBatch commit : commits.values()) {
      commit.mutations().sort(Comparator.comparing(Mutation::key));
      replay.add(commit);
    }
    return replay.view();
  }

  /** Adds what commits made of an entry, down to the state that the oldest version sees. */
  private static void collect(
      Partition partition, Entry entry, long oldest, long newest, Map<Long, CommitBatch> commits) {
    long above = Long.MAX_VALUE;
    Version state = MultiVersionMap.at(entry, newest);
    while (state != null && above > oldest) {
      CommitBatch empty = new CommitBatch(state.version(), state.timeMicros(), new ArrayList<>());
      CommitBatch commit = commits.computeIfAbsent(state.version(), version -> empty);
      commit.mutations().add(mutation(partition.key(entry.key()), state));
      above = state.version();
      state = above > oldest ? state.older() : null;
    }
  }

  private static Mutation mutation(Key key, Version state) {
    return state.value() == null
        ? new Mutation.Tombstone(key)
        : new Mutation.Put(key, state.value(), state.expiresAtMicros());
  }
}
