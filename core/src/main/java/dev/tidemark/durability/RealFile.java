package dev.tidemark.durability;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file through {@link RandomAccessFile}: a channel's reads and writes would close it for
 * everybody when their thread is interrupted. Durable writes go through a second descriptor that
 * syncs with each write.
 */
final class RealFile implements DiskFile {
  private final Path path;
  private final Descriptor plain;
  private Descriptor synced;

  /** Null unless writes are mapped. Unmapped with the garbage, some time after the close. */
  private MappedByteBuffer mapping;

  RealFile(Path path) throws IOException {
    this.path = path;
    this.plain = new Descriptor(path, "rw");
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) {
    return RealDisk.attempt("read", path, () -> plain.read(position, target, offset, length));
  }

  @Override
  public void write(long position, byte[] source, int offset, int length) {
    if (mapping != null && position + length <= mapping.capacity()) {
      mapping.put((int) position, source, offset, length);
      return;
    }
    try {
      plain.write(position, source, offset, length);
    } catch (IOException e) {
      throw RealDisk.failure("write", path, e);
    }
  }

  @Override
  public void mapWrites() {
    mapping = RealDisk.attempt("map", path, () -> RealDisk.uninterrupted(this::map));
  }

  private MappedByteBuffer map() throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
    }
  }

  @Override
  public void writeDurable(long position, byte[] source, int offset, int length) {
    try {
      if (synced == null) {
        synced = new Descriptor(path, "rwd");
      }
      synced.write(position, source, offset, length);
    } catch (IOException e) {
      throw RealDisk.failure("write and sync", path, e);
    }
  }

  @Override
  public void sync() {
    try {
      plain.file.getChannel().force(false);
    } catch (IOException e) {
      throw RealDisk.failure("sync", path, e);
    }
  }

  @Override
  public long size() {
    return RealDisk.attempt("read the size of", path, plain.file::length);
  }

  @Override
  public void close() {
    mapping = null;
    try {
      plain.file.close();
      if (synced != null) {
        synced.file.close();
      }
    } catch (IOException e) {
      throw RealDisk.failure("close", path, e);
    }
  }

  /** Seeks only when the position is not where the last operation ended. */
  private static final class Descriptor {
    private static final long UNKNOWN = -1;

    private final RandomAccessFile file;
    private long at;

    Descriptor(Path path, String mode) throws IOException {
      this.file = new RandomAccessFile(path.toFile(), mode);
    }

    int read(long position, byte[] target, int offset, int length) throws IOException {
      moveTo(position);
      int total = 0;
      int count = length;
      while (total < length && count > 0) {
        count = file.read(target, offset + total, length - total);
        total += Math.max(count, 0);
      }
      at = position + total;
      return total;
    }

    void write(long position, byte[] source, int offset, int length) throws IOException {
      moveTo(position);
      at = UNKNOWN;
      file.write(source, offset, length);
      at = position + length;
    }

    private void moveTo(long position) throws IOException {
      if (at != position) {
        file.seek(position);
        at = position;
      }
    }
  }
}
