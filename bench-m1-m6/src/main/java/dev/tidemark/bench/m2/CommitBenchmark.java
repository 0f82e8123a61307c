package dev.tidemark.bench.m2;

import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.entries.FilledRun;
import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.kv.KVStore;
import dev.tidemark.types.Value;
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

/** What does a transaction cost, from its beginning to its acknowledged commit? */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class CommitBenchmark {
  private static final int COUNT = 10_000;
  private static final int PUTS = 10;

  /** A run, and how many keys one transaction draws. */
  @State(Scope.Thread)
  public static class Full {
    Entries entries;
    FilledRun run;
    UniformDraws draws;

    @Setup(Level.Trial)
    public void prepare() {
      entries = Entries.of(COUNT);
    }

    @Setup(Level.Iteration)
    public void open() throws IOException {
      run = FilledRun.open(entries);
      draws = new UniformDraws("commit", COUNT);
    }

    BitSet replaced(int transactions) {
      return draws.first(transactions);
    }

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      run.finish(iteration, replaced(iteration.getBatchSize()));
    }
  }

  /** The same for transactions of ten keys. */
  @State(Scope.Thread)
  public static class FullForTen extends Full {
    @Override
    BitSet replaced(int transactions) {
      return super.replaced(transactions * PUTS);
    }
  }

  /** One key drawn anew each time, not read before. */
  @Benchmark
  @BenchId(
      value = "txn_commit/single_put",
      tier = Tier.A1,
      from = Profile.STANDARD,
      batch = 100_000,
      batchStrict = 500)
  public long singlePut(Full full) {
    int index = full.draws.next();
    return full.run
        .database()
        .transact(
            tx ->
                tx.in(full.run.run())
                    .put(
                        KVStore.SPACE,
                        full.entries.encoded(index),
                        full.entries.replacement(index)));
  }

  /** Ten keys drawn anew each time. */
  @Benchmark
  @BenchId(
      value = "txn_commit/multi_put_10",
      tier = Tier.A1,
      from = Profile.STANDARD,
      batch = 20_000,
      batchStrict = 500)
  public long multiPut10(FullForTen full) {
    return full.run
        .database()
        .transact(
            tx -> {
              dev.tidemark.transaction.Scope run = tx.in(full.run.run());
              for (int i = 0; i < PUTS; i++) {
                int index = full.draws.next();
                run.put(
                    KVStore.SPACE, full.entries.encoded(index), full.entries.replacement(index));
              }
            });
  }

  /** A key drawn anew each time is read and, since it is there, replaced. */
  @Benchmark
  @BenchId(
      value = "txn_commit/read_modify_write",
      tier = Tier.A1,
      from = Profile.QUICK,
      batch = 100_000,
      batchStrict = 500)
  public long readModifyWrite(Full full) {
    int index = full.draws.next();
    return full.run
        .database()
        .transact(
            tx -> {
              dev.tidemark.transaction.Scope run = tx.in(full.run.run());
              byte[] key = full.entries.encoded(index);
              Value present = run.get(KVStore.SPACE, key);
              if (present != null) {
                run.put(KVStore.SPACE, key, full.entries.replacement(index));
              }
            });
  }
}
