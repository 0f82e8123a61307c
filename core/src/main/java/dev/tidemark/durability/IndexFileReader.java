package dev.tidemark.durability;

import dev.tidemark.durability.IndexFileFormat.Begin;
import dev.tidemark.index.SavedSection;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.FileProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Reads what indexes kept beside a checkpoint, block by block. Damage costs the section it lies in,
 * or all from there on if no more blocks can be found.
 */
final class IndexFileReader {
  private final String name;
  private final FileWindow window;
  private final CheckpointHeader header;
  private final Consumer<FileProblem> problems;
  private long offset = CheckpointFormat.HEADER_BYTES;
  private int blocks;
  private long sections;

  /** Where the block read last lies in the window. */
  private int at;

  /**
   * Reads the header.
   *
   * @param problems told what cannot be read
   * @throws CorruptionException if there is no whole one
   */
  IndexFileReader(String name, DiskFile file, Consumer<FileProblem> problems) {
    this.name = name;
    this.window = new FileWindow(file);
    this.problems = problems;
    byte[] bytes = new byte[CheckpointFormat.HEADER_BYTES];
    file.read(0, bytes, 0, bytes.length);
    this.header =
        CheckpointFormat.decodeHeader(bytes, name, IndexFileFormat.MAGIC, IndexFileFormat.VERSION);
    if (header == null) {
      throw new CorruptionException(name, 0, "this keeps no indexes, or its header is damaged");
    }
  }

  /** Hands over every section of which the beginning is whole, if they are of this checkpoint. */
  void read(CheckpointHeader checkpoint, Consumer<SavedSection> sink) {
    if (!header.equals(checkpoint)) {
      lost(0, "this belongs to another checkpoint, of version " + header.version());
      return;
    }
    while (true) {
      long start = offset;
      if (!nextBlock()) {
        lost(start, "block " + blocks + " is damaged or missing, and what comes after it is lost");
        return;
      }
      int kind = IndexFileFormat.kind(window.buffer(), at);
      if (kind == IndexFileFormat.LAST) {
        requireCount(start);
        return;
      } else if (kind == IndexFileFormat.BEGIN) {
        begin(start, sink);
      } else if (kind == IndexFileFormat.END) {
        sections++; // What came before it was not wanted, or is damaged.
      }
    }
  }

  private void lost(long where, String what) {
    problems.accept(new FileProblem(name, where, what));
  }

  /** Moves on to the next block; its content may be damaged. */
  private boolean nextBlock() {
    int found = window.load(offset, IndexFileFormat.BLOCK_HEADER_BYTES);
    if (found < 0 || !IndexFileFormat.isHeader(window.buffer(), found, blocks)) {
      return false;
    }
    int bytes =
        IndexFileFormat.BLOCK_HEADER_BYTES + IndexFileFormat.contentBytes(window.buffer(), found);
    found = window.load(offset, bytes);
    if (found < 0) {
      return false;
    }
    at = found;
    offset += bytes;
    blocks++;
    return true;
  }

  private boolean isIntact() {
    return IndexFileFormat.isContentIntact(window.buffer(), at);
  }

  private ByteReader content() {
    return new ByteReader(
        name,
        offset - contentBytes(),
        window.buffer(),
        at + IndexFileFormat.BLOCK_HEADER_BYTES,
        contentBytes());
  }

  private int contentBytes() {
    return IndexFileFormat.contentBytes(window.buffer(), at);
  }

  private void begin(long start, Consumer<SavedSection> sink) {
    if (!isIntact()) {
      lost(start, "the beginning of a section is damaged");
      return;
    }
    Begin begin = IndexFileFormat.readBegin(content());
    Content content = new Content();
    sink.accept(
        new SavedSection(
            name,
            start,
            begin.run(),
            begin.space(),
            begin.name(),
            begin.format(),
            header.version(),
            content));
    content.isOver = true;
  }

  private void requireCount(long start) {
    if (!isIntact() || content().readLong() != sections || offset != window.size()) {
      lost(start, "the file does not end as it should after " + sections + " sections");
    }
  }

  /** Checks everything without keeping it. */
  void verify(CheckpointHeader checkpoint) {
    read(
        checkpoint,
        section -> {
          try {
            section.content().transferTo(OutputStream.nullOutputStream());
          } catch (IOException e) {
            lost(section.offset(), e.getMessage());
          }
        });
  }

  /** The bytes of one section. */
  private final class Content extends InputStream {
    private long served;
    private int left;
    private boolean isAtEnd;
    private boolean isOver;
    private String damage;

    @Override
    public int read() throws IOException {
      return isAnyLeft() ? window.buffer()[next(1)] & 0xFF : -1;
    }

    @Override
    public int read(byte[] bytes, int start, int length) throws IOException {
      Objects.checkFromIndexSize(start, length, bytes.length);
      if (length == 0) {
        return 0;
      } else if (!isAnyLeft()) {
        return -1;
      }
      int count = Math.min(length, left);
      System.arraycopy(window.buffer(), next(count), bytes, start, count);
      return count;
    }

    private int next(int count) {
      int from = at + IndexFileFormat.BLOCK_HEADER_BYTES + contentBytes() - left;
      left -= count;
      served += count;
      return from;
    }

    private boolean isAnyLeft() throws IOException {
      if (isOver) {
        throw new IOException("the section is no longer being read");
      }
      while (left == 0 && !isAtEnd && damage == null) {
        nextContent();
      }
      if (damage != null) {
        throw new IOException(damage);
      }
      return left > 0;
    }

    private void nextContent() {
      int before = blocks;
      long start = offset;
      if (!nextBlock()) {
        damage = "block " + before + ", offset " + start + ", is damaged or missing";
        return;
      }
      int kind = IndexFileFormat.kind(window.buffer(), at);
      sections += kind == IndexFileFormat.END ? 1 : 0;
      if (kind != IndexFileFormat.CONTENT && kind != IndexFileFormat.END) {
        offset = start; // It begins the next section, or ends the file.
        blocks = before;
        damage = "the section was not written to its end";
      } else if (!isIntact()) {
        damage = "the content of block " + before + ", offset " + start + ", is damaged";
      } else if (kind == IndexFileFormat.CONTENT) {
        left = contentBytes();
      } else if (content().readLong() == served) {
        isAtEnd = true;
      } else {
        damage = "the section has " + served + " bytes, which are not all";
      }
    }
  }
}
