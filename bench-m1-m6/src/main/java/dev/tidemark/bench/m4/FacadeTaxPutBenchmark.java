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
 * What does each tier add to overwriting one key of 100,000, drawn anew each time? The keys, the
 * values and the order are the same in all three, and the scope is made once.
 */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class FacadeTaxPutBenchmark {
  private static final int COUNT = 100_000;

  /** The keys, and which one is next. */
  @State(Scope.Thread)
  public static class Drawn extends DrawnEntries {
    public Drawn() {
      super("facade tax put", COUNT);
    }

    @Setup(Level.Iteration)
    public void restart() {
      redraw();
    }
  }

  /** A hash map of the entries. */
  @State(Scope.Thread)
  public static class FilledMap {
    private ConcurrentHashMap<String, Value> map;

    @Setup(Level.Iteration)
    public void fill(Drawn drawn) {
      map = drawn.entries().asMap();
      ForkReport.current().noDatabase();
    }

    @TearDown(Level.Iteration)
    public void check(Drawn drawn, IterationParams iteration) {
      ConcurrentHashMap<String, Value> expected =
          drawn.asMap(drawn.replaced(iteration.getBatchSize()));
      ForkReport.current().checkEquals("entries replaced", true, expected.equals(map));
    }
  }

  /** A run with the entries. */
  @State(Scope.Thread)
  public static class Run {
    private final KVStore kv = new KVStore();
    private FilledRun filled;
    private dev.tidemark.transaction.Scope scope;

    @Setup(Level.Iteration)
    public void open(Drawn drawn) throws IOException {
      filled = FilledRun.open(drawn.entries());
      scope = filled.scope();
    }

    @TearDown(Level.Iteration)
    public void close(Drawn drawn, IterationParams iteration) throws IOException {
      filled.finish(iteration, drawn.replaced(iteration.getBatchSize()));
    }
  }

  /** {@link ConcurrentHashMap#put}. */
  @Benchmark
  @BenchId(value = "facade_tax/put/a0", tier = Tier.A0, from = Profile.QUICK, batch = 500_000)
  public Value a0(Drawn drawn, FilledMap filled) {
    int index = drawn.next();
    return filled.map.put(drawn.key(index), drawn.replacement(index));
  }

  /** The engine's put: a commit of one key. */
  @Benchmark
  @BenchId(
      value = "facade_tax/put/a1",
      tier = Tier.A1,
      from = Profile.QUICK,
      batch = 100_000,
      batchStrict = 500,
      shotMillis = 300)
  public long a1(Drawn drawn, Run run) {
    int index = drawn.next();
    return run.scope.put(KVStore.SPACE, drawn.encoded(index), drawn.replacement(index));
  }

  /** The facade's put. */
  @Benchmark
  @BenchId(
      value = "facade_tax/put/b",
      tier = Tier.B,
      from = Profile.QUICK,
      batch = 100_000,
      batchStrict = 500,
      shotMillis = 300)
  public long b(Drawn drawn, Run run) {
    int index = drawn.next();
    return run.kv.put(run.scope, drawn.key(index), drawn.replacement(index));
  }
}
