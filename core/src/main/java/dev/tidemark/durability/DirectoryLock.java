package dev.tidemark.durability;

/** Exclusive use of a database directory. */
public interface DirectoryLock extends AutoCloseable {
  /** Lets others open the directory; a second call does nothing. */
  @Override
  void close();
}
