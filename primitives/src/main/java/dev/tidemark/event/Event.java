package dev.tidemark.event;

import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.Arrays;

/**
 * Something that happened in a run. Immutable; holds what is stored and decodes type and payload
 * when they are first asked for.
 */
public final class Event {
  private final byte[] stored;
  private final long version;

  /** Decoded, as the payload, by whoever asks first; if several do, they get equal ones. */
  private String type;

  private Value payload;

  Event(byte[] stored, long version) {
    this.stored = stored;
    this.version = version;
  }

  /** Its place in the log, from 0. */
  public long sequence() {
    return EventFormat.sequence(stored);
  }

  public String type() {
    String decoded = type;
    if (decoded == null) {
      decoded = EventFormat.type(stored);
      type = decoded;
    }
    return decoded;
  }

  /**
   * What was appended.
   *
   * @throws CorruptionException if what is stored is no value
   */
  public Value payload() {
    Value decoded = payload;
    if (decoded == null) {
      decoded = EventFormat.payload(stored);
      payload = decoded;
    }
    return decoded;
  }

  /** The time of the transaction that appended it, in microseconds since the epoch. */
  public long timeMicros() {
    return EventFormat.timeMicros(stored);
  }

  /** The commit that appended it, {@link Versioned#PENDING} inside its own transaction. */
  public long version() {
    return version;
  }

  /** SHA-256 over the event and the hash before it, in hexadecimal. */
  public String hash() {
    return EventFormat.hash(stored);
  }

  /** The hash of the event before it; zeros for the first. */
  public String previousHash() {
    return EventFormat.previousHash(stored);
  }

  boolean isSameAs(Event other) {
    return EventFormat.isSameContent(stored, other.stored);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Event other
        && version == other.version
        && Arrays.equals(stored, other.stored);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(stored);
  }

  @Override
  public String toString() {
    return "Event[" + sequence() + ", " + type() + ", " + payload() + "]";
  }
}
