package dev.tidemark.durability;

/**
 * An open file. One thread at a time reads and writes; a sync may run beside them. Interrupting a
 * thread never disturbs a read or a write.
 */
public interface DiskFile extends AutoCloseable {
  /** Reads up to {@code length} bytes at a position; fewer only at the end of the file. */
  int read(long position, byte[] target, int offset, int length);

  /** Writes into the operating system's cache, growing the file if needed. */
  void write(long position, byte[] source, int offset, int length);

  /**
   * Has writes within the file's present size go through a mapping, if the disk has such: a write
   * is then a copy of bytes, not a call of the system. Its blocks must have been allocated.
   */
  void mapWrites();

  /** Writes and syncs these bytes, and only these, in one step. */
  void writeDurable(long position, byte[] source, int offset, int length);

  /**
   * Syncs everything written before the call. Only for threads of the engine's own: an interrupt
   * during the call may close the file.
   */
  void sync();

  long size();

  @Override
  void close();
}
