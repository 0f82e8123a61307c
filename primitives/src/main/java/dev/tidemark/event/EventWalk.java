package dev.tidemark.event;

import dev.tidemark.transaction.EntryVisitor;
import dev.tidemark.transaction.PinnedScope;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.Value;
import java.util.function.Predicate;

/**
 * Hands over the events of a range in its order. The head record is read only where the walk has
 * met the end of the log, on which the commit relies then anyway.
 */
final class EventWalk implements EntryVisitor {
  private final PinnedScope view;
  private final EventRange range;
  private final Predicate<Event> visitor;

  /** The sequence that must come next, if the log goes that far. */
  private long next;

  private boolean stopped;

  private EventWalk(PinnedScope view, EventRange range, Predicate<Event> visitor) {
    this.view = view;
    this.range = range;
    this.visitor = visitor;
    this.next = range.reversed() ? range.to() - 1 : range.from();
  }

  /**
   * Walks a range until the visitor has enough.
   *
   * @param visitor returns whether it wants more
   * @throws CorruptionException if an event of the range is missing
   */
  static void over(PinnedScope view, EventRange range, Predicate<Event> visitor) {
    KeyRange keys = new KeyRange(EventFormat.key(range.from()), EventFormat.key(range.to()));
    EventWalk walk = new EventWalk(view, range, visitor);
    if (range.reversed()) {
      view.scanReverse(EventLog.SPACE, keys, walk);
    } else {
      view.scan(EventLog.SPACE, keys, walk);
    }
    walk.requireComplete();
  }

  @Override
  public boolean visit(byte[] key, Value value, long version, long timeMicros) {
    long sequence = EventFormat.sequenceOf(key);
    if (sequence != next && range.reversed()) {
      next = Math.min(next, LogHead.end(view).length() - 1);
    }
    if (sequence != next) {
      throw missing(view, next);
    }
    next += range.reversed() ? -1 : 1;
    stopped = !visitor.test(new Event(EventFormat.decode(view.run(), sequence, value), version));
    return !stopped;
  }

  private void requireComplete() {
    boolean metTheEnd = range.reversed() ? next >= range.from() : next < range.to();
    if (stopped || !metTheEnd) {
      return;
    }
    long length = LogHead.end(view).length();
    long absent = range.reversed() ? Math.min(next, length - 1) : next;
    if (absent >= range.from() && absent < length) {
      throw missing(view, absent);
    }
  }

  static CorruptionException missing(PinnedScope view, long sequence) {
    return new CorruptionException(
        "event " + sequence + " of run " + view.run(),
        0,
        "it is missing; EventLog.verifyChain tells what is whole");
  }
}
