package dev.tidemark.durability;

import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.FileProblem;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunRecord;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.SalvageReport;
import dev.tidemark.types.StoredVersion;
import dev.tidemark.types.UnsupportedFormatException;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Saves what is sound of a damaged directory into a new one: every whole block of every checkpoint
 * and every whole record of the log, wherever it lies; of each entry the newest state found. The
 * result is not a prefix of the history where something in between is lost, and may hold entries
 * whose deletion is. A run whose record is lost becomes an active one.
 */
public final class Salvage {
  private final Disk damaged;
  private final TreeMap<Key, StoredVersion> newest = new TreeMap<>();
  private final List<FileProblem> lost = new ArrayList<>();
  private long version;
  private long timeMicros;
  private long records;

  private Salvage(Disk damaged) {
    this.damaged = damaged;
  }

  /**
   * Reads the one directory and writes the other.
   *
   * @param fresh an empty directory
   * @throws InvalidArgumentException if the damaged one holds no file of a database, or the fresh
   *     one is not empty
   * @throws UnsupportedFormatException if another release wrote a file
   */
  public static SalvageReport run(Disk damaged, Disk fresh, LogOptions options) {
    DirectoryLock lock = damaged.lock();
    try {
      Salvage salvage = new Salvage(damaged);
      salvage.read();
      salvage.write(fresh, options);
      return salvage.report();
    } finally {
      lock.close();
    }
  }

  private SalvageReport report() {
    return new SalvageReport(newest.size(), version, records, lost);
  }

  private void read() {
    List<String> checkpoints = CheckpointStore.names(damaged);
    List<String> segments = LogSegment.namesFrom(damaged, 1);
    if (checkpoints.isEmpty() && segments.isEmpty()) {
      throw new InvalidArgumentException(
          "the directory holds no checkpoint and no log; give that of a database");
    }
    checkpoints.forEach(this::readCheckpoint);
    long next = segments.isEmpty() ? 1 : LogSegment.number(segments.get(0));
    for (String name : segments) {
      for (; next < LogSegment.number(name); next++) {
        lose(LogSegment.name(next), 0, "the segment is missing");
      }
      readSegment(name);
      next++;
    }
    completeRuns();
    newest.values().removeIf(stored -> !(stored.mutation() instanceof Mutation.Put));
  }

  /**
   * A run of which entries were found, but no status and no deletion of it, would not exist. One
   * with an origin never did: it is an unfinished fork.
   */
  private void completeRuns() {
    TreeSet<RunId> runs = new TreeSet<>();
    newest.keySet().forEach(key -> runs.add(key.run()));
    runs.removeIf(run -> newest.containsKey(new Key(run, KeySpace.RUN, RunRecord.origin())));
    runs.remove(RunId.GLOBAL);
    for (RunId run : runs) {
      putIfLost(new Key(run, KeySpace.RUN, RunRecord.name()), "salvaged");
      putIfLost(new Key(run, KeySpace.RUN, RunRecord.status()), RunStatus.ACTIVE.name());
    }
  }

  private void putIfLost(Key key, String value) {
    Mutation put = new Mutation.Put(key, Value.of(value));
    newest.putIfAbsent(key, new StoredVersion(put, version, timeMicros));
  }

  private void lose(String file, long offset, String what) {
    lost.add(new FileProblem(file, offset, what));
  }

  private void readCheckpoint(String name) {
    try (DiskFile file = damaged.open(name, OpenMode.EXISTING)) {
      FileWindow window = new FileWindow(file);
      long sound = CheckpointFormat.HEADER_BYTES;
      for (long at = sound; at <= window.size() - CheckpointBlockFormat.HEADER_BYTES; ) {
        long end = readBlock(name, window, at);
        if (end > 0 && at > sound) {
          lose(name, sound, "damaged up to offset " + at);
        }
        sound = end > 0 ? end : sound;
        at = end > 0 ? end : at + 1;
      }
      if (sound != window.size() - CheckpointFormat.FOOTER_BYTES) {
        lose(name, sound, "nothing sound from here to the end");
      }
    }
  }

  /** Takes a block and returns where it ends, or -1 if no whole one lies there. */
  private long readBlock(String name, FileWindow window, long offset) {
    int at = window.load(offset, CheckpointBlockFormat.HEADER_BYTES);
    if (!CheckpointBlockFormat.isHeader(window.buffer(), at)) {
      return -1;
    }
    int bytes =
        CheckpointBlockFormat.HEADER_BYTES
            + CheckpointBlockFormat.contentBytes(window.buffer(), at);
    at = window.load(offset, bytes);
    if (at < 0 || !CheckpointBlockFormat.isContentIntact(window.buffer(), at)) {
      return -1;
    }
    ByteReader in = new ByteReader(name, offset, window.buffer(), at, bytes);
    CheckpointBlockFormat.decode(in).addTo(new Entries());
    return offset + bytes;
  }

  private final class Entries implements CheckpointSink {
    @Override
    public void committed(long committed, long committedMicros) {
      saw(committed, committedMicros);
    }

    @Override
    public void add(StoredVersion stored) {
      keep(stored);
    }
  }

  private void saw(long seen, long seenMicros) {
    version = Math.max(version, seen);
    timeMicros = Math.max(timeMicros, seenMicros);
  }

  private void keep(StoredVersion stored) {
    saw(stored.version(), stored.timeMicros());
    newest.merge(
        stored.mutation().key(),
        stored,
        (present, other) -> other.version() > present.version() ? other : present);
  }

  private void readSegment(String name) {
    try (DiskFile file = damaged.open(name, OpenMode.EXISTING)) {
      SegmentHeader header = headerOf(name, file);
      if (header != null) {
        readRecords(name, new LogSegment(name, file, header, file.size()));
      }
    }
  }

  /** The header as it is or must have been; null if the segment holds nothing. */
  private SegmentHeader headerOf(String name, DiskFile file) {
    SegmentHeader header = LogRecovery.readHeader(name, file);
    if (header != null) {
      return header;
    }
    FileWindow window = new FileWindow(file);
    if (!LogRecovery.isZero(window, 0, window.size())) {
      lose(name, 0, "the header is damaged");
    }
    return LogSegment.headerFromRecords(name, file);
  }

  private void readRecords(String name, LogSegment segment) {
    SegmentScanner scanner = new SegmentScanner(segment);
    long sound = scanner.offset();
    for (RecordHeader next = scanner.nextAnywhere(); next != null; next = scanner.nextAnywhere()) {
      long start = scanner.offset() - scanner.recordBytes();
      if (start > sound) {
        lose(name, sound, "damaged up to offset " + start + ", before version " + next.version());
      }
      sound = scanner.offset();
      readRecord(name, start, next, scanner);
    }
    LogTail tail = scanner.tail();
    if (tail.isDamage() || tail.bytes() > 0) {
      lose(name, sound, "nothing sound from here to the end");
    }
  }

  private void readRecord(String name, long offset, RecordHeader header, SegmentScanner scanner) {
    if (header.flags() == LogRecordFormat.FLAG_CLOSE) {
      return;
    }
    CommitBatch batch = LogRecordFormat.decode(header, scanner.body());
    saw(batch.version(), batch.timeMicros());
    records++;
    for (Mutation mutation : batch.mutations()) {
      try {
        keep(
            new StoredVersion(
                resolved(mutation, batch.version()), batch.version(), batch.timeMicros()));
      } catch (NotFoundException e) {
        lose(name, offset, "an edit of what is lost: " + e.getMessage());
      }
    }
  }

  /** The put that an edit amounts to, on the newest state found. */
  private Mutation resolved(Mutation mutation, long at) {
    if (!(mutation instanceof Mutation.Edit edit)) {
      return mutation;
    }
    StoredVersion base = newest.get(edit.key());
    if (base != null && base.version() >= at) {
      return base.mutation();
    }
    return base != null && base.mutation() instanceof Mutation.Put put
        ? edit.onto(put.value(), put.expiresAtMicros())
        : edit.onto(null, Mutation.NEVER);
  }

  private void write(Disk fresh, LogOptions options) {
    LogMark mark = new LogMark(version, timeMicros, 0, 0);
    FreshDirectory.write(
        fresh,
        options,
        mark,
        sink -> {
          if (version > 0) {
            sink.committed(version, timeMicros);
          }
          newest.values().forEach(sink::add);
        });
  }
}
