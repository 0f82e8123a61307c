package dev.tidemark.trace;

import dev.tidemark.types.InvalidArgumentException;
import java.util.HexFormat;

/**
 * Identity of a trace, in the order of recording. Sixteen bytes, big-endian:
 *
 * <pre>
 *  0  time of the transaction in microseconds since the epoch
 *  8  sequence: one more than the highest the transaction saw at that time, from 0
 * 12  random: tells apart what concurrent transactions record at one time
 * </pre>
 *
 * <p>A trace's id is above those of all traces that its transaction could see. Its text is 32
 * hexadecimal digits, so that texts, bytes and ids have one order.
 *
 * @param high the time
 * @param low sequence and random
 */
public record TraceId(long high, long low) implements Comparable<TraceId> {
  /** Bytes of an encoded id. */
  static final int BYTES = 16;

  private static final HexFormat HEX = HexFormat.of();

  /** The id of a trace recorded at a time, where nothing else was recorded yet. */
  static TraceId first(long timeMicros, int random) {
    return new TraceId(timeMicros, Integer.toUnsignedLong(random));
  }

  /** The id of a trace recorded at the same time, above this one. */
  TraceId next(int random) {
    long sequence = (low >>> Integer.SIZE) + 1;
    return new TraceId(high, sequence << Integer.SIZE | Integer.toUnsignedLong(random));
  }

  /**
   * Parses the text form.
   *
   * @throws InvalidArgumentException if the text is none
   */
  public static TraceId parse(String text) {
    if (text.length() != 2 * BYTES || !text.chars().allMatch(HexFormat::isHexDigit)) {
      throw new InvalidArgumentException(
          "trace id \""
              + text
              + "\" is not 32 hexadecimal digits; use the form returned by TraceId.toString()");
    }
    return new TraceId(
        HexFormat.fromHexDigitsToLong(text, 0, BYTES),
        HexFormat.fromHexDigitsToLong(text, BYTES, 2 * BYTES));
  }

  /** When the trace was recorded, in microseconds since the epoch: its transaction's time. */
  public long timeMicros() {
    return high;
  }

  @Override
  public int compareTo(TraceId other) {
    int c = Long.compareUnsigned(high, other.high);
    return c != 0 ? c : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }
}
