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
  private final Sequences damaged = new Sequences();

  /** The lowest sequence above all that were ever told. */
  private long end;

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
  void requireWhole(long length) {
    if (damaged.countBelow(length) > 0) {
      throw new CorruptionException(
          "event " + damaged.get(0) + " of run " + run,
          0,
          "its type cannot be told; EventLog.verifyChain says more");
    }
  }

  @Override
  public void installed(byte[] key, Value value, long version) {
    long sequence = EventFormat.sequenceOf(key);
    if (sequence < end) { // Changed behind the log's back: what is stored now counts.
      byType.values().forEach(ofType -> ofType.remove(sequence));
      damaged.remove(sequence);
    }
    end = Math.max(end, sequence + 1);
    if (value == null) {
      return;
    }
    String type = EventFormat.typeOf(value, sequence);
    (type == null ? damaged : byType.computeIfAbsent(type, t -> new Sequences())).add(sequence);
  }

  @Override
  public void forgetBefore(long horizon) {
    // A sequence says of its event all that any view needs.
  }
}
