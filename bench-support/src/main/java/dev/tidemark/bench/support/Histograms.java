package dev.tidemark.bench.support;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;

/** The one kind of histogram used everywhere: nanoseconds with three significant digits. */
public final class Histograms {
  private static final int SIGNIFICANT_DIGITS = 3;

  private Histograms() {}

  /** An empty histogram of nanoseconds. */
  public static Histogram create() {
    Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
    histogram.setAutoResize(true);
    return histogram;
  }

  /** An empty histogram that holds values up to {@code longestNanos} and never allocates again. */
  static Histogram upTo(long longestNanos) {
    return new Histogram(longestNanos, SIGNIFICANT_DIGITS);
  }

  /** The compressed form in Base64. */
  public static String encode(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer, Deflater.BEST_COMPRESSION);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the text is not an encoded histogram
   */
  public static Histogram decode(String encoded) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(encoded));
      return Histogram.decodeFromCompressedByteBuffer(bytes, 0);
    } catch (DataFormatException | RuntimeException damaged) {
      throw new IllegalArgumentException("not an encoded latency histogram", damaged);
    }
  }

  /** All values of all histograms in one; empty when there are none. */
  public static Histogram merge(List<Histogram> parts) {
    Histogram merged = create();
    parts.forEach(merged::add);
    return merged;
  }
}
