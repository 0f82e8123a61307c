package dev.tidemark.event;

import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.PinnedScope;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionScope;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Names;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Page;
import dev.tidemark.types.SharedArrays;
import dev.tidemark.types.Utf8;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happened in a run, in order: one log per run, which only grows. Stateless: every operation
 * takes the scope it works in, a database's or a transaction's.
 *
 * <p>Sequences count from 0 without gaps; an append that fails uses none. Each event has a hash
 * over itself and the hash before it, so that {@link #verifyChain} finds what was changed since.
 * Two transactions that append to one log conflict; an append of its own waits for its turn.
 *
 * <p>Types are 1 to 1,024 bytes of UTF-8 without NUL, matched exactly. Every operation throws
 * {@link NotFoundException} for an unknown run; reads throw {@link CorruptionException} for an
 * event that is not one, a log that lacks one of those asked for, or a head record that does not
 * fit the events. By type, a log that lacks any event is refused.
 */
public final class EventLog {
  /** Where the log keeps its events. */
  public static final KeySpace SPACE = new KeySpace(0x11, "event");

  /**
   * Appends an event.
   *
   * @param payload any value that takes, with the type, at most 16 MiB
   * @throws InvalidArgumentException for an ill-formed type
   * @throws LimitExceededException for a type or payload that is too large
   */
  public Event append(Scope scope, String type, Value payload) {
    Draft draft = Draft.of(scope, type, payload, "");
    Committed<byte[]> done = scope.atomically(tx -> append(tx, draft));
    return new Event(done.value(), done.version());
  }

  private static byte[] append(TransactionScope tx, Draft draft) {
    LogHead head = LogHead.forNext(tx);
    byte[] event = put(tx, head, draft);
    tx.put(LogHead.SPACE, LogHead.key(), head.after(event).toValue());
    return event;
  }

  private static byte[] put(TransactionScope tx, LogHead head, Draft draft) {
    byte[] event = EventFormat.encode(head, tx.nowMicros(), draft);
    tx.put(SPACE, EventFormat.key(head.length()), SharedArrays.adoptBytes(event));
    return event;
  }

  /**
   * Appends events, one behind the other in one transaction, or none.
   *
   * @throws DatabaseException for a bad event, naming its index
   */
  public List<Event> appendAll(Scope scope, List<NewEvent> events) {
    List<Draft> drafts = new ArrayList<>(events.size());
    for (NewEvent event : events) {
      String where = " at index " + drafts.size();
      if (event == null) {
        throw new InvalidArgumentException("event" + where + " is missing");
      }
      drafts.add(Draft.of(scope, event.type(), event.payload(), where));
    }
    Committed<List<byte[]>> done = scope.atomically(tx -> appendAll(tx, drafts));
    return done.value().stream().map(stored -> new Event(stored, done.version())).toList();
  }

  private static List<byte[]> appendAll(TransactionScope tx, List<Draft> drafts) {
    List<byte[]> stored = new ArrayList<>(drafts.size());
    LogHead head = LogHead.forNext(tx);
    for (Draft draft : drafts) {
      byte[] event = put(tx, head, draft);
      head = head.after(event);
      stored.add(event);
    }
    if (!drafts.isEmpty()) {
      tx.put(LogHead.SPACE, LogHead.key(), head.toValue());
    }
    return stored;
  }

  /** The event of a sequence, or empty if the log has none: below 0, or from its length on. */
  public Optional<Event> read(ReadScope scope, long sequence) {
    return Optional.ofNullable(find(scope, sequence));
  }

  private static Event find(ReadScope scope, long sequence) {
    Versioned<Value> stored = scope.getVersioned(SPACE, EventFormat.key(sequence));
    return stored == null
        ? null
        : new Event(EventFormat.decode(scope.run(), sequence, stored.value()), stored.version());
  }

  private static Event require(PinnedScope view, long sequence) {
    Event event = find(view, sequence);
    if (event == null) {
      throw EventWalk.missing(view, sequence);
    }
    return event;
  }

  /** The last event, or empty if there is none. */
  public Optional<Event> head(ReadScope scope) {
    return scope.atOneView(
        view -> {
          long length = LogHead.of(view).length();
          return length == 0 ? Optional.empty() : Optional.of(require(view, length - 1));
        });
  }

  /** How many events there are: the sequence of the next. */
  public long length(ReadScope scope) {
    return scope.atOneView(view -> LogHead.of(view).length());
  }

  /**
   * The events from one sequence to another, in order.
   *
   * @param from the first, at least 0
   * @param to the first beyond; any from the length of the log on is its end
   */
  public List<Event> range(ReadScope scope, long from, long to) {
    return range(scope, EventRange.all().to(to).from(from), "", Integer.MAX_VALUE).items();
  }

  /**
   * One page of the events of a range, of one type if it names one: then at the cost that {@link
   * #byType} has in a transaction.
   *
   * @param cursor "" for the first page, then {@link Page#cursor()} of the page before
   * @param limit most events, at least 1
   * @throws InvalidArgumentException for an ill-formed type or cursor
   * @throws LimitExceededException for a type that is too long
   */
  public Page<Event> range(ReadScope scope, EventRange range, String cursor, int limit) {
    Page.Collector<Event> page = collector(limit);
    EventRange rest = range.behind(cursor);
    rest.type().ifPresent(type -> Names.key(type, "event type", scope.limits().keyBytes()));
    return scope.atOneView(
        view -> {
          if (rest.type().isPresent()) {
            walkType(view, rest, page);
          } else {
            EventWalk.over(view, rest, page::add);
          }
          return page.page();
        });
  }

  private static Page.Collector<Event> collector(int limit) {
    return new Page.Collector<>(limit, event -> Long.toString(event.sequence()));
  }

  private static void walkType(PinnedScope view, EventRange range, Page.Collector<Event> page) {
    String type = range.type().orElseThrow();
    TypesSeen.of(view).walk(type, range, sequence -> page.add(require(view, sequence)));
  }

  /**
   * One page of the events of one time to another, in order.
   *
   * @param fromMicros the earliest time, in microseconds since the epoch
   * @param toMicros the first time beyond
   * @param cursor "" for the first page, then {@link Page#cursor()} of the page before
   * @param limit most events, at least 1
   */
  public Page<Event> byTime(
      ReadScope scope, long fromMicros, long toMicros, String cursor, int limit) {
    if (fromMicros > toMicros) {
      throw new InvalidArgumentException(
          "time " + fromMicros + " lies behind " + toMicros + "; swap the two");
    }
    Page.Collector<Event> page = collector(limit);
    return scope.atOneView(
        view -> {
          EventRange range = EventRange.all().from(firstAt(view, fromMicros)).behind(cursor);
          EventWalk.over(view, range, event -> event.timeMicros() < toMicros && page.add(event));
          return page.page();
        });
  }

  /** The first sequence whose event is not before a time: times never decrease along a log. */
  private static long firstAt(PinnedScope view, long timeMicros) {
    long low = 0;
    long high = LogHead.of(view).length();
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (require(view, middle).timeMicros() < timeMicros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The events of a type, in order. In a transaction each call also looks through all the events
   * that the transaction has appended so far.
   */
  public List<Event> byType(ReadScope scope, String type) {
    return byType(scope, type, "", Integer.MAX_VALUE).items();
  }

  /**
   * One page of the events of a type, in order.
   *
   * @param cursor "" for the first page, then {@link Page#cursor()} of the page before
   * @param limit most events, at least 1
   */
  public Page<Event> byType(ReadScope scope, String type, String cursor, int limit) {
    return range(scope, EventRange.all().type(type), cursor, limit);
  }

  /**
   * The types there are, in the order of their UTF-8, with their numbers of events. In a
   * transaction each call also looks through all the events that it has appended so far.
   */
  public List<EventCount> types(ReadScope scope) {
    return scope.atOneView(view -> TypesSeen.of(view).counts());
  }

  /**
   * One page of the types there are.
   *
   * @param cursor "" for the first page, then {@link Page#cursor()} of the page before
   * @param limit most types, at least 1
   */
  public Page<EventCount> types(ReadScope scope, String cursor, int limit) {
    Page.Collector<EventCount> page = new Page.Collector<>(limit, EventCount::type);
    for (EventCount count : types(scope)) {
      if (Utf8.compare(count.type(), cursor) > 0 && !page.add(count)) {
        break;
      }
    }
    return page.page();
  }

  /**
   * Recomputes every hash, at one view, and compares the last with the head record. What it finds
   * it returns; nothing that is stored makes it throw.
   */
  public ChainVerification verifyChain(ReadScope scope) {
    return scope.atOneView(ChainCheck::of);
  }

  /** The lengths the log had, newest first, as far as retention kept them. */
  public KeyHistory history(ReadScope scope) {
    return history(scope, KeyHistory.NEWEST, Integer.MAX_VALUE);
  }

  /**
   * One page of the lengths the log had, newest first.
   *
   * @param before {@link KeyHistory#NEWEST} for the first page, then {@link KeyHistory#cursor()} of
   *     the page before; or a version, to see what came before it
   * @param limit most states, at least 1
   */
  public KeyHistory history(ReadScope scope, long before, int limit) {
    KeyHistory heads = scope.history(LogHead.SPACE, LogHead.key(), before, limit);
    return new KeyHistory(
        heads.states().stream().map(head -> withLength(scope, head)).toList(),
        heads.completeFrom(),
        heads.cursor());
  }

  private static KeyHistory.State withLength(ReadScope scope, KeyHistory.State head) {
    return new KeyHistory.State(
        Value.of(LogHead.of(scope.run(), head.value()).length()),
        head.version(),
        head.timeMicros(),
        head.expiresAtMicros());
  }

  /**
   * Where two logs part, of two runs or one run at two versions: events are compared by sequence,
   * type and payload. To compare at one view, take both scopes from one read view, past view or
   * transaction.
   */
  public EventDifference diff(ReadScope first, ReadScope second) {
    return first.atOneView(a -> second.atOneView(b -> firstDifference(a, b)));
  }

  private static EventDifference firstDifference(PinnedScope first, PinnedScope second) {
    long shorter = Math.min(LogHead.of(first).length(), LogHead.of(second).length());
    long[] common = new long[1];
    EventWalk.over(
        first,
        EventRange.all().to(shorter),
        event -> {
          boolean same = event.isSameAs(require(second, event.sequence()));
          common[0] += same ? 1 : 0;
          return same;
        });
    return new EventDifference(
        common[0],
        Optional.ofNullable(find(first, common[0])),
        Optional.ofNullable(find(second, common[0])));
  }
}
