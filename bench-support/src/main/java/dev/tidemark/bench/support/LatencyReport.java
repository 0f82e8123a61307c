package dev.tidemark.bench.support;

import org.HdrHistogram.Histogram;

/**
 * Latency percentiles of single operations, in nanoseconds.
 *
 * <p>Each is a nearest-rank percentile: the smallest recorded value that at least that share of the
 * values does not exceed, to the three significant digits of the histogram. Nothing is
 * interpolated.
 */
public record LatencyReport(long p50, long p90, long p95, long p99, long p999) {

  /**
   * The percentiles of a histogram of nanoseconds.
   *
   * @throws IllegalArgumentException if the histogram is empty, since it has no percentiles
   */
  public static LatencyReport of(Histogram histogram) {
    if (histogram.getTotalCount() == 0) {
      throw new IllegalArgumentException(
          "no latency was recorded: an empty histogram has no percentiles");
    }
    return new LatencyReport(
        at(histogram, 50),
        at(histogram, 90),
        at(histogram, 95),
        at(histogram, 99),
        at(histogram, 99.9));
  }

  private static long at(Histogram histogram, double percentile) {
    return Math.min(histogram.getValueAtPercentile(percentile), histogram.getMaxValue());
  }
}
