package dev.tidemark.bench.m1;

import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.entries.HeapGrowth;
import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.kv.KVStore;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
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

/**
 * What do a million new entries take, in time and in memory? The count {@code heap_bytes}, which
 * results show for each entry, is what the heap has grown by after a collection, the keys' and
 * values' own bytes included.
 */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 1)
@Measurement(iterations = 1)
public class MemoryBenchmark {

  /** Entries that are let go before the heap is measured, but for what the store keeps. */
  @State(Scope.Thread)
  public abstract static class Growing {
    Entries entries;
    private int next;
    private HeapGrowth growth;

    int next() {
      return next++;
    }

    abstract void create() throws IOException;

    abstract long size();

    abstract void discard() throws IOException;

    @Setup(Level.Iteration)
    public void prepare(IterationParams iteration) throws IOException {
      growth = HeapGrowth.start();
      entries = Entries.of(iteration.getBatchSize());
      next = 0;
      create();
    }

    @TearDown(Level.Iteration)
    public void measure(IterationParams iteration) throws IOException {
      entries = null;
      int count = iteration.getBatchSize();
      ForkReport.current()
          .count(iteration, "heap_bytes", growth.bytes())
          .checkEquals("entries", (long) count, size());
      discard();
    }
  }

  /** A hash map. */
  public static class GrowingMap extends Growing {
    private ConcurrentHashMap<String, Value> map;

    @Override
    void create() {
      map = new ConcurrentHashMap<>();
      ForkReport.current().noDatabase();
    }

    @Override
    long size() {
      return map.size();
    }

    @Override
    void discard() {
      map = null;
    }
  }

  /** A run. */
  public static class GrowingRun extends Growing {
    private BenchDatabase database;
    private dev.tidemark.transaction.Scope scope;

    @Override
    void create() throws IOException {
      database = BenchDatabase.open();
      scope = database.database().in(database.newRun());
    }

    @Override
    long size() {
      long[] seen = new long[1];
      scope.scan(KVStore.SPACE, KeyRange.all(), (key, value, version, time) -> ++seen[0] > 0);
      return seen[0];
    }

    @Override
    void discard() throws IOException {
      database.close();
      database = null;
      scope = null;
    }
  }

  /** {@link ConcurrentHashMap#put}. */
  @Benchmark
  @BenchId(
      value = "memory/insert_1m/a0",
      tier = Tier.A0,
      from = Profile.FULL,
      batch = 1_000_000,
      shotMillis = 3_000)
  public Value a0(GrowingMap growing) {
    int index = growing.next();
    return growing.map.put(growing.entries.key(index), growing.entries.original(index));
  }

  /** A commit of its own each. */
  @Benchmark
  @BenchId(
      value = "memory/insert_1m/a1",
      tier = Tier.A1,
      from = Profile.FULL,
      batch = 1_000_000,
      batchStrict = 500,
      shotMillis = 5_000)
  public long a1(GrowingRun growing) {
    int index = growing.next();
    return growing.scope.put(
        KVStore.SPACE, growing.entries.encoded(index), growing.entries.original(index));
  }
}
