package dev.tidemark.trace;

import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.Versioned;
import java.util.List;
import java.util.Optional;

/**
 * What was stored under a trace's id, newest first: one page of it.
 *
 * @param states one for each commit that wrote there
 * @param completeFrom a version from which on, but for the page's own bounds, no commit to the
 *     trace is missing; 1 if the whole past is there
 * @param cursor where the next page begins; 0 if this was the last
 */
public record TraceHistory(List<State> states, long completeFrom, long cursor) {
  public TraceHistory {
    states = List.copyOf(states);
  }

  static TraceHistory of(TraceId id, KeyHistory stored) {
    return new TraceHistory(
        stored.states().stream().map(state -> State.of(id, state)).toList(),
        stored.completeFrom(),
        stored.cursor());
  }

  /**
   * What one commit made of the trace.
   *
   * @param trace the trace, or empty if the commit deleted its row, which no operation here does
   * @param version the commit, {@link Versioned#PENDING} if it is the reading transaction
   * @param timeMicros commit time in microseconds since the epoch
   */
  public record State(Optional<Trace> trace, long version, long timeMicros) {
    private static State of(TraceId id, KeyHistory.State stored) {
      return new State(
          Optional.ofNullable(stored.value())
              .map(row -> TraceFormat.decode(id, row, stored.version())),
          stored.version(),
          stored.timeMicros());
    }
  }
}
