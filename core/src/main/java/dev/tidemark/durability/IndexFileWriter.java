package dev.tidemark.durability;

import dev.tidemark.durability.IndexFileFormat.Begin;
import dev.tidemark.index.IndexSection;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import dev.tidemark.types.StorageFailureException;
import dev.tidemark.types.Utf8;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.function.Supplier;

/** Streams what indexes keep into a file, which is made once there is any; holds one block. */
final class IndexFileWriter implements IndexSink, AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(IndexFileWriter.class.getName());

  private final Disk disk;
  private final String name;
  private final CheckpointHeader header;
  private final byte[] block =
      new byte[IndexFileFormat.BLOCK_HEADER_BYTES + IndexFileFormat.MOST_CONTENT_BYTES];
  private DiskFile file;
  private SequentialOutput out;
  private int blocks;
  private int sections;
  private StorageFailureException failure;

  IndexFileWriter(Disk disk, String name, CheckpointHeader header) {
    this.disk = disk;
    this.name = name;
    this.header = header;
  }

  int sections() {
    return sections;
  }

  @Override
  public void add(RunId run, KeySpace space, Supplier<IndexSection> index) {
    try {
      IndexSection section = index.get();
      if (section != null) {
        write(run, space, section);
      }
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      if (failure != null) {
        throw failure;
      }
      LOGGER.log(
          Level.WARNING,
          "the index of key space "
              + space.id()
              + " of run "
              + run
              + " keeps nothing beside the"
              + " checkpoint of version "
              + header.version(),
          e);
    }
  }

  private void write(RunId run, KeySpace space, IndexSection section) throws Exception {
    Begin begin = new Begin(run, space, section.format(), requireName(section));
    begin();
    seal(IndexFileFormat.writeBegin(begin, block), IndexFileFormat.BEGIN);
    Content content = new Content();
    try {
      section.writeTo(content);
      content.flushBlock();
    } finally {
      content.isEnded = true;
    }
    seal(IndexFileFormat.writeCount(content.written, block), IndexFileFormat.END);
    sections++;
  }

  private static String requireName(IndexSection section) {
    String name = section.name();
    if (Utf8.length(name) > IndexFileFormat.MOST_NAME_BYTES || section.format() < 0) {
      throw new InvalidArgumentException(
          "a section has a name of at most "
              + IndexFileFormat.MOST_NAME_BYTES
              + " bytes and a format from 0, not \""
              + name
              + "\" and "
              + section.format());
    }
    return name;
  }

  private void begin() {
    if (out == null) {
      file = disk.open(name, OpenMode.CREATE_NEW);
      out = new SequentialOutput(file);
      byte[] first =
          CheckpointFormat.encodeHeader(header, IndexFileFormat.MAGIC, IndexFileFormat.VERSION);
      append(first, first.length);
    }
  }

  private void seal(int end, int kind) {
    IndexFileFormat.seal(block, end, kind, blocks);
    append(block, end);
    blocks++;
  }

  /** Keeps a failure of the disk apart from one of an index, which may also hide it. */
  private void append(byte[] bytes, int count) {
    if (failure != null) {
      throw failure;
    }
    try {
      out.append(bytes, count);
    } catch (StorageFailureException e) {
      failure = e;
      throw e;
    }
  }

  /** Completes the file, which is durable then. */
  void finish() {
    if (out != null) {
      seal(IndexFileFormat.writeCount(sections, block), IndexFileFormat.LAST);
      out.flush();
    }
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }

  /** The bytes of one section. */
  private final class Content extends OutputStream {
    private int end = IndexFileFormat.BLOCK_HEADER_BYTES;
    private long written;
    private boolean isEnded;

    @Override
    public void write(int b) {
      makeRoom();
      block[end++] = (byte) b;
      written++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      for (int done = 0; done < length; ) {
        makeRoom();
        int count = Math.min(length - done, block.length - end);
        System.arraycopy(bytes, offset + done, block, end, count);
        end += count;
        done += count;
      }
      written += length;
    }

    private void makeRoom() {
      if (isEnded) {
        throw new InvalidArgumentException("the section was written; this is too late");
      }
      if (end == block.length) {
        flushBlock();
      }
    }

    private void flushBlock() {
      if (end > IndexFileFormat.BLOCK_HEADER_BYTES) {
        seal(end, IndexFileFormat.CONTENT);
        end = IndexFileFormat.BLOCK_HEADER_BYTES;
      }
    }
  }
}
