package dev.tidemark.event;

import dev.tidemark.transaction.PinnedScope;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.UnsupportedFormatException;
import dev.tidemark.types.Value;
import java.util.OptionalLong;

/** Walks a log and recomputes its hashes, up to the first event that is not what was appended. */
final class ChainCheck {
  private final byte[] scratch = new byte[Sha256.BYTES];

  /** Null if it is unreadable, for the reason found then. */
  private LogHead head;

  private String headProblem = "";

  /** The sequence that must come next, and the event before it: zeros that end as its hash does. */
  private long next;

  private byte[] last = new byte[Sha256.BYTES];
  private String problem;

  private ChainCheck() {}

  static ChainVerification of(PinnedScope view) {
    ChainCheck check = new ChainCheck();
    check.readHead(view);
    view.scan(EventLog.SPACE, KeyRange.all(), (key, value, v, time) -> check.isSound(key, value));
    return check.result();
  }

  private void readHead(PinnedScope view) {
    try {
      head = LogHead.of(view.run(), view.get(LogHead.SPACE, LogHead.key()));
    } catch (CorruptionException | UnsupportedFormatException e) {
      headProblem = e.getMessage();
    }
  }

  private boolean isSound(byte[] key, Value value) {
    problem = problem(key, value);
    if (problem == null) {
      last = EventFormat.bytes(value);
      next++;
    }
    return problem == null;
  }

  private String problem(byte[] key, Value value) {
    if (head != null && next >= head.length()) {
      return "an entry lies beyond the length of the log, " + head.length();
    } else if (EventFormat.sequenceOf(key) != next) {
      return "it is missing";
    }
    String form = EventFormat.problem(value, next);
    return form != null ? form : EventFormat.hashProblem(EventFormat.bytes(value), last, scratch);
  }

  private ChainVerification result() {
    if (problem == null && head != null) {
      problem = problemAtTheEnd();
    }
    long length = head == null ? next : head.length();
    if (problem != null) {
      return new ChainVerification(length, OptionalLong.of(next), problem);
    }
    return new ChainVerification(length, OptionalLong.empty(), headProblem);
  }

  private String problemAtTheEnd() {
    if (next < head.length()) {
      return "it is missing";
    } else if (next > 0 && !head.isHashOf(last)) {
      next--;
      return "its hash is not the one that the head record has";
    }
    return null;
  }
}
