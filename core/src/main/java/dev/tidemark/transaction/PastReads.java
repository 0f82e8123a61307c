package dev.tidemark.transaction;

import dev.tidemark.storage.Entry;
import dev.tidemark.storage.LiveViews;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.storage.RetainedHistory;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.storage.Version;
import dev.tidemark.types.HistoryUnavailableException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.RunId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Reads of past versions. Nobody pins them between two calls, so each read asks after it has read
 * whether the horizon has passed its version meanwhile: then what it found may be wrong and is
 * thrown away. Whoever prunes raises the horizon first, so a read that met something pruned sees
 * that. I7
 */
final class PastReads {
  private final Transactions transactions;
  private final MultiVersionMap map;
  private final LiveViews views;
  private final RetainedHistory history;
  private final MonotonicClock clock;

  PastReads(
      Transactions transactions,
      MultiVersionMap map,
      LiveViews views,
      RetainedHistory history,
      MonotonicClock clock) {
    this.transactions = transactions;
    this.map = map;
    this.views = views;
    this.history = history;
    this.clock = clock;
  }

  PastView at(long version) {
    long newest = transactions.visible();
    if (version < 1 || version > newest) {
      throw new InvalidArgumentException(
          "version " + version + " is outside 1.." + newest + ", the newest; choose one inside");
    }
    long timeMicros = history.times().timeOf(version);
    requireKept(version, "version " + version);
    return new PastView(this, version, timeMicros);
  }

  PastView at(Instant time) {
    long micros = micros(time);
    long taken = history.times().newestAt(micros, transactions.sealTime(micros));
    long version = transactions.awaitVisible(taken);
    if (version == 0) {
      throw new InvalidArgumentException(
          "nothing was committed at or before " + time + "; choose a later time");
    }
    requireKept(version, "the state at " + time);
    return new PastView(this, version, micros);
  }

  private long micros(Instant time) {
    long now = clock.nowMicros();
    Instant latest = Instant.EPOCH.plus(now, ChronoUnit.MICROS);
    if (time.isAfter(latest)) {
      throw new InvalidArgumentException(
          time + " lies in the future; it is " + latest + ", choose a time up to that");
    }
    // Before the epoch nothing can have been committed that is still kept.
    return time.isBefore(Instant.EPOCH) ? -1 : ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /** The state of an entry, which may be null, that a past view sees; null if it sees none. */
  Version at(Entry entry, PastView view) {
    transactions.requireOpen();
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
    transactions.requireOpen();
    LiveViews.Slot slot = views.acquirePast(view.version());
    if (slot == null) {
      requireKept(view);
    }
    ViewReads pinned = new ViewReads(slot, clock, limits(), "past view");
    pinned.fixTime(view.timeMicros());
    return pinned;
  }

  private void requireKept(PastView view) {
    requireKept(view.version(), "version " + view.version());
  }

  private void requireKept(long version, String asked) {
    long horizon = views.horizon();
    if (version < horizon) {
      throw new HistoryUnavailableException(asked, version, horizon, history.retention());
    }
  }

  RunPartitions run(RunId run) {
    return map.run(run);
  }

  Limits limits() {
    return transactions.limits();
  }
}
