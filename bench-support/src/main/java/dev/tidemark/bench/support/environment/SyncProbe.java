package dev.tidemark.bench.support.environment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** How long the file system of a directory takes to make a small write durable. */
final class SyncProbe {
  private static final int WRITES = 25;
  private static final int BYTES = 4096;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private SyncProbe() {}

  /**
   * Median nanoseconds of a 4 KiB append with its sync; empty if the directory cannot be written.
   */
  static OptionalLong median(Path directory) {
    Path file = null;
    try {
      Files.createDirectories(directory);
      file = Files.createTempFile(directory, "sync", ".probe");
      return OptionalLong.of(measure(file));
    } catch (IOException unwritable) {
      return OptionalLong.empty();
    } finally {
      delete(file);
    }
  }

  private static long measure(Path file) throws IOException {
    long[] times = new long[WRITES];
    int taken = 0;
    long begin = System.nanoTime();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
      while (taken < WRITES && System.nanoTime() - begin < PATIENCE_NANOS) {
        long start = System.nanoTime();
        channel.write(ByteBuffer.allocate(BYTES));
        channel.force(false);
        times[taken++] = System.nanoTime() - start;
      }
    }
    Arrays.sort(times, 0, taken);
    return times[taken / 2];
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException leftBehind) {
      file.toFile().deleteOnExit();
    }
  }
}
