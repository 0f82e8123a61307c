package dev.tidemark.durability;

import dev.tidemark.types.StorageFailureException;
import java.util.List;

/**
 * One database directory: the only way to the file system. Every failure is a {@link
 * StorageFailureException} that names the file and the operation.
 */
public interface Disk {
  /** Names of the files in the directory, sorted. */
  List<String> list();

  DiskFile open(String name, OpenMode mode);

  void delete(String name);

  /** Makes the creation and deletion of files durable. */
  void syncDirectory();

  /**
   * Keeps every other opener out, in this process and in others, until the lock is closed.
   *
   * @throws StorageFailureException naming the directory if it is in use
   */
  DirectoryLock lock();
}
