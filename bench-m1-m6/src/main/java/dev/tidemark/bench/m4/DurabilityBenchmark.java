package dev.tidemark.bench.m4;

import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.entries.FilledRun;
import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.OperationHistogram;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.kv.KVStore;
import java.io.IOException;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;

/**
 * What does a put cost in each durability mode, beside a bare write of as many bytes to the same
 * file system?
 */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 2)
@Measurement(iterations = 3)
public class DurabilityBenchmark {
  private static final int COUNT = 1_000;
  private static final int COMPILING_PUTS = 20_000;

  /** A run in a mode of its own, whatever mode is asked for. */
  @State(Scope.Thread)
  public abstract static class Run {
    private final KVStore kv = new KVStore();
    private final BenchMode mode;
    private Entries entries;
    private FilledRun filled;
    private UniformDraws draws;

    Run(BenchMode mode) {
      this.mode = mode;
    }

    @Setup(Level.Iteration)
    public void open() throws IOException {
      entries = Entries.of(COUNT);
      filled = FilledRun.open(entries, mode);
      draws = new UniformDraws("durability", COUNT);
    }

    long put() {
      int index = draws.next();
      return kv.put(filled.scope(), entries.key(index), entries.replacement(index));
    }

    void discard() throws IOException {
      filled.close();
    }

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      filled.finish(iteration, draws.first(iteration.getBatchSize()));
    }
  }

  /** Not logged. */
  public static class InMemory extends Run {
    public InMemory() {
      super(BenchMode.INMEMORY);
    }
  }

  /** Logged, synced in the background. */
  public static class Batched extends Run {
    public Batched() {
      super(BenchMode.BATCHED);
    }
  }

  /** Synced before each put returns. */
  public static class Strict extends Run {
    public Strict() {
      super(BenchMode.STRICT);
    }

    /**
     * As many synced puts as a warm-up has time for would leave the path to the log interpreted.
     */
    @Setup(Level.Trial)
    public void compile() throws IOException {
      Batched unsynced = new Batched();
      unsynced.open();
      for (int i = 0; i < COMPILING_PUTS; i++) {
        unsynced.put();
      }
      unsynced.discard();
    }
  }

  /** A file for records as long as the log's record of a put. */
  @State(Scope.Thread)
  public static class Raw {
    private int recordBytes;
    RecordFile file;

    @Setup(Level.Trial)
    public void measureRecord() throws IOException {
      Entries one = Entries.of(1);
      try (BenchDatabase database = BenchDatabase.open(BenchMode.BATCHED)) {
        dev.tidemark.transaction.Scope scope = database.database().in(database.newRun());
        long before = database.database().stats().log().bytes();
        new KVStore().put(scope, one.key(0), one.replacement(0));
        recordBytes = Math.toIntExact(database.database().stats().log().bytes() - before);
      }
      ForkReport.current().noDatabase();
    }

    @Setup(Level.Iteration)
    public void create(IterationParams iteration) throws IOException {
      file = RecordFile.create(recordBytes, iteration.getBatchSize(), options());
    }

    int recordBytes() {
      return recordBytes;
    }

    OpenOption[] options() {
      return new OpenOption[0];
    }

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      ForkReport.current().count(iteration, "log_bytes", file.bytesWritten());
      file.close();
    }
  }

  /** The same with every write synced by itself. */
  public static class RawSynchronous extends Raw {
    @Override
    OpenOption[] options() {
      return new OpenOption[] {StandardOpenOption.DSYNC};
    }
  }

  /** One database of strict durability with a run for each thread. */
  @State(Scope.Benchmark)
  public static class StrictTogether {
    private final ConcurrentLinkedQueue<dev.tidemark.transaction.Scope> runs =
        new ConcurrentLinkedQueue<>();
    private int threads;
    private Entries entries;
    private BenchDatabase database;
    private long versionBefore;

    @Setup(Level.Trial)
    public void count(BenchmarkParams benchmark) {
      threads = benchmark.getThreads();
    }

    @Setup(Level.Iteration)
    public void open() throws IOException {
      entries = Entries.of(COUNT);
      database = BenchDatabase.open(BenchMode.STRICT);
      runs.clear();
      for (int i = 0; i < threads; i++) {
        runs.add(database.database().in(database.newRun()));
      }
      database.startCounting();
      versionBefore = database.database().stats().version();
    }

    /** Every commit took a version; syncs are counted, to be set against commits. */
    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      long commits = (long) iteration.getBatchSize() * threads;
      long versions = database.database().stats().version() - versionBefore;
      ForkReport.current().checkEquals("versions taken", commits, versions);
      database.reportLog(iteration);
      database.close();
    }
  }

  /** A thread and its run. */
  @State(Scope.Thread)
  public static class Member {
    private final KVStore kv = new KVStore();
    private dev.tidemark.transaction.Scope run;
    private UniformDraws draws;

    @Setup(Level.Iteration)
    public void start(StrictTogether together) {
      run = together.runs.remove();
      draws = new UniformDraws("durability", COUNT);
    }

    private long put(StrictTogether together) {
      int index = draws.next();
      return kv.put(run, together.entries.key(index), together.entries.replacement(index));
    }
  }

  /** One file for the records of all threads. */
  @State(Scope.Benchmark)
  public static class RawTogether extends Raw {
    GroupedRecords records;
    private int threads;

    @Setup(Level.Trial)
    public void count(BenchmarkParams benchmark) {
      threads = benchmark.getThreads();
    }

    @Override
    public void create(IterationParams iteration) throws IOException {
      int all = iteration.getBatchSize() * threads;
      file = RecordFile.create(recordBytes(), all, options());
      records = new GroupedRecords(file);
    }
  }

  @Benchmark
  @BenchId(
      value = "durability/put/dur_inmemory",
      tier = Tier.B,
      from = Profile.STANDARD,
      batch = 100_000)
  public long putInMemory(InMemory run) {
    return run.put();
  }

  @Benchmark
  @BenchId(
      value = "durability/put/dur_batched",
      tier = Tier.B,
      from = Profile.STANDARD,
      batch = 50_000)
  public long putBatched(Batched run) {
    return run.put();
  }

  @Benchmark
  @BenchId(
      value = "durability/put/dur_strict",
      tier = Tier.B,
      from = Profile.QUICK,
      batch = 1_000,
      shotMillis = 300)
  public long putStrict(Strict run, OperationHistogram latency) {
    latency.start();
    long version = run.put();
    latency.stop();
    return version;
  }

  /** Into the cache of the operating system. */
  @Benchmark
  @BenchId(value = "durability/raw/write", tier = Tier.A0, from = Profile.STANDARD, batch = 50_000)
  public void rawWrite(Raw raw) throws IOException {
    raw.file.write();
  }

  /** One write and one {@code fdatasync} each. */
  @Benchmark
  @BenchId(
      value = "durability/raw/write_fdatasync",
      tier = Tier.A0,
      from = Profile.QUICK,
      batch = 1_000,
      shotMillis = 300)
  public void rawWriteFdatasync(Raw raw, OperationHistogram latency) throws IOException {
    latency.start();
    raw.file.writeAndSync();
    latency.stop();
  }

  /** One write each, through a file opened with {@code O_DSYNC}. */
  @Benchmark
  @BenchId(
      value = "durability/raw/write_dsync",
      tier = Tier.A0,
      from = Profile.STANDARD,
      batch = 1_000,
      shotMillis = 300)
  public void rawWriteDsync(RawSynchronous raw, OperationHistogram latency) throws IOException {
    latency.start();
    raw.file.write();
    latency.stop();
  }

  /** Eight threads, each with a run of its own, whose commits share writes and syncs. */
  @Benchmark
  @Threads(8)
  @BenchId(
      value = "durability/put/dur_strict/threads_8",
      tier = Tier.D,
      from = Profile.STANDARD,
      batch = 500,
      shotMillis = 300)
  public long putStrictThreads8(
      StrictTogether together, Member member, OperationHistogram latency) {
    latency.start();
    long version = member.put(together);
    latency.stop();
    return version;
  }

  /** Records of eight threads, grouped into as few writes and syncs as can be. */
  @Benchmark
  @Threads(8)
  @BenchId(
      value = "durability/raw/group_fdatasync/threads_8",
      tier = Tier.D,
      from = Profile.STANDARD,
      batch = 500,
      shotMillis = 300)
  public void rawGroupThreads8(RawTogether together, OperationHistogram latency)
      throws IOException {
    latency.start();
    together.records.writeAndSync();
    latency.stop();
  }
}
