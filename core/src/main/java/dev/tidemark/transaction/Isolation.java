package dev.tidemark.transaction;

/** What a transaction is protected from. */
public enum Isolation {
  /**
   * The effect is that of running alone: whatever was read is as it was when the commit takes
   * effect, and so are the keys and ranges found empty.
   */
  SERIALIZABLE,

  /**
   * Only what is written is protected: a key that another commit has changed since the
   * transaction's view, read or not, is a conflict. What is read without being written may change
   * before the commit, so that two transactions may each overwrite what the other has read.
   */
  SNAPSHOT
}
