package dev.tidemark.telemetry;

import dev.tidemark.types.LatencyHistogram;
import dev.tidemark.types.LatencyHistogram.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in buckets whose width grows with them: 32 between each power of two and the
 * next, so that a bucket's upper end is at most 1/32 above any duration in it; below 64 ns each
 * duration has its own. The layout is that of HdrHistogram (Gil Tene). Never blocks.
 */
public final class LatencyRecorder {
  private static final int SUB_BUCKET_BITS = 5;
  private static final int SUB_BUCKETS = 1 << SUB_BUCKET_BITS;

  private final AtomicLongArray counts = new AtomicLongArray(bucket(Long.MAX_VALUE) + 1);
  private final AtomicLong max = new AtomicLong();

  /** Adds a duration; one below zero, which a clock should not give, counts as zero. */
  public void record(long nanos) {
    long duration = Math.max(0, nanos);
    if (duration > max.get()) {
      max.accumulateAndGet(duration, Math::max); // First: a snapshot never lacks its maximum.
    }
    counts.incrementAndGet(bucket(duration));
  }

  /** What was recorded so far; recordings under way may or may not be in it. */
  public LatencyHistogram snapshot() {
    List<Bucket> buckets = new ArrayList<>();
    for (int i = 0; i < counts.length(); i++) {
      long count = counts.get(i);
      if (count > 0) {
        buckets.add(new Bucket(highest(i), count));
      }
    }
    return buckets.isEmpty() ? LatencyHistogram.EMPTY : new LatencyHistogram(buckets, max.get());
  }

  private static int bucket(long nanos) {
    int shift = Math.max(0, Long.SIZE - 1 - SUB_BUCKET_BITS - Long.numberOfLeadingZeros(nanos));
    return shift * SUB_BUCKETS + (int) (nanos >>> shift);
  }

  /** The longest duration of a bucket. */
  private static long highest(int bucket) {
    int shift = Math.max(0, bucket / SUB_BUCKETS - 1);
    long first = bucket - (long) shift * SUB_BUCKETS;
    return ((first + 1) << shift) - 1;
  }
}
