package dev.tidemark.bench.m1;

import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.entries.FilledRun;
import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.kv.KVStore;
import java.io.IOException;
import java.util.BitSet;
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

/** What does a commit of one key cost at the engine's surface, new or overwriting? */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class EnginePutBenchmark {
  private static final int COUNT = 100_000;

  /** An empty run and the keys to come. */
  @State(Scope.Thread)
  public static class Growing {
    private Entries entries;
    private BenchDatabase database;
    private dev.tidemark.transaction.Scope scope;
    private int next;

    @Setup(Level.Iteration)
    public void open(IterationParams iteration) throws IOException {
      entries = Entries.of(iteration.getBatchSize());
      database = BenchDatabase.open();
      scope = database.database().in(database.newRun());
      database.startCounting();
      next = 0;
    }

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      ForkReport.current().checkEquals("keys inserted", iteration.getBatchSize(), inserted());
      database.reportLog(iteration);
      database.close();
    }

    private int inserted() {
      int found = 0;
      for (int i = 0; i < next; i++) {
        boolean stored = entries.original(i).equals(scope.get(KVStore.SPACE, entries.encoded(i)));
        found += stored ? 1 : 0;
      }
      return found;
    }
  }

  /** A run with all keys. */
  @State(Scope.Thread)
  public static class Full {
    private Entries entries;
    private FilledRun run;
    private UniformDraws draws;

    @Setup(Level.Trial)
    public void prepare() {
      entries = Entries.of(COUNT);
    }

    @Setup(Level.Iteration)
    public void open() throws IOException {
      run = FilledRun.open(entries);
      draws = new UniformDraws("engine put", COUNT);
    }

    long replace(int index) {
      return run.scope().put(KVStore.SPACE, entries.encoded(index), entries.replacement(index));
    }

    BitSet replaced(int puts) {
      return draws.first(puts);
    }

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      run.finish(iteration, replaced(iteration.getBatchSize()));
    }
  }

  /** The same, of which one key alone is written. */
  @State(Scope.Thread)
  public static class FullHot extends Full {
    static final int KEY = 0;

    @Override
    BitSet replaced(int puts) {
      BitSet one = new BitSet();
      one.set(KEY);
      return one;
    }
  }

  /** A key that does not exist yet. */
  @Benchmark
  @BenchId(
      value = "engine_put/insert",
      tier = Tier.A1,
      from = Profile.QUICK,
      batch = 100_000,
      batchStrict = 500)
  public long insert(Growing growing) {
    int index = growing.next++;
    return growing.scope.put(
        KVStore.SPACE, growing.entries.encoded(index), growing.entries.original(index));
  }

  /** The same key again and again. */
  @Benchmark
  @BenchId(
      value = "engine_put/overwrite_hot",
      tier = Tier.A1,
      from = Profile.STANDARD,
      batch = 100_000,
      batchStrict = 500)
  public long overwriteHot(FullHot full) {
    return full.replace(FullHot.KEY);
  }

  /** A key drawn anew each time. */
  @Benchmark
  @BenchId(
      value = "engine_put/overwrite_uniform",
      tier = Tier.A1,
      from = Profile.STANDARD,
      batch = 100_000,
      batchStrict = 500)
  public long overwriteUniform(Full full) {
    return full.replace(full.draws.next());
  }
}
