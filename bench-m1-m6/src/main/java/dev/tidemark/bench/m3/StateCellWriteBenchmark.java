package dev.tidemark.bench.m3;

import dev.tidemark.bench.entries.DrawnEntries;
import dev.tidemark.bench.entries.FilledRun;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.state.StateCell;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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
 * What does each tier add to a set, a compare-and-set that wins, and a transition of a cell of
 * 10,000, drawn anew each time? The names, the values and the order are the same in all.
 */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class StateCellWriteBenchmark {
  private static final int COUNT = 10_000;

  /** The names, and which one is next. */
  @State(Scope.Thread)
  public static class Drawn extends DrawnEntries {
    public Drawn() {
      super("state cell write", COUNT);
    }

    @Setup(Level.Iteration)
    public void restart() {
      redraw();
    }
  }

  /** A hash map of values with versions counted by hand. */
  @State(Scope.Thread)
  public static class VersionedMap {
    private ConcurrentHashMap<String, Versioned<Value>> map;
    private Versioned<Value>[] seen;
    private long version;

    @SuppressWarnings({"unchecked", "rawtypes"}) // There are no generic arrays.
    @Setup(Level.Iteration)
    public void fill(Drawn drawn) {
      map = new ConcurrentHashMap<>();
      seen = new Versioned[COUNT];
      version = 1;
      for (int i = 0; i < COUNT; i++) {
        seen[i] = new Versioned<>(drawn.entries().original(i), version, 0);
        map.put(drawn.key(i), seen[i]);
      }
      ForkReport.current().noDatabase();
    }

    private Versioned<Value> next(Value value) {
      return new Versioned<>(value, ++version, 0);
    }

    @TearDown(Level.Iteration)
    public void check(Drawn drawn, IterationParams iteration) {
      Map<String, Value> expected = drawn.asMap(drawn.replaced(iteration.getBatchSize()));
      Map<String, Value> found = new HashMap<>();
      map.forEach((name, versioned) -> found.put(name, versioned.value()));
      ForkReport.current()
          .checkEquals("cells have the values expected", true, expected.equals(found))
          .checkEquals("writes", 1L + iteration.getBatchSize(), version);
    }
  }

  /** A run of cells, and the version each was last seen at. */
  @State(Scope.Thread)
  public static class Cells {
    private final StateCell cells = new StateCell();
    private final long[] versions = new long[COUNT];
    private FilledRun filled;
    private dev.tidemark.transaction.Scope scope;

    @Setup(Level.Iteration)
    public void open(Drawn drawn) throws IOException {
      filled = FilledRun.open(drawn.entries(), StateCell.SPACE);
      scope = filled.scope();
      Arrays.setAll(versions, i -> cells.read(scope, drawn.key(i)).orElseThrow().version());
    }

    @TearDown(Level.Iteration)
    public void close(Drawn drawn, IterationParams iteration) throws IOException {
      filled.finish(iteration, drawn.replaced(iteration.getBatchSize()));
    }
  }

  /** {@link ConcurrentHashMap#put}. */
  @Benchmark
  @BenchId(value = "core/statecell_set", tier = Tier.A0, batch = 500_000)
  public Versioned<Value> coreSet(Drawn drawn, VersionedMap versioned) {
    int index = drawn.next();
    return versioned.map.put(drawn.key(index), versioned.next(drawn.replacement(index)));
  }

  /** The engine's put. */
  @Benchmark
  @BenchId(value = "engine/statecell_set", tier = Tier.A1, batch = 100_000, batchStrict = 500)
  public long engineSet(Drawn drawn, Cells run) {
    int index = drawn.next();
    return run.scope.put(StateCell.SPACE, drawn.encoded(index), drawn.replacement(index));
  }

  /** The facade's set. */
  @Benchmark
  @BenchId(value = "statecell/set", tier = Tier.B, batch = 100_000, batchStrict = 500)
  public long set(Drawn drawn, Cells run) {
    int index = drawn.next();
    return run.cells.set(run.scope, drawn.key(index), drawn.replacement(index));
  }

  /** {@link ConcurrentHashMap#replace(Object, Object, Object)}. */
  @Benchmark
  @BenchId(value = "core/statecell_cas", tier = Tier.A0, batch = 500_000)
  public boolean coreCas(Drawn drawn, VersionedMap versioned) {
    int index = drawn.next();
    Versioned<Value> next = versioned.next(drawn.replacement(index));
    boolean won = versioned.map.replace(drawn.key(index), versioned.seen[index], next);
    versioned.seen[index] = next;
    return won;
  }

  /** The engine's compare-and-set. */
  @Benchmark
  @BenchId(value = "engine/statecell_cas", tier = Tier.A1, batch = 100_000, batchStrict = 500)
  public long engineCas(Drawn drawn, Cells run) {
    int index = drawn.next();
    run.versions[index] =
        run.scope
            .compareAndSet(
                StateCell.SPACE,
                drawn.encoded(index),
                run.versions[index],
                drawn.replacement(index))
            .orThrow();
    return run.versions[index];
  }

  /** The facade's compare-and-set. */
  @Benchmark
  @BenchId(
      value = "statecell/cas",
      tier = Tier.B,
      from = Profile.STANDARD,
      batch = 100_000,
      batchStrict = 500)
  public long cas(Drawn drawn, Cells run) {
    int index = drawn.next();
    run.versions[index] =
        run.cells
            .compareAndSet(
                run.scope, drawn.key(index), run.versions[index], drawn.replacement(index))
            .orThrow();
    return run.versions[index];
  }

  /** {@link ConcurrentHashMap#compute}. */
  @Benchmark
  @BenchId(value = "core/statecell_transition", tier = Tier.A0, batch = 500_000)
  public Versioned<Value> coreTransition(Drawn drawn, VersionedMap versioned) {
    int index = drawn.next();
    return versioned.map.compute(
        drawn.key(index), (name, before) -> versioned.next(next(drawn, index, before.value())));
  }

  /** The engine's read and put in one transaction. */
  @Benchmark
  @BenchId(
      value = "engine/statecell_transition",
      tier = Tier.A1,
      batch = 100_000,
      batchStrict = 500)
  public long engineTransition(Drawn drawn, Cells run) {
    int index = drawn.next();
    byte[] key = drawn.encoded(index);
    return run.scope
        .atomically(
            tx -> {
              Versioned<Value> before = tx.getVersioned(StateCell.SPACE, key);
              return tx.put(StateCell.SPACE, key, next(drawn, index, before.value()));
            })
        .version();
  }

  /** The facade's transition. */
  @Benchmark
  @BenchId(
      value = "statecell/transition",
      tier = Tier.B,
      from = Profile.STANDARD,
      batch = 100_000,
      batchStrict = 500)
  public Versioned<Value> transition(Drawn drawn, Cells run) {
    int index = drawn.next();
    return run.cells.transition(run.scope, drawn.key(index), before -> next(drawn, index, before));
  }

  private static Value next(Drawn drawn, int index, Value before) {
    Value next = drawn.replacement(index);
    return before.equals(next) ? before : next;
  }
}
