package dev.tidemark.types;

import java.time.Duration;
import java.util.Objects;

/**
 * When checkpoints are written in the background, and how much of the log is kept behind them.
 *
 * @param logBytes a checkpoint is due when the log has grown by this much since the last, at least
 *     1
 * @param interval a checkpoint is due this long after the last if anything was committed, at least
 *     1 ms
 * @param onClose whether closing the database writes one if anything was committed since the last:
 *     the next open is then fast
 * @param replayLogBytes most bytes of log kept for replay that no checkpoint needs, at least 0
 */
public record CheckpointPolicy(
    long logBytes, Duration interval, boolean onClose, long replayLogBytes) {
  /** An interval that never passes. */
  public static final Duration NEVER = Duration.ofDays(36_500);

  private static final CheckpointPolicy DEFAULTS =
      new CheckpointPolicy(100L << 20, NEVER, false, 1L << 30);

  public CheckpointPolicy {
    Objects.requireNonNull(interval, "interval");
    if (logBytes < 1 || replayLogBytes < 0) {
      throw new InvalidArgumentException(
          "checkpoints each %d log bytes, %d bytes kept for replay: give at least 1 and 0"
              .formatted(logBytes, replayLogBytes));
    }
    if (interval.toMillis() < 1 || interval.compareTo(NEVER) > 0) {
      throw new InvalidArgumentException(
          "checkpoint interval " + interval + " is outside 1 ms..100 years; choose one inside");
    }
  }

  /** Each 100 MiB of log, not by time, not on close; 1 GiB of log kept for replay. */
  public static CheckpointPolicy defaults() {
    return DEFAULTS;
  }

  /** Only when asked to. */
  public static CheckpointPolicy manual() {
    return DEFAULTS.logBytes(Long.MAX_VALUE);
  }

  public CheckpointPolicy logBytes(long logBytes) {
    return new CheckpointPolicy(logBytes, interval, onClose, replayLogBytes);
  }

  public CheckpointPolicy interval(Duration interval) {
    return new CheckpointPolicy(logBytes, interval, onClose, replayLogBytes);
  }

  public CheckpointPolicy onClose(boolean onClose) {
    return new CheckpointPolicy(logBytes, interval, onClose, replayLogBytes);
  }

  public CheckpointPolicy replayLogBytes(long replayLogBytes) {
    return new CheckpointPolicy(logBytes, interval, onClose, replayLogBytes);
  }
}
