package dev.tidemark.bench.m3;

import dev.tidemark.Database;
import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.run.Run;
import dev.tidemark.run.RunIndex;
import dev.tidemark.run.RunOptions;
import dev.tidemark.transaction.RunInfo;
import dev.tidemark.transaction.RunRows;
import dev.tidemark.transaction.Runs;
import dev.tidemark.types.Page;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import java.io.IOException;
import java.util.List;
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
 * What does it cost, at each tier, to read the record of one of 10,000 runs, drawn anew each time,
 * and to list the 1,000 of them in a status, or the 100 with a tag?
 */
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class RunIndexReadBenchmark {
  private static final int COUNT = 10_000;
  private static final int PAUSED_OF = 10;
  private static final int TAGGED_OF = 100;
  private static final String TAG = "rare";

  private static List<String> tags(int index) {
    return index % TAGGED_OF == 0 ? List.of(TAG) : List.of();
  }

  private static void check(RunId run, int listed, int tagged) {
    ForkReport.current()
        .checkEquals("a run is found", true, run != null)
        .checkEquals("runs in the status", COUNT / PAUSED_OF, listed)
        .checkEquals("runs with the tag", COUNT / TAGGED_OF, tagged);
  }

  /** Maps of the JDK. */
  @State(Scope.Thread)
  public static class Plain {
    private final PlainRuns runs = new PlainRuns();
    private final RunId[] ids = new RunId[COUNT];
    private UniformDraws draws;

    @Setup(Level.Trial)
    public void fill() {
      for (int i = 0; i < COUNT; i++) {
        ids[i] = runs.create("run " + i, tags(i));
        if (i % PAUSED_OF == 0) {
          runs.transition(ids[i], RunStatus.PAUSED);
        }
      }
      draws = new UniformDraws("run index read", COUNT);
      ForkReport.current().noDatabase();
    }

    @TearDown(Level.Trial)
    public void check() {
      RunIndexReadBenchmark.check(
          runs.get(ids[0]).id(), runs.in(RunStatus.PAUSED).size(), runs.tagged(TAG).size());
    }
  }

  /** A database of runs. */
  @State(Scope.Thread)
  public static class Indexed {
    private final RunIndex index = new RunIndex();
    private final Runs engine = new Runs();
    private final dev.tidemark.transaction.Scope[] scopes =
        new dev.tidemark.transaction.Scope[COUNT];
    private BenchDatabase database;
    private dev.tidemark.transaction.Scope global;
    private UniformDraws draws;

    @Setup(Level.Trial)
    public void open() throws IOException {
      database = BenchDatabase.open();
      Database db = database.database();
      db.transact(
          tx -> {
            for (int i = 0; i < COUNT; i++) {
              RunOptions options = RunOptions.defaults().tags(tags(i));
              RunId run = index.create(tx.global(), "run " + i, options).id();
              if (i % PAUSED_OF == 0) {
                index.transition(tx.in(run), RunStatus.PAUSED);
              }
              scopes[i] = db.in(run);
            }
          });
      global = db.global();
      draws = new UniformDraws("run index read", COUNT);
    }

    private List<RunInfo> engineList(RunRows rows) {
      return global.atOneView(
          view ->
              engine.page(view, rows, "", COUNT).items().stream()
                  .map(id -> engine.get(view.in(id)).orElseThrow())
                  .toList());
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      check(
          index.get(scopes[0]).orElseThrow().id(),
          index.byStatus(global, RunStatus.PAUSED, "", COUNT).items().size(),
          index.byTag(global, TAG, "", COUNT).items().size());
      database.close();
    }
  }

  /** A look-up in a map. */
  @Benchmark
  @BenchId(value = "core/runindex_get", tier = Tier.A0)
  public Object coreGet(Plain plain) {
    return plain.runs.get(plain.ids[plain.draws.next()]);
  }

  /** The engine's record. */
  @Benchmark
  @BenchId(value = "engine/runindex_get", tier = Tier.A1)
  public RunInfo engineGet(Indexed runs) {
    return runs.engine.get(runs.scopes[runs.draws.next()]).orElse(null);
  }

  /** The facade's record, with metadata. */
  @Benchmark
  @BenchId(value = "runindex/get", tier = Tier.B)
  public Run get(Indexed runs) {
    return runs.index.get(runs.scopes[runs.draws.next()]).orElse(null);
  }

  /** The records of a sorted set of ids. */
  @Benchmark
  @BenchId(value = "core/runindex_by_status", tier = Tier.A0)
  public Object coreByStatus(Plain plain) {
    return plain.runs.in(RunStatus.PAUSED);
  }

  /** A scan of the rows, and the engine's record of each. */
  @Benchmark
  @BenchId(value = "engine/runindex_by_status", tier = Tier.A1)
  public List<RunInfo> engineByStatus(Indexed runs) {
    return runs.engineList(RunRows.in(RunStatus.PAUSED));
  }

  /** The facade's listing, one page. */
  @Benchmark
  @BenchId(value = "runindex/by_status", tier = Tier.B)
  public Page<Run> byStatus(Indexed runs) {
    return runs.index.byStatus(runs.global, RunStatus.PAUSED, "", COUNT);
  }

  /** As by status. */
  @Benchmark
  @BenchId(value = "core/runindex_by_tag", tier = Tier.A0)
  public Object coreByTag(Plain plain) {
    return plain.runs.tagged(TAG);
  }

  /** As by status. */
  @Benchmark
  @BenchId(value = "engine/runindex_by_tag", tier = Tier.A1)
  public List<RunInfo> engineByTag(Indexed runs) {
    return runs.engineList(RunRows.tagged(TAG));
  }

  /** As by status. */
  @Benchmark
  @BenchId(value = "runindex/by_tag", tier = Tier.B)
  public Page<Run> byTag(Indexed runs) {
    return runs.index.byTag(runs.global, TAG, "", COUNT);
  }
}
