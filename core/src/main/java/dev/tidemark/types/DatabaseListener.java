package dev.tidemark.types;

/**
 * Told what a database does on its own. Called on the thread that does it, which holds no lock that
 * a commit needs; what a listener throws is logged and changes nothing. A slow listener delays what
 * it is told of.
 */
public interface DatabaseListener {
  /** A database that is being opened has read some more. Called at least once per file. */
  default void recoveryProgress(RecoveryProgress progress) {}

  /** A database has been opened from its directory; the caller of open does not have it yet. */
  default void recoveryCompleted(RecoveryReport recovery) {}

  /** A checkpoint is durable and was read back. */
  default void checkpointCompleted(CheckpointReport checkpoint) {}

  /**
   * A checkpoint could not be written. The log and the checkpoints before it are untouched; it is
   * tried again later.
   */
  default void checkpointFailed(Throwable cause) {}

  /**
   * A write, a sync or a commit under way failed: the database takes no more commits until it is
   * opened again, and every one is refused from now on. Called once, on a thread of its own.
   */
  default void becameReadOnly(Throwable cause) {}

  /**
   * A transaction that was begun by hand had not been ended when its database was closed, which
   * rolled it back.
   *
   * @param begunAt the place in the program that began it
   */
  default void transactionLeftOpen(String begunAt) {}
}
