package dev.tidemark.bench.m3;

import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.bench.support.data.SplitMix64;
import dev.tidemark.trace.NewTrace;
import dev.tidemark.trace.Trace;
import dev.tidemark.trace.TraceContent;
import dev.tidemark.trace.TraceContent.Thought;
import dev.tidemark.trace.TraceId;
import dev.tidemark.trace.TraceStore;
import dev.tidemark.trace.TraceType;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.Page;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/**
 * What does finding traces among 11,000 cost? A thousand begin a tree, each with ten that follow
 * from it; one in a hundred is an error, another has a rare tag, all others are thoughts.
 */
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class TraceQueryBenchmark {
  private static final int ROOTS = 1_000;
  private static final int CHILDREN = 10;
  private static final int COUNT = ROOTS * (1 + CHILDREN);
  private static final int RARE = 100;
  private static final int PAGE = 100;
  private static final int NEWEST = 10;

  private static boolean isError(int i) {
    return i % RARE == RARE / 4;
  }

  private static boolean isTagged(int i) {
    return i % RARE == RARE / 2;
  }

  private static NewTrace trace(int i) {
    TraceContent content =
        isError(i) ? new TraceContent.Error("io", "disk " + i, true) : new Thought("thought " + i);
    return NewTrace.of(content).tags(isTagged(i) ? "rare" : "common");
  }

  /** A run of traces that is only read. */
  @State(Scope.Thread)
  public static class Run {
    private final TraceStore traces = new TraceStore();
    private final List<TraceId> roots = new ArrayList<>();
    private List<TraceId> ids;
    private BenchDatabase database;
    private dev.tidemark.transaction.Scope scope;
    private SplitMix64 draws;

    @Setup(Level.Trial)
    public void record() throws IOException {
      database = BenchDatabase.open();
      scope = database.database().in(database.newRun());
      draws = Seed.stream("trace queries");
      ids = new ArrayList<>();
      for (int root = 0; root < ROOTS; root++) {
        recordTree(root * (1 + CHILDREN));
      }
      database.startCounting();
    }

    private void recordTree(int first) {
      TraceId root = traces.recordAll(scope, List.of(trace(first))).get(0);
      List<NewTrace> children = new ArrayList<>();
      for (int i = 1; i <= CHILDREN; i++) {
        children.add(trace(first + i).parent(root));
      }
      roots.add(root);
      ids.add(root);
      ids.addAll(traces.recordAll(scope, children));
    }

    private TraceId anyOf(List<TraceId> some) {
      return some.get(draws.nextInt(some.size()));
    }

    @TearDown(Level.Trial)
    public void check() throws IOException {
      List<TraceId> errors = new ArrayList<>();
      List<TraceId> tagged = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        if (isError(i)) {
          errors.add(ids.get(i));
        } else if (isTagged(i)) {
          tagged.add(ids.get(i));
        }
      }
      ForkReport.current()
          .checkEquals("traces", (long) COUNT, traces.count(scope))
          .checkEquals("errors", errors.subList(0, PAGE), found(byType()))
          .checkEquals("tagged", tagged.subList(0, PAGE), found(byTag()))
          .checkEquals(
              "children",
              ids.subList(1, 1 + CHILDREN),
              found(traces.children(scope, roots.get(0), "", PAGE)))
          .checkEquals("newest", ids.get(COUNT - 1), newest().get(0).id());
      database.close();
    }

    private static List<TraceId> found(Page<Trace> page) {
      return page.items().stream().map(Trace::id).toList();
    }

    private Page<Trace> byType() {
      return traces.byType(scope, TraceType.ERROR, "", PAGE);
    }

    private Page<Trace> byTag() {
      return traces.byTag(scope, "rare", "", PAGE);
    }

    private List<Trace> newest() {
      return traces.newest(scope, NEWEST, TraceType.THOUGHT);
    }
  }

  /** The run's rows by key, and the keys of its errors. */
  @State(Scope.Thread)
  public static class Rows {
    private final Map<TraceId, Trace> traces = new HashMap<>();
    private final List<TraceId> errors = new ArrayList<>();
    private final List<byte[]> keys = new ArrayList<>();
    private KeyRange errorRows;

    @Setup(Level.Trial)
    public void read(Run run) {
      run.scope.scan(TraceStore.ROWS, KeyRange.all(), (key, value, version, time) -> keys.add(key));
      for (int i = 0; i < COUNT; i++) {
        TraceId id = run.ids.get(i);
        traces.put(id, run.traces.get(run.scope, id).orElseThrow());
        if (isError(i)) {
          errors.add(id);
        }
      }
      errorRows = KeyRange.prefix(new byte[] {1, 5}); // As docs/FORMATS.md says.
    }
  }

  /** A hash map's get. */
  @Benchmark
  @BenchId(value = "core/trace_get", tier = Tier.A0)
  public Trace coreGet(Run run, Rows rows) {
    return rows.traces.get(run.anyOf(run.ids));
  }

  /** The engine's get of the row. */
  @Benchmark
  @BenchId(value = "engine/trace_get", tier = Tier.A1)
  public Value engineGet(Run run, Rows rows) {
    return run.scope.get(TraceStore.ROWS, rows.keys.get(run.draws.nextInt(COUNT)));
  }

  /** The facade's get. */
  @Benchmark
  @BenchId(value = "tracestore/get", tier = Tier.B)
  public Optional<Trace> get(Run run) {
    return run.traces.get(run.scope, run.anyOf(run.ids));
  }

  /** A hundred gets from a hash map, for the errors listed. */
  @Benchmark
  @BenchId(value = "core/trace_by_type", tier = Tier.A0)
  public List<Trace> coreByType(Rows rows) {
    List<Trace> found = new ArrayList<>();
    for (TraceId id : rows.errors.subList(0, PAGE)) {
      found.add(rows.traces.get(id));
    }
    return found;
  }

  /** The engine's scan of a hundred index rows, and a get for each. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @BenchId(value = "engine/trace_by_type", tier = Tier.A1)
  public List<Value> engineByType(Run run, Rows rows) {
    return run.scope.atOneView(
        view -> {
          List<Value> found = new ArrayList<>();
          view.scan(
              TraceStore.INDEX,
              rows.errorRows,
              (key, value, version, time) -> {
                byte[] id = Arrays.copyOfRange(key, key.length - 16, key.length);
                return found.add(view.get(TraceStore.ROWS, id)) && found.size() < PAGE;
              });
          return found;
        });
  }

  /** The first hundred errors. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @BenchId(value = "tracestore/query_by_type", tier = Tier.B)
  public Page<Trace> byType(Run run) {
    return run.byType();
  }

  /** The first hundred with the rare tag. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @BenchId(value = "tracestore/query_by_tag", tier = Tier.B)
  public Page<Trace> byTag(Run run) {
    return run.byTag();
  }

  /** The ten newest thoughts. */
  @Benchmark
  @BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
  @BenchId(value = "tracestore/newest_10", tier = Tier.B)
  public List<Trace> newest(Run run) {
    return run.newest();
  }

  /** The ten that follow from one drawn anew each time. */
  @Benchmark
  @BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
  @BenchId(value = "tracestore/children", tier = Tier.B)
  public Page<Trace> children(Run run) {
    return run.traces.children(run.scope, run.anyOf(run.roots), "", PAGE);
  }
}
