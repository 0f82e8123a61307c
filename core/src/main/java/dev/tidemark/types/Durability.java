package dev.tidemark.types;

import java.time.Duration;

/** What an acknowledged commit survives. */
public sealed interface Durability {
  /** No file is created; everything is lost with the process. */
  record InMemory() implements Durability {}

  /**
   * Acknowledged once written to the operating system, so that a killed process loses nothing; a
   * power cut loses at most the commits since the last completed sync. A background flusher syncs
   * when the first of three bounds is reached, idle or not.
   *
   * @param interval longest time a commit stays unsynced, 1 ms to 1 hour
   * @param commits most commits left unsynced, at least 1
   * @param bytes most log bytes left unsynced before a sync is started, at least 1
   */
  record Buffered(Duration interval, int commits, long bytes) implements Durability {
    public Buffered {
      if (interval.toMillis() < 1 || interval.compareTo(Duration.ofHours(1)) > 0) {
        throw new InvalidArgumentException(
            "flush interval " + interval + " is outside 1 ms..1 h; choose one inside");
      }
      if (commits < 1 || bytes < 1) {
        throw new InvalidArgumentException(
            "flush bounds of " + commits + " commits, " + bytes + " bytes must be at least 1");
      }
    }
  }

  /** Acknowledged once synced: survives a power cut. One sync serves a group of commits. */
  record Strict() implements Durability {}

  static Durability inMemory() {
    return new InMemory();
  }

  /** Syncs every 100 ms, 1,000 commits or 8 MiB, whichever comes first. */
  static Durability buffered() {
    return new Buffered(Duration.ofMillis(100), 1_000, 8L << 20);
  }

  static Durability strict() {
    return new Strict();
  }
}
