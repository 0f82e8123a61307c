package dev.tidemark.types;

import java.util.List;

/**
 * What a key was, newest first: one page of it.
 *
 * @param states one for each commit that wrote the key. Of the commits before {@code completeFrom}
 *     the last alone may be there: the state then in force.
 * @param completeFrom a version from which on, but for the page's own bounds, no commit to the key
 *     is missing; 1 if the whole past is there
 * @param cursor where the next page begins; 0 if this was the last
 */
public record KeyHistory(List<State> states, long completeFrom, long cursor) {
  /** Where the newest page begins. */
  public static final long NEWEST = Long.MAX_VALUE;

  public KeyHistory {
    states = List.copyOf(states);
  }

  /**
   * What one commit made of the key.
   *
   * @param value the value, or null if the commit deleted the key
   * @param version the commit, {@link Versioned#PENDING} if it is the reading transaction
   * @param timeMicros commit time in microseconds since the epoch
   * @param expiresAtMicros time from which the key was absent if nothing else was written, or
   *     {@link Mutation#NEVER}
   */
  public record State(Value value, long version, long timeMicros, long expiresAtMicros) {
    /** Whether the commit deleted the key. */
    public boolean isDeletion() {
      return value == null;
    }
  }
}
