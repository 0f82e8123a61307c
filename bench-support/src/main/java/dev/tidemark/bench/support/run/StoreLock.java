package dev.tidemark.bench.support.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Lets one run at a time measure into a store: two at once would disturb each other's times. There
 * are two locks: one for as long as jars run one after another as a suite, so that nothing comes
 * between them, and one for the jar that measures. A jar on its own takes both.
 */
public final class StoreLock {
  private static final String SUITE_PROPERTY = "tidemark.bench.suite";

  /** The argument that tells a jar's JVM that whoever started it holds the lock of the suite. */
  public static final String UNDER_SUITE = "-D" + SUITE_PROPERTY + "=true";

  private static final String SUITE = ".suite.lock";
  private static final String MEASURING = ".lock";

  private StoreLock() {}

  /** Another run holds the lock. */
  public static final class HeldException extends IOException {
    private static final long serialVersionUID = 1L;

    HeldException(String message) {
      super(message);
    }
  }

  /** What is done under the lock. */
  @FunctionalInterface
  public interface Action<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /**
   * Does something that starts several jars one after another.
   *
   * @throws HeldException if another process, or another run of this one, is measuring
   */
  public static <T> T holdingSuite(Path store, Action<T> action) throws IOException {
    return holding(store, SUITE, action);
  }

  /**
   * Measures.
   *
   * @throws HeldException if another process, or another run of this one, is measuring
   */
  static <T> T holding(Path store, Action<T> action) throws IOException {
    Action<T> measuring = () -> holding(store, MEASURING, action);
    return Boolean.getBoolean(SUITE_PROPERTY) ? measuring.run() : holdingSuite(store, measuring);
  }

  private static <T> T holding(Path store, String name, Action<T> action) throws IOException {
    Files.createDirectories(store);
    Path file = store.resolve(name);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (!locked(channel)) {
        throw new HeldException(
            "another run is measuring into "
                + store
                + holder(file)
                + "; wait for it or choose another --out");
      }
      sign(channel);
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

  private static void sign(FileChannel channel) throws IOException {
    String holder =
        "process "
            + ProcessHandle.current().pid()
            + " since "
            + Instant.now().truncatedTo(ChronoUnit.SECONDS);
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
  }

  /** Who says to hold the lock; nothing if that cannot be read. */
  private static String holder(Path file) {
    try {
      String signed = Files.readString(file);
      return signed.isEmpty() ? "" : " (" + signed + ")";
    } catch (IOException unreadable) {
      return "";
    }
  }
}
