package dev.tidemark.types;

import java.util.List;

/**
 * How long something took, in buckets: each duration is counted under the upper end of its bucket,
 * which is at most 1/32 above it and never below.
 *
 * @param buckets those that are not empty, shortest first
 * @param maxNanos the longest duration, exactly; 0 if there is none
 */
public record LatencyHistogram(List<Bucket> buckets, long maxNanos) {
  /** Without durations. */
  public static final LatencyHistogram EMPTY = new LatencyHistogram(List.of(), 0);

  /**
   * Durations of about the same length.
   *
   * @param upToNanos no shorter than any of them
   * @param count how many there are, more than 0
   */
  public record Bucket(long upToNanos, long count) {}

  public LatencyHistogram {
    buckets = List.copyOf(buckets);
    long last = -1;
    for (Bucket bucket : buckets) {
      if (bucket.count <= 0 || bucket.upToNanos <= last) {
        throw new InvalidArgumentException(
            bucket + " is empty or not above the one before; give filled buckets in order");
      }
      last = bucket.upToNanos;
    }
  }

  /** How many durations there are. */
  public long count() {
    return buckets.stream().mapToLong(Bucket::count).sum();
  }

  /**
   * A duration that so many percent of all do not exceed, in nanoseconds; at most 1/32 too long. 0
   * if there are none.
   *
   * @param percent 0 (the shortest) to 100 (the longest)
   */
  public long percentileNanos(double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new InvalidArgumentException("percentile " + percent + " is outside 0..100");
    }
    long rank = (long) Math.ceil(percent / 100 * count());
    for (Bucket bucket : buckets) {
      rank -= bucket.count;
      if (rank <= 0) {
        return Math.min(bucket.upToNanos, maxNanos);
      }
    }
    return maxNanos;
  }
}
