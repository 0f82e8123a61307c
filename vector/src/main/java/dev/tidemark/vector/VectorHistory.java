package dev.tidemark.vector;

import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.Versioned;
import java.util.List;
import java.util.Optional;

/**
 * What a vector was, newest first: one page of it.
 *
 * @param states one for each commit that wrote the vector. Of the commits before {@code
 *     completeFrom} the last alone may be there: the state then in force.
 * @param completeFrom a version from which on, but for the page's own bounds, no commit to the
 *     vector is missing; 1 if the whole past is there
 * @param cursor where the next page begins; 0 if this was the last
 */
public record VectorHistory(List<State> states, long completeFrom, long cursor) {
  public VectorHistory {
    states = List.copyOf(states);
  }

  static VectorHistory of(String key, KeyHistory stored) {
    List<State> states = stored.states().stream().map(state -> State.of(key, state)).toList();
    return new VectorHistory(states, stored.completeFrom(), stored.cursor());
  }

  /**
   * What one commit made of the vector.
   *
   * @param entry the vector, or empty if the commit deleted it, alone or with its collection
   * @param version the commit, {@link Versioned#PENDING} if it is the reading transaction
   * @param timeMicros commit time in microseconds since the epoch
   */
  public record State(Optional<VectorEntry> entry, long version, long timeMicros) {
    private static State of(String key, KeyHistory.State stored) {
      long version = stored.version();
      long time = stored.timeMicros();
      return new State(
          Optional.ofNullable(stored.value()).map(v -> Row.of(v).entry(key, version, time)),
          version,
          time);
    }
  }
}
