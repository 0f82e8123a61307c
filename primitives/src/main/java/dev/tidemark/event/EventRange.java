package dev.tidemark.event;

import dev.tidemark.types.InvalidArgumentException;
import java.util.Objects;
import java.util.Optional;

/**
 * Which events, and in which order.
 *
 * @param from the lowest sequence, at least 0
 * @param to the first sequence beyond; any from the length of the log on is its end
 * @param type the only type wanted, or empty for all
 * @param reversed whether the newest comes first
 */
public record EventRange(long from, long to, Optional<String> type, boolean reversed) {
  private static final EventRange ALL = new EventRange(0, Long.MAX_VALUE, Optional.empty(), false);

  public EventRange {
    Objects.requireNonNull(type, "type");
    if (from < 0 || from > to) {
      throw new InvalidArgumentException(
          "sequences "
              + from
              + " to "
              + to
              + " are no range; it begins at 0 or later, before it ends");
    }
  }

  /** The whole log, oldest first. */
  public static EventRange all() {
    return ALL;
  }

  public EventRange from(long from) {
    return new EventRange(from, to, type, reversed);
  }

  public EventRange to(long to) {
    return new EventRange(from, to, type, reversed);
  }

  public EventRange type(String type) {
    return new EventRange(from, to, Optional.of(Objects.requireNonNull(type, "type")), reversed);
  }

  /**
   * What is left of this range behind a page.
   *
   * @param cursor of that page, or "" for the whole range
   */
  EventRange behind(String cursor) {
    if (cursor.isEmpty()) {
      return this;
    }
    long last = sequence(cursor);
    return reversed
        ? to(Math.max(from, Math.min(to, last)))
        : from(last >= to ? to : Math.max(from, last + 1));
  }

  private static long sequence(String cursor) {
    try {
      long sequence = Long.parseLong(cursor);
      if (sequence >= 0) {
        return sequence;
      }
    } catch (NumberFormatException e) {
      // It is none, as a negative number is.
    }
    throw new InvalidArgumentException(
        "cursor \"" + cursor + "\" is none of a page of events; begin with \"\"");
  }

  /** The same events, the newest first. */
  public EventRange reverse() {
    return new EventRange(from, to, type, true);
  }
}
