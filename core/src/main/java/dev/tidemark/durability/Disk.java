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

  /**
   * Gives a closed file another name, in place of the file that has it, if any. After a crash it
   * has either name, and the other file may still be there.
   */
  void rename(String from, String to);

  /** Makes the creation, deletion and renaming of files durable. */
  void syncDirectory();

  /**
   * Keeps every other opener out, in this process and in others, until the lock is closed.
   *
   * @throws StorageFailureException naming the directory if it is in use
   */
  DirectoryLock lock();
}
