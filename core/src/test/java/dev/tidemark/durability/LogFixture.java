package dev.tidemark.durability;

import dev.tidemark.index.SavedSection;
import dev.tidemark.telemetry.Notices;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.DatabaseListener;
import dev.tidemark.types.Durability;
import dev.tidemark.types.FileProblem;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.RecoveryReport;
import dev.tidemark.types.RunId;
import dev.tidemark.types.StoredVersion;
import dev.tidemark.types.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Logs with small segments and without timers, and commits to put into them. */
final class LogFixture {
  static final KeySpace SPACE = KeySpace.unnamed(16);
  static final RunId RUN = new RunId(0x1122334455667788L, 0x99AABBCCDDEEFF00L);

  /** Segments of 4 to 16 KiB, prepared by the committer itself. */
  static final LogOptions SMALL = new LogOptions(4096, 16_384, 32 << 20, Runnable::run);

  /** Syncs only when asked to. */
  static final Durability BUFFERED =
      new Durability.Buffered(Duration.ofHours(1), Integer.MAX_VALUE, Long.MAX_VALUE);

  static final Durability STRICT = Durability.strict();

  private LogFixture() {}

  /** Keeps what recovery hands over. */
  static class RecordingTarget implements RecoveryTarget {
    final List<Long> times = new ArrayList<>();
    final List<StoredVersion> entries = new ArrayList<>();
    final List<CommitBatch> commits = new ArrayList<>();

    @Override
    public void restore(SavedSection section) {
      throw new AssertionError(section);
    }

    @Override
    public void lost(FileProblem sections) {
      throw new AssertionError(sections);
    }

    @Override
    public void checkpointLoaded() {}

    @Override
    public void committed(long version, long timeMicros) {
      times.add(timeMicros);
    }

    @Override
    public void add(StoredVersion stored) {
      entries.add(stored);
    }

    @Override
    public void apply(CommitBatch batch) {
      commits.add(batch);
    }
  }

  /** A log and what was recovered when it was opened. */
  record OpenLog(WriteAheadLog log, RecordingTarget target, RecoveryReport report)
      implements AutoCloseable {
    /** The commits replayed from the log. */
    List<CommitBatch> recovered() {
      return target.commits;
    }

    /** Appends and waits for the acknowledgement. */
    void commit(long version, Mutation... mutations) {
      log.awaitAcknowledged(append(version, mutations));
    }

    long append(long version, Mutation... mutations) {
      EncodedBatch batch = log.encode(List.of(mutations), Limits.defaults());
      return log.append(batch, version, timeOf(version));
    }

    @Override
    public void close() {
      log.close();
    }
  }

  static OpenLog open(Disk disk, Durability mode) {
    return open(disk, mode, SMALL);
  }

  static OpenLog open(Disk disk, Durability mode, LogOptions options) {
    return open(disk, mode, options, new RecordingTarget());
  }

  static OpenLog open(Disk disk, Durability mode, LogOptions options, RecordingTarget target) {
    Notices notices = new Notices(new DatabaseListener() {});
    WriteAheadLog.Opened opened = WriteAheadLog.open(disk, mode, options, target, notices);
    return new OpenLog(opened.log(), target, opened.recovery());
  }

  /** What a log that is opened and closed again has recovered. */
  static List<CommitBatch> recovered(Disk disk, Durability mode) {
    try (OpenLog log = open(disk, mode)) {
      return log.recovered();
    }
  }

  static long timeOf(long version) {
    return 1_700_000_000_000_000L + 10 * version;
  }

  static Key key(String user) {
    return new Key(RUN, SPACE, user.getBytes(StandardCharsets.UTF_8));
  }

  static Mutation put(String key, Value value) {
    return new Mutation.Put(key(key), value);
  }

  static Mutation put(String key, String value) {
    return put(key, Value.of(value));
  }

  static Mutation put(String key, int bytes) {
    return put(key, Value.bytes(new byte[bytes]));
  }

  /** The commit that version {@code version} of {@link #fill} makes. */
  static CommitBatch batch(long version) {
    return new CommitBatch(version, timeOf(version), List.of(mutation(version)));
  }

  static Mutation mutation(long version) {
    return put("key-" + version, "x".repeat((int) (version * 37 % 200)));
  }

  /** Commits versions from..to, one mutation each. */
  static void fill(OpenLog log, long from, long to) {
    for (long version = from; version <= to; version++) {
      log.commit(version, mutation(version));
    }
  }

  static List<CommitBatch> batches(long to) {
    List<CommitBatch> batches = new ArrayList<>();
    for (long version = 1; version <= to; version++) {
      batches.add(batch(version));
    }
    return batches;
  }
}
