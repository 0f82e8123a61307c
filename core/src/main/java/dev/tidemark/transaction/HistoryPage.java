package dev.tidemark.transaction;

import dev.tidemark.storage.Entry;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.storage.Version;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeyHistory.State;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** One page of an entry's versions. */
final class HistoryPage {
  private final long newest;
  private final int limit;

  /**
   * @param newest versions above it are left out
   * @param limit most states, may be 0
   */
  HistoryPage(long newest, int limit) {
    this.newest = newest;
    this.limit = limit;
  }

  static void requireBounds(long before, int limit) {
    if (before < 1) {
      throw new InvalidArgumentException(
          "history before version "
              + before
              + " is empty; begin with KeyHistory.NEWEST, and stop at a cursor of 0");
    }
    if (limit < 1) {
      throw new InvalidArgumentException("limit = " + limit + " must be at least 1");
    }
  }

  /**
   * Reads the page.
   *
   * @param entry may be null
   * @param horizon asked after the versions were read: what was pruned meanwhile lies below it
   */
  KeyHistory of(Entry entry, LongSupplier horizon) {
    List<Version> versions = walk(entry);
    long from = horizon.getAsLong();
    int known = newest < from ? 0 : known(versions, from);
    List<State> states = new ArrayList<>();
    for (Version v : versions.subList(0, Math.min(known, limit))) {
      states.add(new State(v.value(), v.version(), v.timeMicros(), v.expiresAtMicros()));
    }
    return new KeyHistory(states, Math.max(1, from), known > limit ? cursor(states) : 0);
  }

  /** One version more than asked for, to see whether there is one. */
  private List<Version> walk(Entry entry) {
    List<Version> versions = new ArrayList<>();
    Version v = entry == null ? null : MultiVersionMap.atUnpinned(entry, newest);
    while (v != null && !MultiVersionMap.isPruned(v) && versions.size() <= limit) {
      versions.add(v);
      v = v.older();
    }
    return versions;
  }

  /** How many of the versions are above the horizon or the first that is not. */
  private static int known(List<Version> versions, long horizon) {
    int above = 0;
    while (above < versions.size() && versions.get(above).version() > horizon) {
      above++;
    }
    return Math.min(above + 1, versions.size());
  }

  private long cursor(List<State> states) {
    return states.isEmpty() ? newest + 1 : states.get(states.size() - 1).version();
  }
}
