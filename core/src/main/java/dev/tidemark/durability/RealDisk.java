package dev.tidemark.durability;

import dev.tidemark.types.StorageFailureException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A directory of the file system. */
public final class RealDisk implements Disk {
  private static final String LOCK_FILE = "tidemark.lock";

  /**
   * Directories locked by this process. The file lock alone cannot tell: closing a second
   * descriptor of the lock file, as a refused opener would, releases the first one's lock.
   */
  private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

  private final Path directory;

  /** Creates the directory if it is missing. */
  public RealDisk(Path directory) {
    this.directory = directory;
    attempt("create directory", directory, this::create);
  }

  /** Makes what is missing of the path durable: a file is lost with the name of its directory. */
  private Path create() throws IOException {
    Path path = directory.toAbsolutePath();
    Path present = path;
    while (!Files.exists(present)) {
      present = present.getParent();
    }
    Files.createDirectories(path);
    for (Path made = path; !made.equals(present); made = made.getParent()) {
      force(made.getParent());
    }
    return path;
  }

  @Override
  public List<String> list() {
    return attempt("list", directory, this::sortedNames);
  }

  private List<String> sortedNames() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public DiskFile open(String name, OpenMode mode) {
    Path path = directory.resolve(name);
    if (mode == OpenMode.CREATE_NEW) {
      attempt("create", path, () -> Files.createFile(path));
    } else if (!Files.isRegularFile(path)) {
      throw new StorageFailureException("cannot open " + path + ": there is no such file");
    }
    return attempt("open", path, () -> new RealFile(path));
  }

  @Override
  public void delete(String name) {
    Path path = directory.resolve(name);
    attempt("delete", path, () -> Files.deleteIfExists(path));
  }

  @Override
  public void rename(String from, String to) {
    Path source = directory.resolve(from);
    attempt(
        "rename",
        source,
        () -> Files.move(source, directory.resolve(to), StandardCopyOption.ATOMIC_MOVE));
  }

  @Override
  public void syncDirectory() {
    attempt("sync directory", directory, () -> force(directory));
  }

  private static Void force(Path directory) throws IOException {
    return uninterrupted(
        () -> {
          try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
            return null;
          }
        });
  }

  /**
   * Runs an operation on a channel of its own, again with a new one if an interrupt closed it. The
   * interrupt is kept for later.
   */
  static <T> T uninterrupted(Operation<T> operation) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return operation.run();
        } catch (ClosedByInterruptException e) {
          interrupted = Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public DirectoryLock lock() {
    Path real = attempt("resolve", directory, directory::toRealPath);
    if (!LOCKED.add(real)) {
      throw inUse("this process");
    }
    try {
      RandomAccessFile file = lockFile();
      return () -> unlock(real, file);
    } catch (Throwable e) {
      LOCKED.remove(real);
      throw e;
    }
  }

  private RandomAccessFile lockFile() {
    Path path = directory.resolve(LOCK_FILE);
    RandomAccessFile file = attempt("open", path, () -> new RandomAccessFile(path.toFile(), "rw"));
    try {
      if (attempt("lock", path, () -> file.getChannel().tryLock() == null)) {
        throw inUse("another process");
      }
      return file;
    } catch (OverlappingFileLockException e) {
      attempt("close", path, () -> close(file));
      throw inUse("this process, through other classes of this name");
    } catch (Throwable e) {
      attempt("close", path, () -> close(file));
      throw e;
    }
  }

  private void unlock(Path real, RandomAccessFile file) {
    if (file.getChannel().isOpen()) {
      LOCKED.remove(real);
      attempt("close", directory.resolve(LOCK_FILE), () -> close(file));
    }
  }

  private static Void close(RandomAccessFile file) throws IOException {
    file.close();
    return null;
  }

  private StorageFailureException inUse(String where) {
    return new StorageFailureException(
        "directory " + directory + " is open in " + where + "; close that database first");
  }

  /** A file system operation with a result. */
  interface Operation<T> {
    T run() throws IOException;
  }

  static <T> T attempt(String what, Path path, Operation<T> operation) {
    try {
      return operation.run();
    } catch (IOException e) {
      throw failure(what, path, e);
    }
  }

  static StorageFailureException failure(String what, Path path, IOException cause) {
    String reason = isDiskFull(cause) ? "the disk is full" : String.valueOf(cause.getMessage());
    return new StorageFailureException("cannot " + what + " " + path + ": " + reason, cause);
  }

  private static boolean isDiskFull(IOException cause) {
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left") || message.contains("quota exceeded");
  }
}
