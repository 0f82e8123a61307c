package dev.tidemark.bench.m3;

import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.entries.FilledRun;
import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.kv.KVStore;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.util.Optional;
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

/** What do the processor's caches save when the reads of 10,000 keys keep to some of them? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class WorkingSetBenchmark {
  private static final int COUNT = 10_000;

  @Param({"1", "8", "64", "512", "10000"})
  int keys;

  private final KVStore kv = new KVStore();
  private Entries entries;
  private FilledRun run;
  private UniformDraws draws;

  @Setup
  public void open() throws IOException {
    entries = Entries.of(COUNT);
    run = FilledRun.open(entries);
    draws = new UniformDraws("working set", keys);
  }

  /** A key of the set, drawn anew each time. */
  @Benchmark
  @BenchId(value = "cache/working_set_{keys}", tier = Tier.B)
  public Optional<Value> get() {
    return kv.get(run.scope(), entries.key(draws.next()));
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    run.finishUnchanged();
  }
}
