package dev.tidemark.bench.m4;

import dev.tidemark.bench.entries.DrawnEntries;
import dev.tidemark.bench.entries.FilledRun;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.kv.KVStore;
import dev.tidemark.types.Value;
import java.io.IOException;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * What does each tier add to a read of one key of 100,000, drawn anew each time? The keys, the
 * values and the order are the same in all three, and the scope is made once.
 */
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class FacadeTaxGetBenchmark {
  private static final int COUNT = 100_000;

  /** The keys, and which one is next. */
  @State(Scope.Thread)
  public static class Drawn extends DrawnEntries {
    public Drawn() {
      super("facade tax get", COUNT);
    }
  }

  /** A hash map of the entries. */
  @State(Scope.Thread)
  public static class FilledMap {
    private ConcurrentHashMap<String, Value> map;

    @Setup(Level.Trial)
    public void fill(Drawn drawn) {
      map = drawn.entries().asMap();
      ForkReport.current().noDatabase();
    }

    @TearDown(Level.Trial)
    public void check(Drawn drawn) {
      ForkReport.current().checkEquals("entries unchanged", drawn.entries().asMap(), map);
    }
  }

  /** A run with the entries. */
  @State(Scope.Thread)
  public static class Run {
    private final KVStore kv = new KVStore();
    private FilledRun filled;
    private dev.tidemark.transaction.Scope scope;

    @Setup(Level.Trial)
    public void open(Drawn drawn) throws IOException {
      filled = FilledRun.open(drawn.entries());
      scope = filled.scope();
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      filled.finishUnchanged();
    }
  }

  /** {@link ConcurrentHashMap#get}. */
  @Benchmark
  @BenchId(value = "facade_tax/get/a0", tier = Tier.A0, from = Profile.QUICK)
  public Value a0(Drawn drawn, FilledMap filled) {
    return filled.map.get(drawn.nextKey());
  }

  /** The engine's get. */
  @Benchmark
  @BenchId(value = "facade_tax/get/a1", tier = Tier.A1, from = Profile.QUICK)
  public Value a1(Drawn drawn, Run run) {
    return run.scope.get(KVStore.SPACE, drawn.nextKey());
  }

  /** The facade's get, its {@code Optional} consumed at once. */
  @Benchmark
  @BenchId(value = "facade_tax/get/b", tier = Tier.B, from = Profile.QUICK)
  public void b(Drawn drawn, Run run, Blackhole hole) {
    hole.consume(run.kv.get(run.scope, drawn.nextKey()).orElse(null));
  }
}
