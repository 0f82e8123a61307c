package dev.tidemark.transaction;

import dev.tidemark.index.IndexProviders;
import dev.tidemark.storage.LiveViews;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.storage.RetainedHistory;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.Key;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the view of one run from its commits, in a map of its own that forgets nothing: so every
 * read, by index or not, works at every step as it does in the database.
 */
final class RunReplay {
  private final RunId run;
  private final long completeFrom;
  private final long newest;
  private final MultiVersionMap map;
  private final LiveViews views;
  private final PastReads reads;
  private final List<RunView.Step> steps = new ArrayList<>();
  private long startMicros;

  /** Keys changed before the run can be seen: those that a fork copies. */
  private final List<Key> unseen = new ArrayList<>();

  /**
   * @param completeFrom 1, or the version behind which every commit of the run will be added
   */
  RunReplay(
      RunId run,
      long completeFrom,
      long newest,
      Retention retention,
      MonotonicClock clock,
      Limits limits) {
    this.run = run;
    this.completeFrom = completeFrom;
    this.newest = newest;
    this.views =
        new LiveViews(() -> newest, visible -> completeFrom == 1 ? 0 : completeFrom, horizon -> {});
    this.map =
        new MultiVersionMap(
            new IndexProviders(IndexProviders.installed(), views::horizon),
            new RetainedHistory(retention));
    views.advanceHorizon();
    RunDirectory runs = RunDirectory.replaying(run, map);
    this.reads = new PastReads(map, views, retention, clock, limits, runs, () -> {});
  }

  /** Adds a commit, later than those before; what it did to other runs is left out. */
  void add(CommitBatch batch) {
    List<Mutation> mutations =
        batch.mutations().stream().filter(each -> each.key().run().equals(run)).toList();
    if (!mutations.isEmpty()) {
      map.install(mutations, batch.version(), batch.timeMicros());
      mutations.forEach(mutation -> unseen.add(mutation.key()));
      addStep(batch);
    }
  }

  private void addStep(CommitBatch batch) {
    RunPartitions partitions = map.run(run);
    if (completeFrom > 1 && batch.version() <= completeFrom) {
      unseen.clear();
      startMicros = batch.timeMicros();
    } else if (partitions.existsAt(batch.version())) {
      PastView view = new PastView(reads, batch.version(), batch.timeMicros());
      List<Key> changed = unseen.stream().sorted().distinct().toList();
      steps.add(new RunView.Step(batch.version(), batch.timeMicros(), changed, view.in(run)));
      unseen.clear();
    }
  }

  RunView view() {
    return new RunView(reads, run, steps, startMicros, completeFrom, newest);
  }
}
