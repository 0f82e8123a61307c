package dev.tidemark.durability;

import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.FileProblem;
import dev.tidemark.types.StorageFailureException;
import dev.tidemark.types.StoredVersion;
import dev.tidemark.types.VerificationReport;
import java.util.ArrayList;
import java.util.List;

/** Checks every checkpoint and all of the log, changing nothing. */
public final class Verification {
  private static final long NO_LIMIT = Long.MAX_VALUE;

  private final Disk disk;
  private final long limit;
  private final List<FileProblem> problems = new ArrayList<>();
  private final List<CheckpointHeader> sound = new ArrayList<>();
  private long begunSegment;
  private int files;
  private long blocks;
  private long entries;
  private long records;

  /**
   * @param limit logical position up to which the log is there, more being written behind it
   */
  Verification(Disk disk, long limit) {
    this.disk = disk;
    this.limit = limit;
  }

  /**
   * Checks a directory that no database is open in.
   *
   * @throws StorageFailureException if one is
   */
  public static VerificationReport ofClosed(Disk disk) {
    DirectoryLock lock = disk.lock();
    try {
      return new Verification(disk, NO_LIMIT).run();
    } finally {
      lock.close();
    }
  }

  VerificationReport run() {
    attempt(Recovery.INCOMPLETE, () -> Recovery.requireComplete(disk));
    attempt(Manifest.NAME, this::readManifest);
    CheckpointStore.names(disk).forEach(name -> attempt(name, () -> verifyCheckpoint(name)));
    verifyLog();
    return new VerificationReport(files, blocks, entries, records, problems);
  }

  private void attempt(String file, Runnable check) {
    try {
      check.run();
    } catch (CorruptionException e) {
      problems.add(FileProblem.of(e));
    } catch (DatabaseException e) {
      problems.add(new FileProblem(file, 0, e.getMessage()));
    }
  }

  private void readManifest() {
    ManifestFormat.Slot slot = Manifest.read(disk);
    begunSegment = slot == null ? 0 : slot.segment();
  }

  private void verifyCheckpoint(String name) {
    files++;
    try (DiskFile file = disk.open(name, OpenMode.EXISTING)) {
      CheckpointReader reader = new CheckpointReader(name, file);
      reader.requireName();
      reader.verify();
      reader.read(new Nowhere(), done -> {});
      blocks += reader.blocks();
      entries += reader.entries();
      sound.add(reader.header());
      attempt(
          CheckpointStore.indexName(reader.header().version()),
          () -> verifyIndexes(reader.header()));
    }
  }

  private void verifyIndexes(CheckpointHeader checkpoint) {
    String name = CheckpointStore.indexName(checkpoint.version());
    if (!disk.list().contains(name)) {
      return;
    }
    files++;
    try (DiskFile file = disk.open(name, OpenMode.EXISTING)) {
      new IndexFileReader(name, file, problems::add).verify(checkpoint);
    }
  }

  /** Takes what is decoded only to see that it can be. */
  private static final class Nowhere implements CheckpointSink {
    @Override
    public void committed(long version, long timeMicros) {}

    @Override
    public void add(StoredVersion stored) {}
  }

  private void verifyLog() {
    long next = sound.isEmpty() ? 1 : sound.get(0).logSegment();
    long previous = 0;
    LogEnd end = null;
    for (String name : LogSegment.namesFrom(disk, 1)) {
      long number = LogSegment.number(name);
      if (number > next) {
        addProblem(LogSegment.name(next), 0, "the segment is missing");
      }
      end = verifySegment(name, number == previous + 1 ? end : null);
      previous = number;
      next = Math.max(next, number + 1);
    }
    if (begunSegment >= next || next == 1) {
      addProblem(LogSegment.name(Math.max(begunSegment, next)), 0, "the segment is missing");
    }
    requireReaches(end);
    requireReachesLimit(end);
  }

  private void requireReachesLimit(LogEnd end) {
    if (limit < NO_LIMIT && end != null && end.position() < limit) {
      addProblem(
          end.segment().name(),
          end.segment().offsetOf(end.position()),
          "the log breaks off here, before position " + limit + " that had been synced");
    }
  }

  private void addProblem(String file, long offset, String what) {
    problems.add(new FileProblem(file, offset, what));
  }

  /** Returns where the segment ends; what it is to follow is null if that is not known. */
  private LogEnd verifySegment(String name, LogEnd before) {
    LogEnd[] end = {before};
    attempt(
        name,
        () -> {
          try (DiskFile file = disk.open(name, OpenMode.EXISTING)) {
            end[0] = verifySegment(name, file, before);
          }
        });
    return end[0];
  }

  private LogEnd verifySegment(String name, DiskFile file, LogEnd before) {
    SegmentHeader header = LogRecovery.readHeader(name, file);
    if (header == null) {
      requireNotBegun(name);
      return before;
    }
    if (header.base() >= limit) {
      return before;
    }
    files++;
    LogSegment segment = new LogSegment(name, file, header, file.size());
    if (before != null && !follows(header, before)) {
      addProblem(
          before.segment().name(),
          before.segment().offsetOf(before.position()),
          "the log breaks off here, " + name + " does not continue it");
    }
    SegmentScanner scanner = new SegmentScanner(segment);
    verifyRecords(scanner);
    LogTail tail = scanner.position() < limit ? scanner.tail() : new LogTail(scanner.offset());
    if (tail.isDamage()) {
      addProblem(name, tail.start(), "a record that had been synced is damaged");
    }
    return new LogEnd(segment, scanner.position(), scanner.chain(), 0, 0);
  }

  private void requireNotBegun(String name) {
    if (LogSegment.number(name) <= begunSegment) {
      addProblem(name, 0, "the header is damaged");
    }
  }

  private static boolean follows(SegmentHeader header, LogEnd before) {
    return header.databaseId().equals(before.databaseId())
        && header.base() == before.position()
        && header.previousCrc() == before.chain();
  }

  private void verifyRecords(SegmentScanner scanner) {
    RecordHeader header = scanner.position() < limit ? scanner.next() : null;
    while (header != null) {
      if (header.flags() != LogRecordFormat.FLAG_CLOSE) {
        CommitBatch batch = LogRecordFormat.decode(header, scanner.body());
        assert batch.version() == header.version() : "decoded another commit";
        records++;
      }
      header = scanner.position() < limit ? scanner.next() : null;
    }
  }

  private void requireReaches(LogEnd end) {
    for (CheckpointHeader checkpoint : sound) {
      if (end == null || end.position() < checkpoint.logPosition()) {
        addProblem(
            CheckpointStore.name(checkpoint.version()),
            0,
            "the log ends before position " + checkpoint.logPosition() + " of this checkpoint");
      }
    }
  }
}
