package dev.tidemark.transaction;

import dev.tidemark.index.DerivedIndex;
import dev.tidemark.index.IndexFeed;
import dev.tidemark.storage.Entry;
import dev.tidemark.storage.LiveViews;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.storage.Partition;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.storage.Version;
import dev.tidemark.types.ClosedException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;

/** A pinned version and the time that goes with it. */
final class ViewReads {
  private static final long UNSET = Long.MIN_VALUE;

  private LiveViews.Slot slot;
  private long version;
  private final MonotonicClock clock;
  private final Limits limits;
  private final RunDirectory runs;
  private final String name;
  private long nowMicros;
  private boolean ended;

  /**
   * @param name what ends, for messages
   */
  ViewReads(
      LiveViews.Slot slot, MonotonicClock clock, Limits limits, RunDirectory runs, String name) {
    this.clock = clock;
    this.limits = limits;
    this.runs = runs;
    this.name = name;
    restart(slot);
  }

  /** Begins anew. Only for a view that nobody outside the engine can have kept. */
  void restart(LiveViews.Slot next) {
    if (slot != next) {
      slot = next;
    }
    version = next.version();
    nowMicros = UNSET;
    ended = false;
  }

  Limits limits() {
    return limits;
  }

  RunDirectory runs() {
    return runs;
  }

  long version() {
    return version;
  }

  /** Fixes the time of a past version. */
  void fixTime(long micros) {
    nowMicros = micros;
  }

  /** Fixed when first asked for: what meets no expiring entry never reads the clock. */
  long nowMicros() {
    if (nowMicros == UNSET) {
      nowMicros = clock.nowMicros();
    }
    return nowMicros;
  }

  void requireOpen() {
    if (ended) {
      throw new ClosedException(name + " has ended; use its scopes only before that");
    }
  }

  void end() {
    if (!ended) {
      ended = true;
      slot.release();
    }
  }

  Version at(Entry entry) {
    return MultiVersionMap.at(entry, version);
  }

  /** A page of the states, below a version, of an entry that may be null. */
  KeyHistory history(Entry entry, long before, int limit) {
    return new HistoryPage(Math.min(before - 1, version), limit).of(entry, slot::horizon);
  }

  boolean isLive(Version version) {
    return version != null
        && version.value() != null
        && (version.expiresAtMicros() == Mutation.NEVER || nowMicros() < version.expiresAtMicros());
  }

  <I extends DerivedIndex> I index(RunPartitions run, KeySpace space, Class<I> type) {
    Partition partition = run.find(space);
    if (partition == null) {
      return null;
    }
    IndexFeed feed = partition.feed();
    if (feed == null) {
      throw new InvalidArgumentException(
          "no provider of "
              + type.getName()
              + " was found when the database was opened; put its"
              + " module where the engine's own is");
    }
    return type.cast(feed.caughtUp());
  }
}
