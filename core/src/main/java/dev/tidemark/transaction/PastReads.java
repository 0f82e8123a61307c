package dev.tidemark.transaction;

import dev.tidemark.storage.Entry;
import dev.tidemark.storage.LiveViews;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.storage.Version;
import dev.tidemark.types.HistoryUnavailableException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import java.util.List;

/**
 * Reads of past versions. Nobody pins them between two calls, so each read asks after it has read
 * whether the horizon has passed its version meanwhile: then what it found may be wrong and is
 * thrown away. Whoever prunes raises the horizon first, so a read that met something pruned sees
 * that. I7
 */
final class PastReads {
  private final MultiVersionMap map;
  private final LiveViews views;
  private final Retention retention;
  private final MonotonicClock clock;
  private final Limits limits;
  private final RunDirectory runs;
  private final Runnable requireOpen;

  /**
   * @param requireOpen throws once nothing may be read any more
   */
  PastReads(
      MultiVersionMap map,
      LiveViews views,
      Retention retention,
      MonotonicClock clock,
      Limits limits,
      RunDirectory runs,
      Runnable requireOpen) {
    this.map = map;
    this.views = views;
    this.retention = retention;
    this.clock = clock;
    this.limits = limits;
    this.runs = runs;
    this.requireOpen = requireOpen;
  }

  /** The state of an entry, which may be null, that a past view sees; null if it sees none. */
  Version at(Entry entry, PastView view) {
    requireOpen.run();
    Version found = entry == null ? null : MultiVersionMap.atUnpinned(entry, view.version());
    requireKept(view);
    assert !MultiVersionMap.isPruned(found) : "pruned above the horizon";
    boolean live =
        found != null
            && found.value() != null
            && (found.expiresAtMicros() == Mutation.NEVER
                || view.timeMicros() < found.expiresAtMicros());
    return live ? found : null;
  }

  /** Keeps the version of a past view until the result is ended. */
  ViewReads pin(PastView view) {
    requireOpen.run();
    LiveViews.Slot slot = views.acquirePast(view.version());
    if (slot == null) {
      requireKept(view);
    }
    ViewReads pinned = new ViewReads(slot, clock, limits, runs, "past view");
    pinned.fixTime(view.timeMicros());
    return pinned;
  }

  private void requireKept(PastView view) {
    requireKept(view.version(), "version " + view.version());
  }

  /**
   * Throws if the horizon has passed a version.
   *
   * @param asked what was asked for, for the message
   */
  void requireKept(long version, String asked) {
    long horizon = views.horizon();
    if (version < horizon) {
      throw new HistoryUnavailableException(asked, version, horizon, retention);
    }
  }

  List<RunInfo> runs(PastView view, RunId after, int limit) {
    ViewReads pinned = pin(view);
    try {
      return Runs.list(pinned, map, after, limit);
    } finally {
      pinned.end();
    }
  }

  RunPartitions run(RunId run) {
    return runs.run(run);
  }

  Limits limits() {
    return limits;
  }
}
