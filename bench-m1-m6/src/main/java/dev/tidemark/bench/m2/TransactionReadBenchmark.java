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

/** What do reads cost inside a transaction, alone and between writes, on 100,000 keys? */
@State(Scope.Thread)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@Warmup(iterations = 2, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class TransactionReadBenchmark {
  private static final int COUNT = 100_000;
  private static final int READS = 100;
  private static final int EACH = 10;

  private final KVStore kv = new KVStore();
  private Entries entries;
  private FilledRun run;
  private UniformDraws draws;
  private BitSet replaced;
  private long missing;

  @Setup
  public void open() throws IOException {
    entries = Entries.of(COUNT);
    run = FilledRun.open(entries);
    draws = new UniformDraws("transaction reads", COUNT);
    replaced = new BitSet(COUNT);
  }

  /** A hundred keys drawn anew, through the facade; nothing is written. */
  @Benchmark
  @BenchId(value = "txn_read/get_100", tier = Tier.B, from = Profile.STANDARD)
  public long get100() {
    return run.database().transactResult(tx -> present(tx.in(run.run()), READS)).value();
  }

  /** Ten keys are overwritten and ten others read, in turns. */
  @Benchmark
  @BenchId(value = "txn_commit/put_10_get_10", tier = Tier.B, from = Profile.STANDARD)
  public long put10Get10() {
    return run.database()
        .transactResult(
            tx -> {
              dev.tidemark.transaction.Scope scope = tx.in(run.run());
              long found = 0;
              for (int i = 0; i < EACH; i++) {
                int index = draws.next();
                replaced.set(index);
                kv.put(scope, entries.key(index), entries.replacement(index));
                found += present(scope, 1);
              }
              return found;
            })
        .value();
  }

  private long present(dev.tidemark.transaction.Scope scope, int reads) {
    long found = 0;
    for (int i = 0; i < reads; i++) {
      Value value = kv.get(scope, entries.key(draws.next())).orElse(null);
      found += value == null ? 0 : 1;
    }
    missing += reads - found;
    return found;
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    ForkReport.current().checkEquals("keys not found", 0L, missing);
    run.finishReplaced(replaced);
  }
}
