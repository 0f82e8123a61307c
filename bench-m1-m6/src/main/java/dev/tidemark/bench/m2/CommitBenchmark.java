package dev.tidemark.bench.m2;

import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.entries.FilledRun;
import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
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
import org.openjdk.jmh.annotations.Param;
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

  /** The same for transactions of several keys. */
  @State(Scope.Thread)
  public static class FullForMore extends Full {
    @Param({"3", "5", "10"})
    int puts;

    @Override
    BitSet replaced(int transactions) {
      return super.replaced(transactions * puts);
    }
  }

  /** The same where nothing is written. */
  @State(Scope.Thread)
  public static class FullForNone extends Full {
    @Override
    BitSet replaced(int transactions) {
      return new BitSet();
    }
  }

  /** The same where several keys are read for each that is written. */
  @State(Scope.Thread)
  public static class FullForReads extends Full {
    @Param({"1", "10", "100"})
    int reads;

    private UniformDraws read;
    private long found;

    @Override
    public void open() throws IOException {
      super.open();
      read = new UniformDraws("commit reads", COUNT);
      found = 0;
    }

    @Override
    public void close(IterationParams iteration) throws IOException {
      ForkReport.current()
          .checkEquals("keys found", (long) reads * iteration.getBatchSize(), found);
      super.close(iteration);
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

  /** Three, five or ten keys drawn anew each time. */
  @Benchmark
  @BenchId(
      value = "txn_commit/multi_put_{puts}",
      tier = Tier.A1,
      standard = "txn_commit/multi_put_10",
      batch = 20_000,
      batchStrict = 500)
  public long multiPut(FullForMore full) {
    return full.run
        .database()
        .transact(
            tx -> {
              dev.tidemark.transaction.Scope run = tx.in(full.run.run());
              for (int i = 0; i < full.puts; i++) {
                int index = full.draws.next();
                run.put(
                    KVStore.SPACE, full.entries.encoded(index), full.entries.replacement(index));
              }
            });
  }

  /** A transaction that does nothing. */
  @Benchmark
  @BenchId(value = "txn_commit/empty", tier = Tier.A1, batch = 200_000, batchStrict = 200_000)
  public long empty(FullForNone full) {
    return full.run.database().transact(tx -> {});
  }

  /** Keys drawn anew are read, and one is overwritten: what most steps of an agent do. */
  @Benchmark
  @BenchId(
      value = "txn_commit/read_{reads}_write_1",
      tier = Tier.A1,
      batch = 10_000,
      batchStrict = 500)
  public long readsAndWrite(FullForReads full) {
    return full.run
        .database()
        .transact(
            tx -> {
              dev.tidemark.transaction.Scope run = tx.in(full.run.run());
              for (int i = 0; i < full.reads; i++) {
                Value value = run.get(KVStore.SPACE, full.entries.encoded(full.read.next()));
                full.found += value == null ? 0 : 1;
              }
              int index = full.draws.next();
              run.put(KVStore.SPACE, full.entries.encoded(index), full.entries.replacement(index));
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
