package dev.tidemark.trace;

import dev.tidemark.transaction.EntryVisitor;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionScope;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Names;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Page;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/**
 * What an agent did and thought, per run: traces that are recorded once and never change.
 * Stateless: every operation takes the scope it works in, a database's or a transaction's.
 *
 * <p>A trace is found by its id, type, tags, time and parent from the commit on that records it.
 * Traces of several transactions are in the order of their transactions' times, so one that commits
 * late may come before traces that were there earlier; those of one transaction, and those it could
 * see, are in the order of recording. All that one call returns is of one view.
 *
 * <p>Every operation throws {@link NotFoundException} for an unknown run. Tags and the names of
 * users' types are 1 to 1,024 bytes of UTF-8 without NUL and match as a whole; {@link
 * InvalidArgumentException} is thrown for an ill-formed one and {@link LimitExceededException} for
 * one that is too long. Pages take the cursor "" for the first page, then {@link Page#cursor()} of
 * the page before, and a limit of at least 1.
 */
public final class TraceStore {
  /** Where traces are kept. */
  public static final KeySpace ROWS = new KeySpace(0x14, "trace");

  /** Where the rows are kept that traces are found by. */
  public static final KeySpace INDEX = new KeySpace(0x15, "trace index");

  /** What walks the levels of a tree by recursion must not run out of stack. */
  private static final int MOST_LEVELS = 256;

  private static final int USUAL_LEVELS = 100;
  private static final int USUAL_TRACES = 10_000;

  /** Records a step that follows from none, with neither tags nor metadata. */
  public TraceId record(Scope scope, TraceContent content) {
    return record(scope, NewTrace.of(content));
  }

  /** Records a step that follows from none. */
  public TraceId record(
      Scope scope, TraceContent content, List<String> tags, Value.MapValue metadata) {
    return record(scope, new NewTrace(content, tags, metadata, Optional.empty()));
  }

  /**
   * Records a step that follows from another.
   *
   * @throws NotFoundException if the parent is not in the run
   */
  public TraceId record(
      Scope scope,
      TraceContent content,
      List<String> tags,
      Value.MapValue metadata,
      TraceId parent) {
    return record(scope, new NewTrace(content, tags, metadata, Optional.of(parent)));
  }

  private static TraceId record(Scope scope, NewTrace trace) {
    return record(scope, List.of(PreparedTrace.of(trace, "trace", scope.limits()))).get(0);
  }

  /**
   * Records many steps in one transaction, or none, in the order given.
   *
   * @throws DatabaseException for a bad one, naming its index
   */
  public List<TraceId> recordAll(Scope scope, List<NewTrace> traces) {
    List<PreparedTrace> prepared = new ArrayList<>(traces.size());
    for (NewTrace trace : traces) {
      String what = "trace at index " + prepared.size();
      prepared.add(PreparedTrace.of(trace, what, scope.limits()));
    }
    return record(scope, prepared);
  }

  private static List<TraceId> record(Scope scope, List<PreparedTrace> traces) {
    return scope.atomically(tx -> write(tx, traces)).value();
  }

  private static List<TraceId> write(TransactionScope tx, List<PreparedTrace> traces) {
    TraceId last = newest(tx.untracked(), tx.nowMicros());
    List<TraceId> ids = new ArrayList<>(traces.size());
    for (PreparedTrace trace : traces) {
      int random = ThreadLocalRandom.current().nextInt();
      last = last == null ? TraceId.first(tx.nowMicros(), random) : last.next(random);
      trace.write(tx, last);
      ids.add(last);
    }
    return ids;
  }

  /** The highest id of a time, or null. */
  private static TraceId newest(ReadScope scope, long timeMicros) {
    TraceId[] newest = new TraceId[1];
    scope.scanReverse(
        ROWS,
        TraceKeys.at(timeMicros),
        (key, value, version, time) -> {
          newest[0] = TraceKeys.id(key);
          return false;
        });
    return newest[0];
  }

  /** A trace, or empty if there is none of that id. */
  public Optional<Trace> get(ReadScope scope, TraceId id) {
    return Optional.ofNullable(find(scope, id));
  }

  private static Trace find(ReadScope scope, TraceId id) {
    Versioned<Value> row = scope.getVersioned(ROWS, TraceKeys.row(id));
    return row == null ? null : TraceFormat.decode(id, row.value(), row.version());
  }

  /** A trace that an index row names. */
  static Trace indexed(ReadScope scope, TraceId id) {
    Trace trace = find(scope, id);
    if (trace == null) {
      throw new CorruptionException(
          "run " + scope.run(), 0, "the index names trace " + id + ", which is not there");
    }
    return trace;
  }

  /** One page of the traces of a type, oldest first. */
  public Page<Trace> byType(ReadScope scope, TraceType type, String cursor, int limit) {
    return byType(scope, type, TraceOrder.OLDEST_FIRST, cursor, limit);
  }

  /** One page of the traces of a type. */
  public Page<Trace> byType(
      ReadScope scope, TraceType type, TraceOrder order, String cursor, int limit) {
    return indexed(scope, typePrefix(scope, type), order, cursor, limit);
  }

  /** One page of the traces with a tag, oldest first. */
  public Page<Trace> byTag(ReadScope scope, String tag, String cursor, int limit) {
    return byTag(scope, tag, TraceOrder.OLDEST_FIRST, cursor, limit);
  }

  /** One page of the traces with a tag. */
  public Page<Trace> byTag(
      ReadScope scope, String tag, TraceOrder order, String cursor, int limit) {
    byte[] prefix = TraceKeys.tagPrefix(Names.key(tag, "tag", scope.limits().keyBytes()));
    return indexed(scope, prefix, order, cursor, limit);
  }

  /**
   * One page of the traces that follow directly from one, oldest first; none if it is not there.
   */
  public Page<Trace> children(ReadScope scope, TraceId parent, String cursor, int limit) {
    byte[] prefix = TraceKeys.parentPrefix(parent);
    return indexed(scope, prefix, TraceOrder.OLDEST_FIRST, cursor, limit);
  }

  /**
   * One page of the traces recorded from one time to another, oldest first.
   *
   * @param fromMicros the earliest time, in microseconds since the epoch
   * @param toMicros the first time beyond
   */
  public Page<Trace> byTime(
      ReadScope scope, long fromMicros, long toMicros, String cursor, int limit) {
    return byTime(scope, fromMicros, toMicros, TraceOrder.OLDEST_FIRST, cursor, limit);
  }

  /** As {@link #byTime(ReadScope, long, long, String, int)}, in an order of choice. */
  public Page<Trace> byTime(
      ReadScope scope, long fromMicros, long toMicros, TraceOrder order, String cursor, int limit) {
    if (fromMicros > toMicros) {
      throw new InvalidArgumentException(
          "time " + fromMicros + " lies behind " + toMicros + "; swap the two");
    }
    KeyRange times = TraceKeys.times(Math.max(0, fromMicros), Math.max(0, toMicros));
    return rows(scope, times, order, cursor, limit, row -> true);
  }

  /**
   * One page of the traces that follow from none, oldest first. Reads the traces between them too.
   */
  public Page<Trace> roots(ReadScope scope, String cursor, int limit) {
    return rows(scope, KeyRange.all(), TraceOrder.OLDEST_FIRST, cursor, limit, TraceFormat::isRoot);
  }

  /** The newest traces, newest first. */
  public List<Trace> newest(ReadScope scope, int n) {
    return rows(scope, KeyRange.all(), TraceOrder.NEWEST_FIRST, "", n, row -> true).items();
  }

  /** The newest traces of a type, newest first. */
  public List<Trace> newest(ReadScope scope, int n, TraceType type) {
    return byType(scope, type, TraceOrder.NEWEST_FIRST, "", n).items();
  }

  /** How many traces the run has. Reads them all. */
  public long count(ReadScope scope) {
    return count(scope, ROWS, KeyRange.all());
  }

  /** How many traces of a type the run has. Reads their index rows. */
  public long count(ReadScope scope, TraceType type) {
    return count(scope, INDEX, KeyRange.prefix(typePrefix(scope, type)));
  }

  private static long count(ReadScope scope, KeySpace space, KeyRange range) {
    long[] count = new long[1];
    scope.scan(
        space,
        range,
        (key, value, version, time) -> {
          count[0]++;
          return true;
        });
    return count[0];
  }

  /**
   * A trace with all that followed from it, or empty if it is not there. Down to 100 levels and
   * 10,000 traces; {@link TraceTree#truncated} says whether that left out any.
   */
  public Optional<TraceTree> tree(ReadScope scope, TraceId root) {
    return tree(scope, root, USUAL_LEVELS, USUAL_TRACES);
  }

  /**
   * As {@link #tree(ReadScope, TraceId)}, within other bounds. Traces are taken level by level, so
   * what is left out is what is deepest; the tree of the trace above it goes on from there.
   *
   * @param levels most levels below the trace, 0 to 256
   * @param traces most traces in all, at least 1
   */
  public Optional<TraceTree> tree(ReadScope scope, TraceId root, int levels, int traces) {
    if (levels < 0 || levels > MOST_LEVELS) {
      throw new InvalidArgumentException(
          "levels = " + levels + " of a tree are outside 0.." + MOST_LEVELS + "; ask for fewer");
    } else if (traces < 1) {
      throw new InvalidArgumentException("traces = " + traces + " of a tree must be at least 1");
    }
    return scope.atOneView(
        view ->
            find(view, root) == null
                ? Optional.empty()
                : Optional.of(new TreeWalk(view, levels, traces).from(root)));
  }

  /**
   * The states a trace had, as far as retention kept them: that it was recorded, since it never
   * changes; none for an id that the run does not have.
   */
  public TraceHistory history(ReadScope scope, TraceId id) {
    return history(scope, id, KeyHistory.NEWEST, Integer.MAX_VALUE);
  }

  /**
   * One page of the states a trace had, newest first.
   *
   * @param before {@link KeyHistory#NEWEST} for the first page, then {@link TraceHistory#cursor()}
   *     of the page before; or a version, to see what came before it
   * @param limit most states, at least 1
   */
  public TraceHistory history(ReadScope scope, TraceId id, long before, int limit) {
    return TraceHistory.of(id, scope.history(ROWS, TraceKeys.row(id), before, limit));
  }

  private static byte[] typePrefix(ReadScope scope, TraceType type) {
    return PreparedTrace.typePrefix(type, "trace type", scope.limits().keyBytes());
  }

  private static Page<Trace> indexed(
      ReadScope scope, byte[] prefix, TraceOrder order, String cursor, int limit) {
    Page.Collector<TraceId> page = new Page.Collector<>(limit, TraceId::toString);
    KeyRange rest = behind(KeyRange.prefix(prefix), prefix, order, cursor);
    return scope.atOneView(
        view -> {
          scan(
              view, INDEX, rest, order, (key, value, version, time) -> page.add(TraceKeys.id(key)));
          Page<TraceId> ids = page.page();
          List<Trace> traces = new ArrayList<>(ids.items().size());
          ids.items().forEach(id -> traces.add(indexed(view, id)));
          return new Page<>(traces, ids.cursor());
        });
  }

  private static Page<Trace> rows(
      ReadScope scope,
      KeyRange range,
      TraceOrder order,
      String cursor,
      int limit,
      Predicate<Value> filter) {
    Page.Collector<Trace> page = new Page.Collector<>(limit, trace -> trace.id().toString());
    scan(
        scope,
        ROWS,
        behind(range, new byte[0], order, cursor),
        order,
        (key, value, version, time) ->
            !filter.test(value) || page.add(TraceFormat.decode(TraceKeys.id(key), value, version)));
    return page.page();
  }

  /** What of a range comes behind the page before. */
  private static KeyRange behind(KeyRange range, byte[] prefix, TraceOrder order, String cursor) {
    if (cursor.isEmpty()) {
      return range;
    }
    byte[] last = TraceKeys.of(prefix, TraceId.parse(cursor));
    return order == TraceOrder.OLDEST_FIRST ? range.after(last) : range.before(last);
  }

  private static void scan(
      ReadScope scope, KeySpace space, KeyRange range, TraceOrder order, EntryVisitor visitor) {
    if (order == TraceOrder.OLDEST_FIRST) {
      scope.scan(space, range, visitor);
    } else {
      scope.scanReverse(space, range, visitor);
    }
  }
}
