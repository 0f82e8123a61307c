package dev.tidemark.durability;

/** Fills a file from front to back in large durable writes. */
final class SequentialOutput {
  private static final int BYTES = 1 << 20;

  private final DiskFile file;
  private final byte[] buffer = new byte[BYTES];
  private long written;
  private int length;

  SequentialOutput(DiskFile file) {
    this.file = file;
  }

  void append(byte[] bytes, int count) {
    if (length + count > buffer.length) {
      flush();
    }
    if (count > buffer.length) {
      write(bytes, count);
    } else {
      System.arraycopy(bytes, 0, buffer, length, count);
      length += count;
    }
  }

  void flush() {
    if (length > 0) {
      write(buffer, length);
      length = 0;
    }
  }

  /** Durable at once: a sync could fail a caller's thread that is interrupted. */
  private void write(byte[] bytes, int count) {
    file.writeDurable(written, bytes, 0, count);
    written += count;
  }
}
