package dev.tidemark.event;

import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.TransactionScope;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import dev.tidemark.types.SharedArrays;
import dev.tidemark.types.UnsupportedFormatException;
import dev.tidemark.types.Value;
import java.util.zip.CRC32C;

/**
 * Where a log ends: its one entry beside the events. A log without events has none.
 *
 * <pre>
 * 0  format, 1                  1 byte
 * 1  length of the log          8 bytes, the most significant first
 * 9  hash of the last event    32 bytes
 * 41 CRC-32C of all before      4 bytes
 * </pre>
 */
final class LogHead {
  static final KeySpace SPACE = new KeySpace(0x12, "event log head");

  private static final byte[] KEY = {'h'};
  private static final int FORMAT = 1;
  private static final int LENGTH = 1;
  private static final int HASH = LENGTH + Long.BYTES;
  private static final int CHECKSUM = HASH + Sha256.BYTES;
  private static final int BYTES = CHECKSUM + Integer.BYTES;
  private static final LogHead EMPTY = new LogHead(new byte[BYTES]);

  private final byte[] bytes;

  private LogHead(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The key of the entry, shared: not to be changed. */
  static byte[] key() {
    return KEY;
  }

  /**
   * The head of a log at one view.
   *
   * @throws CorruptionException if there is none although there are events, or what is stored is
   *     none
   */
  static LogHead of(ReadScope view) {
    LogHead head = of(view.run(), view.get(SPACE, KEY));
    if (head.length() == 0) {
      head.requireEnd(view);
    }
    return head;
  }

  /**
   * As {@link #of(ReadScope)}, for who puts the next event. The commit relies on the head alone:
   * whoever appends changes that.
   *
   * @throws CorruptionException also if there is an event already, or the last is missing
   */
  static LogHead forNext(TransactionScope tx) {
    LogHead head = of(tx.run(), tx.get(SPACE, KEY));
    head.requireEnd(tx.untracked());
    return head;
  }

  /**
   * As {@link #of(ReadScope)}, for who says that the log ends there.
   *
   * @throws CorruptionException also if there is an event already, or the last is missing
   */
  static LogHead end(ReadScope view) {
    LogHead head = of(view.run(), view.get(SPACE, KEY));
    head.requireEnd(view);
    return head;
  }

  private void requireEnd(ReadScope view) {
    if (hasEvent(view, length())) {
      throw misfit(view, (length() == 0 ? "it is missing" : promise()) + ", but there are more");
    } else if (length() > 0 && !hasEvent(view, length() - 1)) {
      throw misfit(view, promise() + ", but event " + (length() - 1) + " is missing");
    }
  }

  private static boolean hasEvent(ReadScope view, long sequence) {
    return view.get(EventLog.SPACE, EventFormat.key(sequence)) != null;
  }

  private String promise() {
    return "it says that the log has " + length() + " events";
  }

  private static CorruptionException misfit(ReadScope view, String problem) {
    return new CorruptionException(
        place(view.run()), 0, problem + "; EventLog.verifyChain tells what is whole");
  }

  /** The head that is stored, whatever the events are; null stands for none. */
  static LogHead of(RunId run, Value stored) {
    if (stored == null) {
      return EMPTY;
    }
    byte[] bytes = stored instanceof Value.BytesValue b ? SharedArrays.of(b) : new byte[0];
    if (bytes.length != BYTES || checksum(bytes) != EventFormat.getInt(bytes, CHECKSUM)) {
      throw new CorruptionException(
          place(run), 0, "what is stored is no head; EventLog.verifyChain tells what is whole");
    } else if (bytes[0] != FORMAT) {
      throw new UnsupportedFormatException(place(run), bytes[0] & 0xFF, FORMAT);
    }
    return new LogHead(bytes);
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CHECKSUM);
    return (int) crc.getValue();
  }

  /** Whether an event is the last of the log. */
  boolean isHashOf(byte[] event) {
    return EventFormat.isHash(bytes, HASH, event, event.length - Sha256.BYTES);
  }

  private static String place(RunId run) {
    return "head record of the event log of run " + run;
  }

  /** The head of the log with one more event. */
  LogHead after(byte[] event) {
    byte[] next = new byte[BYTES];
    next[0] = FORMAT;
    EventFormat.putLong(next, LENGTH, length() + 1);
    System.arraycopy(event, event.length - Sha256.BYTES, next, HASH, Sha256.BYTES);
    EventFormat.putInt(next, CHECKSUM, checksum(next));
    return new LogHead(next);
  }

  Value toValue() {
    return SharedArrays.adoptBytes(bytes);
  }

  long length() {
    return EventFormat.getLong(bytes, LENGTH);
  }

  /** Writes the hash of the last event, zeros if there is none. */
  void copyHash(byte[] out, int at) {
    System.arraycopy(bytes, HASH, out, at, Sha256.BYTES);
  }
}
