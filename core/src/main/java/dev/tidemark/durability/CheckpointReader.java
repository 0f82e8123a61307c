package dev.tidemark.durability;

import dev.tidemark.durability.CheckpointBlockFormat.Content;
import dev.tidemark.types.CheckpointReport;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.DatabaseException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;

/** Reads one checkpoint file, block by block. */
final class CheckpointReader {
  /** Blocks read ahead of the one whose entries are handed over, and decoded meanwhile. */
  private static final int BLOCKS_AHEAD = 8;

  private final String name;
  private final DiskFile file;
  private final long size;
  private final CheckpointHeader header;
  private final FileWindow window;
  private int blocks;
  private long entries;

  /**
   * Reads the header.
   *
   * @throws CorruptionException if there is no whole one
   */
  CheckpointReader(String name, DiskFile file) {
    this.name = name;
    this.file = file;
    this.size = file.size();
    this.window = new FileWindow(file);
    byte[] bytes = new byte[CheckpointFormat.HEADER_BYTES];
    file.read(0, bytes, 0, bytes.length);
    this.header = CheckpointFormat.decodeHeader(bytes, name);
    if (header == null) {
      throw damaged(0, "this is no checkpoint, or its header is damaged");
    }
  }

  private CorruptionException damaged(long offset, String what) {
    return new CorruptionException(name, offset, what);
  }

  CheckpointHeader header() {
    return header;
  }

  long size() {
    return size;
  }

  int blocks() {
    return blocks;
  }

  long entries() {
    return entries;
  }

  /** Checks every checksum and count of the file without decoding it. */
  void verify() {
    long offset = CheckpointFormat.HEADER_BYTES;
    while (offset < footerOffset()) {
      offset = verifyBlock(offset);
    }
    int at = window.load(offset, CheckpointFormat.FOOTER_BYTES);
    if (at < 0
        || offset != footerOffset()
        || !CheckpointFormat.isFooter(window.buffer(), at, blocks, entries)) {
      throw damaged(offset, "the checkpoint does not end with its footer");
    }
  }

  private long footerOffset() {
    return size - CheckpointFormat.FOOTER_BYTES;
  }

  private long verifyBlock(long offset) {
    int at = window.load(offset, CheckpointBlockFormat.HEADER_BYTES);
    if (at < 0 || !CheckpointBlockFormat.isHeader(window.buffer(), at)) {
      throw damaged(offset, "the header of block " + blocks + " is damaged");
    }
    if (CheckpointBlockFormat.number(window.buffer(), at) != blocks) {
      throw damaged(offset, "block " + blocks + " is missing");
    }
    long end = endOf(offset, at);
    at = end > footerOffset() ? -1 : window.load(offset, (int) (end - offset));
    if (at < 0 || !CheckpointBlockFormat.isContentIntact(window.buffer(), at)) {
      throw damaged(offset, "the content of block " + blocks + " is damaged");
    }
    entries += CheckpointBlockFormat.entries(window.buffer(), at);
    blocks++;
    return end;
  }

  private long endOf(long offset, int at) {
    return offset
        + CheckpointBlockFormat.HEADER_BYTES
        + CheckpointBlockFormat.contentBytes(window.buffer(), at);
  }

  /** Checks that the name says what the header does: a renamed file is not what it seems. */
  void requireName() {
    if (!name.equals(CheckpointStore.name(header.version()))) {
      throw damaged(0, "the checkpoint is of version " + header.version());
    }
  }

  CheckpointReport report(long startNanos) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
    return new CheckpointReport(
        name, header.version(), header.timeMicros(), entries, size, 0, elapsed);
  }

  /**
   * Hands over the content of a verified file, in the order it was written. Blocks are decoded by
   * other threads.
   *
   * @param progress told the bytes read after each block
   */
  void read(CheckpointSink sink, LongConsumer progress) {
    ArrayDeque<CompletableFuture<Content>> decoding = new ArrayDeque<>();
    long offset = CheckpointFormat.HEADER_BYTES;
    while (offset < footerOffset()) {
      byte[] block = blockAt(offset);
      decoding.add(decode(block, offset));
      offset += block.length;
      if (decoding.size() > BLOCKS_AHEAD) {
        decoded(decoding.remove()).addTo(sink);
        progress.accept(offset);
      }
    }
    decoding.forEach(block -> decoded(block).addTo(sink));
    progress.accept(size);
  }

  private byte[] blockAt(long offset) {
    int at = window.load(offset, CheckpointBlockFormat.HEADER_BYTES);
    byte[] block = new byte[(int) (endOf(offset, at) - offset)];
    file.read(offset, block, 0, block.length);
    return block;
  }

  private CompletableFuture<Content> decode(byte[] block, long offset) {
    ByteReader in = new ByteReader(name, offset, block, 0, block.length);
    return CompletableFuture.supplyAsync(() -> CheckpointBlockFormat.decode(in));
  }

  private static Content decoded(CompletableFuture<Content> block) {
    try {
      return block.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof DatabaseException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
