package dev.tidemark.bench.m3;

import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.entries.FilledRun;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.kv.KVStore;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;

/** What does each tier cost on one hot key of 10,000, in the cache all the time? */
@Warmup(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class HotKeyBenchmark {
  private static final int COUNT = 10_000;
  private static final int HOT = 0;

  /** A hash map, the tier without transactions. */
  @State(Scope.Thread)
  public static class FilledMap {
    private Entries entries;
    private ConcurrentHashMap<String, Value> map;
    private Value last;

    @Setup(Level.Trial)
    public void fill() {
      entries = Entries.of(COUNT);
      map = entries.asMap();
      last = entries.original(HOT);
      ForkReport.current().noDatabase();
    }

    @TearDown(Level.Trial)
    public void check() {
      ForkReport.current()
          .checkEquals("entries", COUNT, map.size())
          .checkEquals("hot key", last, map.get(entries.key(HOT)));
    }
  }

  /** A run that is only read. */
  @State(Scope.Thread)
  public static class ReadRun {
    private final KVStore kv = new KVStore();
    private Entries entries;
    private FilledRun run;

    @Setup(Level.Trial)
    public void open() throws IOException {
      entries = Entries.of(COUNT);
      run = FilledRun.open(entries);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      run.finishUnchanged();
    }
  }

  /** A run whose hot key is written. */
  @State(Scope.Thread)
  public static class WrittenRun {
    private final KVStore kv = new KVStore();
    private Entries entries;
    private FilledRun run;

    @Setup(Level.Trial)
    public void prepare() {
      entries = Entries.of(COUNT);
    }

    @Setup(Level.Iteration)
    public void open() throws IOException {
      run = FilledRun.open(entries);
    }

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      BitSet hot = new BitSet();
      hot.set(HOT);
      run.finish(iteration, hot);
    }
  }

  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @BenchId(value = "core/get_hot", tier = Tier.A0, from = Profile.STANDARD)
  public Value coreGetHot(FilledMap filled) {
    return filled.map.get(filled.entries.key(HOT));
  }

  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @BenchId(value = "core/put_hot", tier = Tier.A0, from = Profile.STANDARD, batch = 1_000_000)
  public Value corePutHot(FilledMap filled) {
    filled.last = filled.entries.replacement(HOT);
    return filled.map.put(filled.entries.key(HOT), filled.last);
  }

  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @BenchId(value = "engine/get_direct", tier = Tier.A1, from = Profile.STANDARD)
  public Value engineGetDirect(ReadRun read) {
    return read.run.scope().get(KVStore.SPACE, read.entries.key(HOT));
  }

  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @BenchId(
      value = "engine/put_direct",
      tier = Tier.A1,
      from = Profile.STANDARD,
      batch = 100_000,
      batchStrict = 500)
  public long enginePutDirect(WrittenRun written) {
    return written
        .run
        .scope()
        .put(KVStore.SPACE, written.entries.encoded(HOT), written.entries.replacement(HOT));
  }

  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @BenchId(value = "kvstore/get", tier = Tier.B, from = Profile.STANDARD)
  public Optional<Value> kvstoreGet(ReadRun read) {
    return read.kv.get(read.run.scope(), read.entries.key(HOT));
  }

  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @BenchId(
      value = "kvstore/put",
      tier = Tier.B,
      from = Profile.STANDARD,
      batch = 100_000,
      batchStrict = 500)
  public long kvstorePut(WrittenRun written) {
    return written.kv.put(
        written.run.scope(), written.entries.key(HOT), written.entries.replacement(HOT));
  }
}
