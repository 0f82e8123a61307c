package dev.tidemark.types;

/**
 * Told what a database does on its own. Called on the thread that does it, which holds no lock that
 * a commit needs; what a listener throws is logged and changes nothing.
 */
public interface DatabaseListener {
  /** A database that is being opened has read some more. Called at least once per file. */
  default void recoveryProgress(RecoveryProgress progress) {}

  /** A checkpoint is durable and was read back. */
  default void checkpointCompleted(CheckpointReport checkpoint) {}

  /**
   * A checkpoint could not be written. The log and the checkpoints before it are untouched; it is
   * tried again later.
   */
  default void checkpointFailed(Throwable cause) {}
}
