package dev.tidemark.bench.m1;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.OperationHistogram;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.ScratchDirectory;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.Runs;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.CheckpointReport;
import java.io.IOException;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;

/** What does a checkpoint cost: by itself, and those who write meanwhile? */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 2)
@Measurement(iterations = 3)
public class CheckpointBenchmark {
  /** A run's name and its status, and what leads to the run by them. */
  private static final long RUN_RECORDS = 4;

  /** A database on disk with entries, which writes checkpoints only when asked to. */
  @State(Scope.Thread)
  public static class Filled {
    @Param({"10000", "100000", "1000000"})
    int entries;

    private Entries all;
    private Path directory;
    private Database database;
    private dev.tidemark.transaction.Scope scope;
    private UniformDraws draws;
    private CheckpointReport written;

    @Setup(Level.Trial)
    public void open() throws IOException {
      // A checkpoint is the same in both durable modes.
      ForkReport.current().noDatabase();
      all = Entries.of(entries);
      directory = ScratchDirectory.create();
      database =
          Database.open(
              directory, DatabaseOptions.defaults().checkpoints(CheckpointPolicy.manual()));
      scope = database.in(new Runs().create(database.global(), "bench"));
      all.load(scope);
      draws = new UniformDraws("checkpoint", entries);
    }

    private long put() {
      return put(draws.next());
    }

    private long put(int index) {
      return scope.put(KVStore.SPACE, all.encoded(index), all.replacement(index));
    }

    private long inCheckpoint() {
      return written == null ? entries + RUN_RECORDS : written.entries();
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      ForkReport.current()
          .checkEquals("problems found", 0, database.verify().problems().size())
          .checkEquals("versions in the checkpoint", entries + RUN_RECORDS, inCheckpoint());
      database.close();
      ScratchDirectory.delete(directory);
    }
  }

  /** A thread that writes one checkpoint behind the other. */
  @State(Scope.Thread)
  public static class Checkpointing {
    private volatile boolean stopped;
    private Thread thread;
    private long finished;

    @Setup(Level.Iteration)
    public void start(Filled filled) {
      stopped = false;
      finished = 0;
      thread = new Thread(() -> repeat(filled), "checkpoints");
      thread.start();
    }

    private void repeat(Filled filled) {
      do {
        filled.put(0);
        filled.database.checkpoint();
        finished++;
      } while (!stopped);
    }

    @TearDown(Level.Iteration)
    public void stop(IterationParams iteration) throws InterruptedException {
      stopped = true;
      thread.join();
      ForkReport.current()
          .check("a checkpoint was written", finished > 0, "none was finished")
          .count(iteration, "checkpoints", finished);
    }
  }

  /** One checkpoint of all entries, read back and checked. */
  @Benchmark
  @BenchId(
      value = "checkpoint/write/entries_{entries}",
      tier = Tier.A1,
      standard = "checkpoint/write/entries_100k",
      setUpMillis = 1_500,
      shotMillis = 400)
  public CheckpointReport write(Filled filled) {
    filled.put();
    filled.written = filled.database.checkpoint();
    return filled.written;
  }

  /** Puts with nothing beside them. */
  @Benchmark
  @BenchId(
      value = "checkpoint/put_alone/entries_{entries}",
      tier = Tier.A1,
      from = Profile.FULL,
      batch = 100_000,
      setUpMillis = 1_500,
      shotMillis = 400)
  public long putAlone(Filled filled, OperationHistogram latency) {
    latency.start();
    long version = filled.put();
    latency.stop();
    return version;
  }

  /** Puts while checkpoints are written. */
  @Benchmark
  @BenchId(
      value = "checkpoint/put_beside/entries_{entries}",
      tier = Tier.A1,
      from = Profile.FULL,
      batch = 100_000,
      setUpMillis = 1_500,
      shotMillis = 600)
  public long putBeside(Filled filled, Checkpointing beside, OperationHistogram latency) {
    latency.start();
    long version = filled.put();
    latency.stop();
    return version;
  }
}
