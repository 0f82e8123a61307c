package dev.tidemark.bench.m1;

import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.entries.FilledRun;
import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.kv.KVStore;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
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

/** How does the number of keys in a run bear on a read of one, drawn anew each time? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class EngineKeyScalingBenchmark {
  @Param({"10000", "100000", "1000000"})
  int keys;

  private Entries entries;
  private FilledRun run;
  private UniformDraws draws;

  @Setup
  public void open() throws IOException {
    entries = Entries.of(keys);
    run = FilledRun.open(entries);
    draws = new UniformDraws("key scaling", keys);
  }

  /** A key that exists. */
  @Benchmark
  @BenchId(value = "engine_key_scaling/get/keys_{keys}", tier = Tier.A1, setUpMillis = 2_000)
  public Value get() {
    return run.scope().get(KVStore.SPACE, entries.key(draws.next()));
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    run.finishUnchanged();
  }
}
