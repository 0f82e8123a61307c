package dev.tidemark.durability;

import dev.tidemark.types.CheckpointReport;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.FileProblem;
import dev.tidemark.types.IndexRecovery;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.RecoveryReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Reads a log from where a checkpoint leaves off, or from its first record, to its end, and makes
 * the end fit for more.
 *
 * <p>The end is the first place where no record of the chain lies. Behind it may be what a crash
 * left of unsynced writes; that is zeroed. It is damage, and refused, if it lies in a segment that
 * another follows, for a segment is begun only when the one before is synced, or if a record behind
 * it knows that its place had been synced.
 */
final class LogRecovery {
  private static final int CHUNK = 1 << 16;

  private final Disk disk;
  private final LogOptions options;
  private final LogStart start;
  private final ManifestFormat.Slot manifest;
  private final Consumer<LogSegment> progress;

  private final List<LogSegment> segments = new ArrayList<>();
  private long commits;
  private long bytes;
  private long lastVersion;
  private long lastTimeMicros;
  private LogTail tail = new LogTail(0);
  private long durableThrough;
  private boolean closedCleanly = true;

  /** As the last close record says. */
  private long orphanedThrough;

  /**
   * @param manifest what must be there at least, or null if nothing says so
   * @param progress told each segment once it has been read
   */
  LogRecovery(
      Disk disk,
      LogOptions options,
      LogStart start,
      ManifestFormat.Slot manifest,
      Consumer<LogSegment> progress) {
    this.disk = disk;
    this.options = options;
    this.start = start;
    this.manifest = manifest;
    this.progress = progress;
  }

  /** Hands every commit over and returns the end of the log, its segment open. */
  LogEnd recover(Consumer<CommitBatch> replay) {
    try {
      openSegments();
      LogEnd end = null;
      for (int i = 0; i < segments.size(); i++) {
        end = recover(i, end, replay);
        progress.accept(segments.get(i));
      }
      segments.subList(0, segments.size() - 1).forEach(segment -> segment.file().close());
      return end;
    } catch (Throwable e) {
      segments.forEach(segment -> segment.file().close());
      throw e;
    }
  }

  RecoveryReport report(
      Optional<CheckpointReport> checkpoint, List<FileProblem> skipped, Duration elapsed) {
    return new RecoveryReport(
        checkpoint,
        skipped,
        commits,
        bytes,
        newestVersion(),
        newestTimeMicros(),
        tail.records(),
        tail.bytes(),
        closedCleanly,
        List.of(),
        IndexRecovery.nothing(),
        segments.size(),
        elapsed);
  }

  private long newestVersion() {
    return Math.max(lastVersion, start.version());
  }

  private long newestTimeMicros() {
    return Math.max(lastTimeMicros, start.timeMicros());
  }

  /** The newest version as of the last time that the log was not closed before it was opened. */
  long orphanedThrough() {
    return closedCleanly ? orphanedThrough : newestVersion();
  }

  private void openSegments() {
    List<String> names = LogSegment.namesFrom(disk, start.segment());
    for (int i = 0; i < names.size(); i++) {
      requireNumber(names.get(i), start.segment() + i);
      openSegment(names.get(i), i == names.size() - 1);
    }
    long next = start.segment() + segments.size();
    if (manifest != null && manifest.segment() >= next) {
      throw missing(manifest.segment());
    }
    if (segments.isEmpty()) {
      segments.add(createFirst());
    }
  }

  private static void requireNumber(String name, long number) {
    if (LogSegment.number(name) != number) {
      throw missing(number);
    }
  }

  private static CorruptionException missing(long number) {
    return new CorruptionException(
        LogSegment.name(number), 0, "the segment is missing; restore it from a backup");
  }

  private void openSegment(String name, boolean last) {
    DiskFile file = disk.open(name, OpenMode.EXISTING);
    try {
      SegmentHeader header = readHeader(name, file);
      if (header != null) {
        segments.add(new LogSegment(name, file, header, file.size()));
        return;
      }
      requireUnused(name, file, last && !isBegun(name));
      file.close();
      disk.delete(name);
    } catch (Throwable e) {
      file.close();
      throw e;
    }
  }

  private boolean isBegun(String name) {
    return manifest != null && LogSegment.number(name) <= manifest.segment();
  }

  static SegmentHeader readHeader(String name, DiskFile file) {
    byte[] bytes = new byte[SegmentHeaderFormat.BYTES];
    file.read(0, bytes, 0, bytes.length);
    return SegmentHeaderFormat.decode(bytes, name);
  }

  /**
   * A segment was never begun if it holds nothing, whether it was being prepared or its header was
   * being written: records follow only once the header is synced.
   */
  private static void requireUnused(String name, DiskFile file, boolean mayBe) {
    FileWindow window = new FileWindow(file);
    long header = Math.min(SegmentHeaderFormat.BYTES, window.size());
    boolean unprepared = isZero(window, 0, header) && !holdsRecord(window);
    boolean torn =
        window.size() > SegmentHeaderFormat.BYTES && isZero(window, header, window.size());
    if (!mayBe || !(unprepared || torn)) {
      throw new CorruptionException(
          name, 0, "this is no log segment, or its header is damaged; restore it from a backup");
    }
  }

  static boolean isZero(FileWindow window, long from, long to) {
    for (long i = from; i < to; i++) {
      if (window.buffer()[window.load(i, 1)] != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean holdsRecord(FileWindow window) {
    long last = window.size() - LogRecordFormat.HEADER_BYTES;
    for (long i = SegmentHeaderFormat.BYTES; i <= last; i += LogRecordFormat.ALIGNMENT) {
      int at = window.load(i, LogRecordFormat.HEADER_BYTES);
      if (LogRecordFormat.isHeader(window.buffer(), at)) {
        return true;
      }
    }
    return false;
  }

  private LogSegment createFirst() {
    if (!start.equals(LogStart.BEGINNING)) {
      throw missing(start.segment());
    }
    SegmentHeader header = new SegmentHeader(UUID.randomUUID(), 1, 0, 0);
    return LogSegment.create(disk, header, options.firstSegmentBytes());
  }

  private LogEnd recover(int index, LogEnd before, Consumer<CommitBatch> replay) {
    LogSegment segment = segments.get(index);
    requireFollows(segment, index, before);
    SegmentScanner scanner = new SegmentScanner(segment);
    replayRecords(segment, scanner, replay);
    if (index < segments.size() - 1) {
      requireEndsAt(segments.get(index + 1).header().base(), segment, scanner);
    } else {
      requireReachesStart(segment, scanner);
      dropTail(segment, scanner);
      makeDurable(segment, scanner.offset());
    }
    return new LogEnd(
        segment, scanner.position(), scanner.chain(), newestVersion(), newestTimeMicros());
  }

  private void requireFollows(LogSegment segment, int index, LogEnd before) {
    SegmentHeader header = segment.header();
    UUID expected =
        start.databaseId() != null ? start.databaseId() : segments.get(0).header().databaseId();
    if (!header.databaseId().equals(expected)) {
      throw new CorruptionException(
          segment.name(),
          0,
          "the segment belongs to database " + header.databaseId() + ", the rest to " + expected);
    }
    boolean continues =
        before == null
            ? header.base() <= start.position()
            : header.base() == before.position() && header.previousCrc() == before.chain();
    if (header.number() != start.segment() + index || !continues) {
      throw new CorruptionException(
          segment.name(), 0, "the segment does not continue the one before it");
    }
  }

  private void replayRecords(
      LogSegment segment, SegmentScanner scanner, Consumer<CommitBatch> replay) {
    for (RecordHeader header = scanner.next(); header != null; header = scanner.next()) {
      durableThrough = header.durableThrough();
      closedCleanly = header.flags() == LogRecordFormat.FLAG_CLOSE;
      if (closedCleanly) {
        orphanedThrough = LogRecordFormat.decodeClose(scanner.body());
      } else {
        requireOrder(segment, scanner, header);
        replayRecord(header, segment, scanner, replay);
      }
    }
  }

  private void replayRecord(
      RecordHeader header,
      LogSegment segment,
      SegmentScanner scanner,
      Consumer<CommitBatch> replay) {
    if (header.position() >= start.position()) {
      replay(LogRecordFormat.decode(header, scanner.body()), segment, scanner, replay);
      commits++;
      bytes += scanner.recordBytes();
    }
  }

  private static void replay(
      CommitBatch batch, LogSegment segment, SegmentScanner scanner, Consumer<CommitBatch> replay) {
    try {
      replay.accept(batch);
    } catch (NotFoundException e) {
      throw new CorruptionException(
          segment.name(),
          scanner.offset() - scanner.recordBytes(),
          "version "
              + batch.version()
              + " edits what the versions before it do not hold: "
              + e.getMessage());
    }
  }

  private void requireOrder(LogSegment segment, SegmentScanner scanner, RecordHeader header) {
    boolean held = header.position() < start.position();
    if (header.version() <= lastVersion
        || header.timeMicros() < lastTimeMicros
        || held != header.version() <= start.version()) {
      throw new CorruptionException(
          segment.name(),
          scanner.offset() - scanner.recordBytes(),
          "version " + header.version() + " follows version " + lastVersion);
    }
    lastVersion = header.version();
    lastTimeMicros = header.timeMicros();
  }

  private static void requireEndsAt(long next, LogSegment segment, SegmentScanner scanner) {
    if (scanner.position() != next) {
      throw new CorruptionException(
          segment.name(),
          scanner.offset(),
          "a record is damaged although a later segment exists, so that it had been synced;"
              + " restore the file from a backup");
    }
  }

  /** The log was synced up to the checkpoint before that was written. */
  private void requireReachesStart(LogSegment segment, SegmentScanner scanner) {
    if (scanner.position() < start.position()) {
      throw new CorruptionException(
          segment.name(),
          scanner.offset(),
          "the log ends here, before position "
              + start.position()
              + " that a checkpoint knows to be synced; restore the file from a backup");
    }
  }

  private void dropTail(LogSegment segment, SegmentScanner scanner) {
    tail = scanner.tail();
    if (tail.isDamage()) {
      throw new CorruptionException(
          segment.name(),
          tail.start(),
          "a record is damaged although the one at offset "
              + tail.proof()
              + " knows that it had been synced; restore the file from a backup");
    }
    byte[] zeros = new byte[(int) Math.min(CHUNK, tail.bytes())];
    for (long done = 0; done < tail.bytes(); done += zeros.length) {
      int length = (int) Math.min(zeros.length, tail.bytes() - done);
      segment.file().writeDurable(tail.start() + done, zeros, 0, length);
    }
    closedCleanly &= tail.bytes() == 0;
  }

  /**
   * Writes again what may never have reached the disk: the records that none behind them knows to
   * be synced or, if there is none, the header. A sync would not do: one that failed before the
   * crash has left pages that look clean and are not on the disk.
   */
  private void makeDurable(LogSegment segment, long end) {
    if (end == SegmentHeaderFormat.BYTES) {
      writeAgain(segment.file(), 0, end);
    } else {
      long unsynced = Math.max(durableThrough, segment.header().base());
      writeAgain(segment.file(), segment.offsetOf(unsynced), end);
    }
  }

  private static void writeAgain(DiskFile file, long from, long to) {
    byte[] chunk = new byte[(int) Math.min(CHUNK, to - from)];
    for (long at = from; at < to; at += chunk.length) {
      int length = (int) Math.min(chunk.length, to - at);
      file.read(at, chunk, 0, length);
      file.writeDurable(at, chunk, 0, length);
    }
  }
}
