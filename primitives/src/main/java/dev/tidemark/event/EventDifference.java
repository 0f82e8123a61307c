package dev.tidemark.event;

import java.util.Optional;

/**
 * Where two logs part. Events are compared by type and payload.
 *
 * @param commonPrefix how many events are the same from the beginning on
 * @param first the event there in the first log, empty if that has ended
 * @param second the event there in the second log
 */
public record EventDifference(long commonPrefix, Optional<Event> first, Optional<Event> second) {
  /** Whether neither log has an event that the other has not. */
  public boolean isSame() {
    return first.isEmpty() && second.isEmpty();
  }
}
