package dev.tidemark.run;

/** What becomes of the children of a run that is deleted, its forks among them. */
public enum Cascade {
  /** A run that has children is not deleted. */
  RESTRICT,

  /** They stay, without a parent. */
  DETACH,

  /** They are deleted too, and their children, down to the last. */
  DELETE
}
