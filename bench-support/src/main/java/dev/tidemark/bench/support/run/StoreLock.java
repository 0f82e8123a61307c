package dev.tidemark.bench.support.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lets one run at a time measure into a store: two at once would disturb each other's times. */
public final class StoreLock {
  private StoreLock() {}

  /** Another run holds the lock. */
  public static final class HeldException extends IOException {
    private static final long serialVersionUID = 1L;

    HeldException(String message) {
      super(message);
    }
  }

  /** What is done under the lock. */
  interface Action<T> {
    T run() throws IOException;
  }

  /**
   * Does something while holding the lock of a store.
   *
   * @throws HeldException if another process, or another run of this one, has it
   */
  static <T> T holding(Path store, Action<T> action) throws IOException {
    Files.createDirectories(store);
    try (FileChannel channel =
        FileChannel.open(
            store.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (!locked(channel)) {
        throw new HeldException(
            "another run is measuring into " + store + "; wait for it or choose another --out");
      }
      return action.run();
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException heldHere) {
      return false;
    }
  }
}
