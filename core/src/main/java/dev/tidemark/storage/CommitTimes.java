package dev.tidemark.storage;

/**
 * The commit time of every version from an oldest to the newest. Written by one thread at a time;
 * readers take no lock, and ask only for versions that were handed to them after they were added.
 */
public final class CommitTimes {
  /** The time of a version that is not known: forgotten, or before the first. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  private final VersionTable times = new VersionTable(UNKNOWN);
  private long first;

  /**
   * Adds the next version; the first may be any.
   *
   * @param timeMicros not before the time of the version before
   * @param horizon versions below it may be forgotten
   */
  void add(long version, long timeMicros, long horizon) {
    assert times.get(version - 1) <= timeMicros : "commit times must not decrease";
    if (first == 0) {
      first = version;
    }
    times.add(version, timeMicros, horizon);
  }

  /** The version added first, 0 if none was. */
  long first() {
    return first;
  }

  /** The commit time of a version in microseconds since the epoch, or {@link #UNKNOWN}. */
  public long timeOf(long version) {
    return times.get(version);
  }

  /**
   * The newest version up to {@code newest} that was committed at or before a time.
   *
   * @return the version before the oldest known one if that was committed later
   */
  public long newestAt(long timeMicros, long newest) {
    long low = Math.max(0, times.oldest() - 1);
    long high = newest;
    // Up to low all are known to be committed in time, or not known; above high none was in time.
    while (low < high) {
      long middle = high - (high - low) / 2;
      if (times.get(middle) <= timeMicros) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
