package dev.tidemark.durability;

/** How a file is opened; always for reading and writing. */
public enum OpenMode {
  /** The file must not exist. */
  CREATE_NEW,
  /** The file must exist. */
  EXISTING
}
