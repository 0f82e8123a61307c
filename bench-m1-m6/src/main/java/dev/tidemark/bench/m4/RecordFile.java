package dev.tidemark.bench.m4;

import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.ScratchDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A file that is as long as it will ever be, filled with zeros and synced, and records to be
 * written into it one behind the other: the least a log can do.
 */
final class RecordFile implements AutoCloseable {
  private static final byte FILL = 0x5A;
  private static final int ZEROS = 1 << 16;

  private final Path directory;
  private final Path file;
  private final FileChannel channel;
  private final ByteBuffer record;
  private final int records;
  private ByteBuffer many;
  private long position;

  private RecordFile(
      Path directory, Path file, FileChannel channel, ByteBuffer record, int records) {
    this.directory = directory;
    this.file = file;
    this.channel = channel;
    this.record = record;
    this.records = records;
  }

  /** Makes a file of so many records and opens it for writing. */
  static RecordFile create(int recordBytes, int records, OpenOption... options) throws IOException {
    Path directory = ScratchDirectory.create();
    Path file = directory.resolve("records");
    fillWithZeros(file, (long) recordBytes * records);
    OpenOption[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = StandardOpenOption.WRITE;
    byte[] content = new byte[recordBytes];
    Arrays.fill(content, FILL);
    ByteBuffer record = ByteBuffer.allocateDirect(recordBytes).put(content);
    return new RecordFile(directory, file, FileChannel.open(file, all), record, records);
  }

  private static void fillWithZeros(Path file, long bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS);
      for (long at = 0; at < bytes; ) {
        zeros.position(0).limit((int) Math.min(ZEROS, bytes - at));
        at += channel.write(zeros, at);
      }
      channel.force(true);
    }
  }

  /** Writes the next record. */
  void write() throws IOException {
    record.position(0);
    while (record.hasRemaining()) {
      position += channel.write(record, position);
    }
  }

  /** Writes the next record and waits until it is on disk: {@code fdatasync}. */
  void writeAndSync() throws IOException {
    writeAndSync(1);
  }

  /** Writes the next records with one write and waits until they are on disk. */
  void writeAndSync(int count) throws IOException {
    ByteBuffer group = count == 1 ? record : group(count);
    group.position(0).limit(count * record.capacity());
    while (group.hasRemaining()) {
      position += channel.write(group, position);
    }
    channel.force(false);
  }

  private ByteBuffer group(int count) {
    if (many == null || many.capacity() < count * record.capacity()) {
      many = ByteBuffer.allocateDirect(2 * count * record.capacity());
      while (many.hasRemaining()) {
        many.put(FILL);
      }
    }
    return many;
  }

  long bytesWritten() {
    return position;
  }

  /** Checks that the file holds exactly its records, and deletes it. */
  @Override
  public void close() throws IOException {
    channel.close();
    byte[] content = Files.readAllBytes(file);
    byte[] expected = new byte[record.capacity() * records];
    Arrays.fill(expected, FILL);
    ForkReport.current().checkEquals("content of the file", true, Arrays.equals(expected, content));
    ScratchDirectory.delete(directory);
  }
}
