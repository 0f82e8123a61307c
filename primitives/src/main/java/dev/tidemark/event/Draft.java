package dev.tidemark.event;

import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ValueBytes;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Names;
import dev.tidemark.types.Value;

/** An event that was checked and only lacks its place in the log. */
record Draft(byte[] type, Value payload, int payloadBytes) {
  /**
   * Checks an event.
   *
   * @param where which event of a batch it is, for messages
   * @throws InvalidArgumentException if a part is missing or the type is ill-formed
   * @throws LimitExceededException if a part or the whole is too large
   */
  static Draft of(ReadScope scope, String type, Value payload, String where) {
    Limits limits = scope.limits();
    if (type == null || payload == null) {
      throw new InvalidArgumentException(
          "event" + where + " has no " + (type == null ? "type" : "payload; Value.nil() is one"));
    }
    byte[] encodedType = Names.key(type, "event type" + where, limits.keyBytes());
    int payloadBytes = ValueBytes.size(payload, limits, "event payload" + where);
    long bytes = (long) EventFormat.OVERHEAD + encodedType.length + payloadBytes;
    int most = Math.min(limits.scalarBytes(), limits.valueBytes());
    if (bytes > most) {
      throw new LimitExceededException(
          "an event in bytes" + where,
          most,
          bytes,
          "store the payload elsewhere and append its key");
    }
    return new Draft(encodedType, payload, payloadBytes);
  }
}
