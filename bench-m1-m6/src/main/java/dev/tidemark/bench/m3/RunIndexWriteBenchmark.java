package dev.tidemark.bench.m3;

import dev.tidemark.Database;
import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.run.Run;
import dev.tidemark.run.RunIndex;
import dev.tidemark.run.RunOptions;
import dev.tidemark.transaction.RunRows;
import dev.tidemark.transaction.Runs;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
 * What does each tier add to making a run with a tag beside 10,000 others, and to pausing or
 * resuming one of these, each in its turn?
 */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class RunIndexWriteBenchmark {
  private static final int COUNT = 10_000;
  private static final String NAME = "nightly";
  private static final List<String> TAGS = List.of("tag");

  /** Which of the runs is next, and what it becomes: paused by the first round, then resumed. */
  private static final class Turn {
    private int next;

    private int index() {
      return next % COUNT;
    }

    private RunStatus status() {
      return next++ / COUNT % 2 == 0 ? RunStatus.PAUSED : RunStatus.ACTIVE;
    }

    /** How many runs are paused now. */
    private int paused() {
      return next / COUNT % 2 == 0 ? next % COUNT : COUNT - next % COUNT;
    }
  }

  /** What there is at the end of an iteration that made runs or moved them, but not both. */
  private static void check(IterationParams iteration, Turn turn, int runs, int paused) {
    int made = turn.next == 0 ? iteration.getBatchSize() : 0;
    ForkReport.current()
        .checkEquals("runs", COUNT + made, runs)
        .checkEquals("paused runs", turn.paused(), paused);
  }

  /** Maps of the JDK. */
  @State(Scope.Thread)
  public static class Plain {
    private PlainRuns runs;
    private RunId[] ids;
    private Turn turn;

    @Setup(Level.Iteration)
    public void fill() {
      runs = new PlainRuns();
      ids = new RunId[COUNT];
      turn = new Turn();
      for (int i = 0; i < COUNT; i++) {
        ids[i] = runs.create(NAME, TAGS);
      }
      ForkReport.current().noDatabase();
    }

    @TearDown(Level.Iteration)
    public void check(IterationParams iteration) {
      int paused = runs.in(RunStatus.PAUSED).size();
      RunIndexWriteBenchmark.check(iteration, turn, runs.size(), paused);
    }
  }

  /** A database of runs. */
  @State(Scope.Thread)
  public static class Indexed {
    private final RunIndex index = new RunIndex();
    private final Runs engine = new Runs();
    private final RunOptions options = RunOptions.defaults().tags(TAGS);
    private final dev.tidemark.transaction.Scope[] scopes =
        new dev.tidemark.transaction.Scope[COUNT];
    private BenchDatabase database;
    private dev.tidemark.transaction.Scope global;
    private Turn turn;

    @Setup(Level.Iteration)
    public void open() throws IOException {
      database = BenchDatabase.open();
      Database db = database.database();
      db.transact(
          tx -> {
            for (int i = 0; i < COUNT; i++) {
              scopes[i] = db.in(index.create(tx.global(), NAME, options).id());
            }
          });
      global = db.global();
      turn = new Turn();
      database.startCounting();
    }

    private int count(RunRows rows) {
      return global.atOneView(
          view -> engine.page(view, rows, "", Integer.MAX_VALUE).items().size());
    }

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      database.reportLog(iteration);
      int paused = count(RunRows.in(RunStatus.PAUSED));
      check(iteration, turn, count(RunRows.all()), paused);
      database.close();
    }
  }

  /** Puts into a map and two sorted sets. */
  @Benchmark
  @BenchId(value = "core/runindex_create", tier = Tier.A0, batch = 50_000)
  public RunId coreCreate(Plain plain) {
    return plain.runs.create(NAME, TAGS);
  }

  /** The engine's record and its rows. */
  @Benchmark
  @BenchId(value = "engine/runindex_create", tier = Tier.A1, batch = 20_000, batchStrict = 500)
  public RunId engineCreate(Indexed runs) {
    return runs.engine.create(runs.global, NAME, Optional.empty(), TAGS);
  }

  /** The facade's creation. */
  @Benchmark
  @BenchId(value = "runindex/create", tier = Tier.B, batch = 20_000, batchStrict = 500)
  public Run create(Indexed runs) {
    return runs.index.create(runs.global, NAME, runs.options);
  }

  /** A put into a map, and a move from one sorted set to another. */
  @Benchmark
  @BenchId(value = "core/runindex_transition", tier = Tier.A0, batch = 50_000)
  public RunStatus coreTransition(Plain plain) {
    return plain.runs.transition(plain.ids[plain.turn.index()], plain.turn.status());
  }

  /** The engine's transition. */
  @Benchmark
  @BenchId(value = "engine/runindex_transition", tier = Tier.A1, batch = 20_000, batchStrict = 500)
  public long engineTransition(Indexed runs) {
    return runs.engine.transition(runs.scopes[runs.turn.index()], runs.turn.status());
  }

  /** The facade's transition. */
  @Benchmark
  @BenchId(value = "runindex/transition", tier = Tier.B, batch = 20_000, batchStrict = 500)
  public long transition(Indexed runs) {
    return runs.index.transition(runs.scopes[runs.turn.index()], runs.turn.status());
  }
}
