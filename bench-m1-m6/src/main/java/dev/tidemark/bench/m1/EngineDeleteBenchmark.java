package dev.tidemark.bench.m1;

import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.kv.KVStore;
import dev.tidemark.types.KeyRange;
import java.io.IOException;
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

/** What does the delete of one key cost, a commit each, whether the key is there or not? */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class EngineDeleteBenchmark {

  /** A run that holds all or none of the keys to be deleted. */
  @State(Scope.Thread)
  public abstract static class Keyed {
    Entries entries;
    private BenchDatabase database;
    private dev.tidemark.transaction.Scope scope;
    private int next;
    private int deleted;

    /** How many of the keys are there. */
    abstract int stored();

    @Setup(Level.Iteration)
    public void open(IterationParams iteration) throws IOException {
      entries = Entries.of(iteration.getBatchSize());
      database = BenchDatabase.open();
      scope = database.database().in(database.newRun());
      scope.atomically(
          tx -> {
            for (int i = 0; i < stored(); i++) {
              tx.put(KVStore.SPACE, entries.encoded(i), entries.original(i));
            }
            return null;
          });
      database.startCounting();
      next = 0;
      deleted = 0;
    }

    final boolean deleteNext() {
      boolean was = scope.delete(KVStore.SPACE, entries.encoded(next++));
      deleted += was ? 1 : 0;
      return was;
    }

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      long[] left = new long[1];
      scope.scan(KVStore.SPACE, KeyRange.all(), (key, value, version, time) -> ++left[0] > 0);
      ForkReport.current()
          .checkEquals("deletes", iteration.getBatchSize(), next)
          .checkEquals("keys that were there", stored(), deleted)
          .checkEquals("keys left", 0L, left[0]);
      database.reportLog(iteration);
      database.close();
    }
  }

  /** All are there. */
  public static class Full extends Keyed {
    @Override
    int stored() {
      return entries.count();
    }
  }

  /** None is there. */
  public static class Empty extends Keyed {
    @Override
    int stored() {
      return 0;
    }
  }

  /** A key that is there. */
  @Benchmark
  @BenchId(value = "engine_delete/existing", tier = Tier.A1, batch = 50_000, batchStrict = 500)
  public boolean existing(Full full) {
    return full.deleteNext();
  }

  /** A key that is not there. */
  @Benchmark
  @BenchId(value = "engine_delete/missing", tier = Tier.A1, batch = 50_000, batchStrict = 500)
  public boolean missing(Empty empty) {
    return empty.deleteNext();
  }
}
