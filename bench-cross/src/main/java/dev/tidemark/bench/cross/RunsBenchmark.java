package dev.tidemark.bench.cross;

import dev.tidemark.Database;
import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.bench.support.data.Keys;
import dev.tidemark.kv.KVStore;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
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

/** What does one transaction cost that sets a key in each of four runs? */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class RunsBenchmark {
  private static final int RUNS = 4;

  private BenchDatabase database;
  private List<RunId> runs;
  private String[] keys;
  private int next;

  @Setup(Level.Iteration)
  public void open(IterationParams iteration) throws IOException {
    keys = Keys.sequential("key", iteration.getBatchSize());
    database = BenchDatabase.open();
    runs = Stream.generate(database::newRun).limit(RUNS).toList();
    database.startCounting();
    next = 0;
  }

  /** One transaction, committed. */
  @Benchmark
  @BenchId(
      value = "cross_txn/multi_put_4_runs",
      tier = Tier.C,
      from = Profile.QUICK,
      batch = 20_000,
      batchStrict = 500)
  public long multiPut4Runs() {
    int index = next++;
    return putInEach(database.database(), runs, keys[index], Value.of((long) index));
  }

  static long putInEach(Database database, List<RunId> runs, String key, Value value) {
    KVStore kv = new KVStore();
    return database.transact(
        tx -> {
          for (RunId run : runs) {
            kv.put(tx.in(run), key, value);
          }
        });
  }

  /** Whether a key has this value in every run, by one and the same commit. */
  static boolean isInEach(Database database, List<RunId> runs, String key, Value value) {
    KVStore kv = new KVStore();
    List<Versioned<Value>> stored =
        runs.stream().map(run -> kv.getVersioned(database.in(run), key).orElseThrow()).toList();
    return stored.stream().allMatch(stored.get(0)::equals) && stored.get(0).value().equals(value);
  }

  @TearDown(Level.Iteration)
  public void close(IterationParams iteration) throws IOException {
    int whole = 0;
    for (int i = 0; i < next; i++) {
      whole += isInEach(database.database(), runs, keys[i], Value.of((long) i)) ? 1 : 0;
    }
    ForkReport.current().checkEquals("transactions whole", iteration.getBatchSize(), whole);
    database.reportLog(iteration);
    database.close();
  }
}
