package dev.tidemark.types;

import java.util.EnumSet;
import java.util.Set;

/** Where a run is in its life. */
public enum RunStatus {
  ACTIVE,
  PAUSED,
  COMPLETED,
  FAILED,
  CANCELLED,
  ARCHIVED;

  /** The statuses that may follow this one. */
  public Set<RunStatus> next() {
    return switch (this) {
      case ACTIVE -> EnumSet.of(COMPLETED, FAILED, CANCELLED, PAUSED, ARCHIVED);
      case PAUSED -> EnumSet.of(ACTIVE, CANCELLED, ARCHIVED);
      case COMPLETED, FAILED, CANCELLED -> EnumSet.of(ARCHIVED);
      case ARCHIVED -> EnumSet.noneOf(RunStatus.class);
    };
  }

  /** Whether the run came to an end by itself. */
  public boolean isFinished() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }

  /** Whether entries of the run may be written. */
  public boolean isWritable() {
    return this == ACTIVE || this == PAUSED;
  }
}
