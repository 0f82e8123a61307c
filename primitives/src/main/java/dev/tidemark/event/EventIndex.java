package dev.tidemark.event;

import dev.tidemark.index.DerivedIndex;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sequences of each type of one run. Events are appended in order and never changed, so what a
 * view sees of a type are those below the length that its log has.
 */
final class EventIndex implements DerivedIndex {
  private static final Sequences NONE = new Sequences();

  private final RunId run;
  private final Map<String, Sequences> byType = new ConcurrentHashMap<>();

  /** Those told of that are no events, or no more. */
  private final Sequences damaged = new Sequences();

  /** The lowest sequence above all that were ever told. */
  private long end;

  /** How many events of a type there are. */
  private long known;

  /** The length up to which every event is there, or -1 if one below the end is not. */
  private volatile long wholeUpTo;

  EventIndex(RunId run) {
    this.run = run;
  }

  /** The sequences of one type. */
  Sequences ofType(String type) {
    return byType.getOrDefault(type, NONE);
  }

  /** The sequences of each type. */
  Map<String, Sequences> byType() {
    return byType;
  }

  /**
   * Refuses to answer for a log with events whose type cannot be told.
   *
   * @throws CorruptionException if there are such below a length
   */
  void requireUndamaged(long length) {
    if (damaged.countBelow(length) > 0) {
      throw new CorruptionException(
          "event " + damaged.get(0) + " of run " + run,
          0,
          "it is missing or its type cannot be told; EventLog.verifyChain says more");
    }
  }

  /**
   * As {@link #requireUndamaged}, for an index that was told of the log from its beginning.
   *
   * @throws CorruptionException also if it was never told of an event below the length: one that
   *     was lost before the database was opened
   */
  void requireWhole(long length) {
    requireUndamaged(length);
    if (length > wholeUpTo) {
      long there = byType.values().stream().mapToLong(ofType -> ofType.countBelow(length)).sum();
      if (there != length) {
        throw new CorruptionException(
            "event log of run " + run,
            0,
            (length - there)
                + " of its "
                + length
                + " events are missing; EventLog.verifyChain tells what is whole");
      }
    }
  }

  @Override
  public void installed(byte[] key, Value value, long version) {
    long sequence = EventFormat.sequenceOf(key);
    if (sequence < end) { // Changed behind the log's back: what is stored now counts.
      byType.values().forEach(ofType -> known -= ofType.remove(sequence) ? 1 : 0);
      damaged.remove(sequence);
    }
    end = Math.max(end, sequence + 1);
    String type = value == null ? null : EventFormat.typeOf(value, sequence);
    if (type != null) {
      byType.computeIfAbsent(type, t -> new Sequences()).add(sequence);
      known++;
    } else if (value != null || sequence >= 0) {
      damaged.add(sequence);
    }
    wholeUpTo = known == end ? end : -1;
  }

  @Override
  public int backlog() {
    return 64;
  }

  @Override
  public void forgetBefore(long horizon) {
    // A sequence says of its event all that any view needs.
  }
}
