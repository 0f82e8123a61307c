package dev.tidemark.durability;

import dev.tidemark.types.StorageFailureException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Writes groups into the segments of a log. Used by one thread at a time, the leader; the flusher
 * asks for the file.
 */
final class SegmentWriter {
  private static final int ZEROS = 1 << 20;

  private final Disk disk;
  private final LogOptions options;
  private final boolean durable;
  private final Manifest manifest;
  private final SyncTimer timer;
  private volatile LogSegment current;

  /** The file of the next segment, in preparation once half of this one is used. */
  private CompletableFuture<DiskFile> next;

  SegmentWriter(
      Disk disk,
      LogOptions options,
      Recovery.Recovered recovered,
      boolean durable,
      SyncTimer timer) {
    this.disk = disk;
    this.options = options;
    this.durable = durable;
    this.manifest = recovered.manifest();
    this.timer = timer;
    this.current = recovered.end().segment();
    mapUnlessDurable(current.file());
  }

  DiskFile file() {
    return current.file();
  }

  void write(RecordGroup group) {
    long offset = current.offsetOf(group.start());
    if (durable) {
      timer.start();
      current.file().writeDurable(offset, group.bytes(), 0, group.length());
      timer.stop(group.length());
    } else {
      current.file().write(offset, group.bytes(), 0, group.length());
    }
    if (next == null && offset + group.length() > current.bytes() / 2) {
      prepareNext();
    }
  }

  private void prepareNext() {
    String name = LogSegment.name(current.header().number() + 1);
    long bytes = options.sizeAfter(current.bytes());
    next = CompletableFuture.supplyAsync(() -> prepareFor(name, bytes), options.background());
  }

  private DiskFile prepareFor(String name, long bytes) {
    DiskFile file = prepare(disk, name, bytes);
    mapUnlessDurable(file);
    return file;
  }

  /** Durable writes never go through a mapping: syncing that is slower than writing in sync. */
  private void mapUnlessDurable(DiskFile file) {
    if (!durable) {
      file.mapWrites();
    }
  }

  /**
   * Makes an empty segment file: zeros, so that later writes change no metadata, which would slow
   * every sync.
   */
  static DiskFile prepare(Disk disk, String name, long bytes) {
    DiskFile file = disk.open(name, OpenMode.CREATE_NEW);
    byte[] zeros = new byte[(int) Math.min(bytes, ZEROS)];
    for (long at = 0; at < bytes; at += zeros.length) {
      file.write(at, zeros, 0, (int) Math.min(zeros.length, bytes - at));
    }
    file.sync();
    disk.syncDirectory();
    return file;
  }

  /**
   * Goes over to the segment that begins with this group. Everything before it must be synced: that
   * the header is there says so.
   */
  void startSegment(RecordGroup first) {
    if (next == null) {
      prepareNext();
    }
    DiskFile file = prepared();
    next = null;
    SegmentHeader header =
        new SegmentHeader(
            current.header().databaseId(),
            current.header().number() + 1,
            first.start(),
            first.newSegment().previousCrc());
    file.writeDurable(0, SegmentHeaderFormat.encode(header), 0, SegmentHeaderFormat.BYTES);
    manifest.segmentBegun(header.number());
    LogSegment finished = current;
    current =
        new LogSegment(LogSegment.name(header.number()), file, header, first.newSegment().bytes());
    finished.file().close();
  }

  private DiskFile prepared() {
    try {
      return next.join();
    } catch (CompletionException e) {
      throw new StorageFailureException(
          "cannot prepare the next log segment: " + e.getCause().getMessage(), e.getCause());
    }
  }

  /** Closes the files and deletes a prepared one, which holds nothing. */
  void close() {
    manifest.close();
    current.file().close();
    if (next != null && !isFailed(next)) {
      prepared().close();
      disk.delete(LogSegment.name(current.header().number() + 1));
    }
  }

  private static boolean isFailed(CompletableFuture<DiskFile> preparation) {
    return preparation.handle((file, failure) -> failure != null).join();
  }
}
