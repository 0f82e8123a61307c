package dev.tidemark.bench.m3;

import dev.tidemark.bench.entries.DrawnEntries;
import dev.tidemark.bench.entries.FilledRun;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.kv.KVStore;
import dev.tidemark.state.StateCell;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
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
 * What does reading a cell of 10,000, drawn anew each time, cost at each tier, and beside a get of
 * the same keys and values?
 */
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class StateCellReadBenchmark {
  private static final int COUNT = 10_000;

  /** The names, and which one is next. */
  @State(Scope.Thread)
  public static class Drawn extends DrawnEntries {
    public Drawn() {
      super("state cell read", COUNT);
    }
  }

  /** A hash map of values with their versions. */
  @State(Scope.Thread)
  public static class VersionedMap {
    private final ConcurrentHashMap<String, Versioned<Value>> map = new ConcurrentHashMap<>();

    @Setup(Level.Trial)
    public void fill(Drawn drawn) {
      drawn.entries().asMap().forEach((name, value) -> map.put(name, new Versioned<>(value, 1, 1)));
      ForkReport.current().noDatabase();
    }

    @TearDown(Level.Trial)
    public void check(Drawn drawn) {
      ForkReport.current().checkEquals("cells", drawn.entries().count(), map.size());
    }
  }

  /** A run of cells. */
  @State(Scope.Thread)
  public static class Cells {
    private final StateCell cells = new StateCell();
    private FilledRun filled;
    private dev.tidemark.transaction.Scope scope;

    @Setup(Level.Trial)
    public void open(Drawn drawn) throws IOException {
      filled = FilledRun.open(drawn.entries(), StateCell.SPACE);
      scope = filled.scope();
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      filled.finishUnchanged();
    }
  }

  /** A run of keys. */
  @State(Scope.Thread)
  public static class Keys {
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
  @BenchId(value = "core/statecell_read", tier = Tier.A0)
  public Versioned<Value> core(Drawn drawn, VersionedMap versioned) {
    return versioned.map.get(drawn.nextKey());
  }

  /** The engine's read of a value with its version. */
  @Benchmark
  @BenchId(value = "engine/statecell_read", tier = Tier.A1)
  public Versioned<Value> engine(Drawn drawn, Cells run) {
    return run.scope.getVersioned(StateCell.SPACE, drawn.nextKey());
  }

  /** The facade's read, its {@code Optional} consumed at once. */
  @Benchmark
  @BenchId(value = "statecell/read", tier = Tier.B, from = Profile.STANDARD)
  public void read(Drawn drawn, Cells run, Blackhole hole) {
    hole.consume(run.cells.read(run.scope, drawn.nextKey()).orElse(null));
  }

  /** A get of the key of that name. */
  @Benchmark
  @BenchId(value = "statecell/kv_get", tier = Tier.B, from = Profile.STANDARD)
  public void kvGet(Drawn drawn, Keys run, Blackhole hole) {
    hole.consume(run.kv.get(run.scope, drawn.nextKey()).orElse(null));
  }
}
