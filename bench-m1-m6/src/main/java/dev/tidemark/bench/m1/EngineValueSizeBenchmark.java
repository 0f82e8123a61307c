package dev.tidemark.bench.m1;

import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.bench.support.data.SplitMix64;
import dev.tidemark.kv.KVStore;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.util.Arrays;
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

/**
 * How does the size of a value bear on a put? One of 1,000 keys, drawn anew each time, is given one
 * of 16 values of that many bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class EngineValueSizeBenchmark {
  private static final int KEYS = 1_000;
  private static final int VALUES = 16;
  private static final String DRAWS = "value size";

  @Param({"64", "256", "1024", "4096", "65536"})
  int bytes;

  private final Value[] values = new Value[VALUES];
  private Entries entries;
  private BenchDatabase database;
  private dev.tidemark.transaction.Scope scope;
  private UniformDraws draws;
  private int next;

  @Setup(Level.Trial)
  public void prepare() {
    entries = Entries.of(KEYS);
    SplitMix64 stream = Seed.stream("value bytes");
    Arrays.setAll(values, i -> value(stream));
  }

  private Value value(SplitMix64 stream) {
    byte[] content = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      content[i] = (byte) stream.nextLong();
    }
    return Value.bytes(content);
  }

  @Setup(Level.Iteration)
  public void open() throws IOException {
    database = BenchDatabase.open();
    scope = database.database().in(database.newRun());
    entries.load(scope);
    draws = new UniformDraws(DRAWS, KEYS);
    next = 0;
    database.startCounting();
  }

  /** A key that exists. */
  @Benchmark
  @BenchId(
      value = "engine_value_size/put_{bytes:exact}b",
      tier = Tier.A1,
      batch = 10_000,
      batchStrict = 200)
  public long put() {
    return scope.put(KVStore.SPACE, entries.encoded(draws.next()), values[next++ % VALUES]);
  }

  @TearDown(Level.Iteration)
  public void close(IterationParams iteration) throws IOException {
    Value[] expected = new Value[KEYS];
    Arrays.setAll(expected, entries::original);
    UniformDraws again = new UniformDraws(DRAWS, KEYS);
    for (int put = 0; put < next; put++) {
      expected[again.next()] = values[put % VALUES];
    }
    int right = 0;
    for (int i = 0; i < KEYS; i++) {
      right += expected[i].equals(scope.get(KVStore.SPACE, entries.encoded(i))) ? 1 : 0;
    }
    ForkReport.current()
        .checkEquals("puts", iteration.getBatchSize(), next)
        .checkEquals("keys that hold what they should", KEYS, right);
    database.reportLog(iteration);
    database.close();
  }
}
