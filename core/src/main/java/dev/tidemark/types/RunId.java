package dev.tidemark.types;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * Identity of a run (one agent execution): a UUID, ordered by its unsigned big-endian bytes.
 *
 * @param high the most significant 64 bits
 * @param low the least significant 64 bits
 */
public record RunId(long high, long low) implements Comparable<RunId> {
  /** Bytes of an encoded id. */
  public static final int BYTES = 16;

  /** Owner of what belongs to no single run. It always exists and never ends. */
  public static final RunId GLOBAL = new RunId(0, 0);

  private static final SecureRandom RANDOM = new SecureRandom();

  /** A random (version 4) id. */
  public static RunId random() {
    long high = (RANDOM.nextLong() & ~0xF000L) | 0x4000L;
    long low = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new RunId(high, low);
  }

  /**
   * An id (UUID version 7) that sorts by a time and is random beside that.
   *
   * @param ticks 4096ths of a millisecond since the epoch
   */
  public static RunId timeOrdered(long ticks) {
    return new RunId(((ticks >>> 12) << 16) | 0x7000 | (ticks & 0xFFF), random().low);
  }

  public static RunId of(UUID uuid) {
    return new RunId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /**
   * Parses the canonical form of a UUID.
   *
   * @throws InvalidArgumentException if the text is not a UUID
   */
  public static RunId parse(String text) {
    try {
      return of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      throw new InvalidArgumentException(
          "run id \"" + text + "\" is not a UUID; use the form returned by RunId.toString()", e);
    }
  }

  public UUID toUuid() {
    return new UUID(high, low);
  }

  @Override
  public int compareTo(RunId other) {
    int c = Long.compareUnsigned(high, other.high);
    return c != 0 ? c : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return toUuid().toString();
  }
}
