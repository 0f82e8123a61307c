package dev.tidemark.durability;

import dev.tidemark.types.InvalidArgumentException;
import java.util.concurrent.Executor;

/**
 * Sizes of a log's files and buffers.
 *
 * @param firstSegmentBytes size of the first segment, each next one being twice as large
 * @param maxSegmentBytes size at which segments stop growing
 * @param maxUnsyncedBytes commits wait while more is unsynced
 * @param background runs the preparation of the next segment
 */
public record LogOptions(
    long firstSegmentBytes, long maxSegmentBytes, long maxUnsyncedBytes, Executor background) {
  private static final int MIN_SEGMENT_BYTES = 4096;

  public LogOptions {
    if (firstSegmentBytes < MIN_SEGMENT_BYTES || maxSegmentBytes < firstSegmentBytes) {
      throw new InvalidArgumentException(
          "segments of %d to %d bytes: the first must be at least %d and at most the largest"
              .formatted(firstSegmentBytes, maxSegmentBytes, MIN_SEGMENT_BYTES));
    }
    if (maxUnsyncedBytes < 1) {
      throw new InvalidArgumentException("maxUnsyncedBytes must be at least 1");
    }
  }

  /** Segments growing from 1 to 64 MiB, 32 MiB unsynced, a thread of its own for preparation. */
  public static LogOptions defaults() {
    return new LogOptions(1 << 20, 64 << 20, 32 << 20, LogOptions::onDaemonThread);
  }

  private static void onDaemonThread(Runnable task) {
    Thread thread = new Thread(task, "tidemark-log-preparer");
    thread.setDaemon(true);
    thread.start();
  }

  /** Size of the segment that follows one of this size. */
  long sizeAfter(long segmentBytes) {
    return Math.max(firstSegmentBytes, Math.min(maxSegmentBytes, 2 * segmentBytes));
  }
}
