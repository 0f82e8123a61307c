package dev.tidemark.durability;

/** A part of a file in memory, which moves on as positions ahead of it are asked for. */
final class FileWindow {
  private static final int BYTES = 1 << 20;

  private final DiskFile file;
  private final long size;
  private byte[] buffer;
  private long start;
  private int length;

  FileWindow(DiskFile file) {
    this.file = file;
    this.size = file.size();
    this.buffer = new byte[(int) Math.min(BYTES, size)];
  }

  long size() {
    return size;
  }

  byte[] buffer() {
    return buffer;
  }

  /**
   * Brings a part of the file into the buffer.
   *
   * @return its index in {@link #buffer}, or -1 if the file ends before the part does
   */
  int load(long offset, int bytes) {
    if (bytes > size - offset) {
      return -1;
    }
    if (offset < start || offset + bytes > start + length) {
      refill(offset, bytes);
    }
    return (int) (offset - start);
  }

  private void refill(long offset, int bytes) {
    if (bytes > buffer.length) {
      buffer = new byte[bytes];
    }
    start = offset;
    length = file.read(offset, buffer, 0, (int) Math.min(buffer.length, size - offset));
    assert length >= bytes : "the file shrank while it was read";
  }
}
