package dev.tidemark.event;

import dev.tidemark.transaction.PinnedScope;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.Utf8;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** The events of each type that one view sees: those of the index, then the transaction's own. */
final class TypesSeen {
  private static final Comparator<String> UTF8_ORDER = Utf8::compare;

  private final EventIndex index;
  private final EventIndex own;

  /** The length of the log without the transaction's own events. */
  private final long committed;

  private TypesSeen(EventIndex index, EventIndex own, long committed) {
    this.index = index;
    this.own = own;
    this.committed = committed;
  }

  static TypesSeen of(PinnedScope view) {
    long length = LogHead.of(view).length();
    long[] committed = {length};
    EventIndex own = new EventIndex(view.run());
    view.pending(
        EventLog.SPACE,
        KeyRange.all(),
        (key, value, version, time) -> {
          committed[0] = Math.min(committed[0], EventFormat.sequenceOf(key));
          own.installed(key, value, version);
          return true;
        });
    EventIndex index = view.index(EventLog.SPACE, EventIndex.class);
    EventIndex found = index == null ? new EventIndex(view.run()) : index;
    own.requireUndamaged(length);
    found.requireWhole(committed[0]);
    return new TypesSeen(found, own, committed[0]);
  }

  /** Every type there is, in the order of their UTF-8, with its number of events. */
  List<EventCount> counts() {
    Map<String, Long> counts = new TreeMap<>(UTF8_ORDER);
    index.byType().forEach((type, all) -> counts.put(type, (long) all.countBelow(committed)));
    own.byType()
        .forEach(
            (type, all) -> counts.merge(type, (long) all.countBelow(Long.MAX_VALUE), Long::sum));
    return counts.entrySet().stream()
        .filter(count -> count.getValue() > 0)
        .map(count -> new EventCount(count.getKey(), count.getValue()))
        .toList();
  }

  /**
   * Walks the sequences of a type in a range's order.
   *
   * @param visitor returns whether it wants more
   */
  void walk(String type, EventRange range, LongPredicate visitor) {
    Sequences before = index.ofType(type);
    Sequences after = own.ofType(type);
    int from = before.countBelow(Math.min(range.from(), committed));
    int to = before.countBelow(Math.min(range.to(), committed));
    int fromOwn = after.countBelow(range.from());
    int toOwn = after.countBelow(range.to());
    if (range.reversed()) {
      if (walkDown(after, fromOwn, toOwn, visitor)) {
        walkDown(before, from, to, visitor);
      }
    } else if (walkUp(before, from, to, visitor)) {
      walkUp(after, fromOwn, toOwn, visitor);
    }
  }

  private static boolean walkUp(Sequences all, int from, int to, LongPredicate visitor) {
    for (int i = from; i < to; i++) {
      if (!visitor.test(all.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean walkDown(Sequences all, int from, int to, LongPredicate visitor) {
    for (int i = to - 1; i >= from; i--) {
      if (!visitor.test(all.get(i))) {
        return false;
      }
    }
    return true;
  }
}
