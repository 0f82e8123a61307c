package dev.tidemark.bench.cross;

import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.entries.FilledRun;
import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
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

/**
 * What does an operation cost when gets and puts of 10,000 keys are mixed? Kind and key of each are
 * drawn anew; puts replace what is there, so that the store stays as large as it is.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class WorkloadBenchmark {
  private static final int COUNT = 10_000;
  private static final int TENTHS = 10;

  /** How many of ten operations read. */
  public enum Mix {
    READ_HEAVY_90_10(9),
    MIXED_50_50(5),
    WRITE_HEAVY_10_90(1);

    private final int reads;

    Mix(int reads) {
      this.reads = reads;
    }
  }

  @Param({"READ_HEAVY_90_10", "MIXED_50_50", "WRITE_HEAVY_10_90"})
  Mix mix;

  private final KVStore kv = new KVStore();
  private Entries entries;
  private FilledRun run;
  private UniformDraws keys;
  private UniformDraws kinds;
  private BitSet replaced;
  private int read;
  private int written;

  @Setup(Level.Trial)
  public void prepare() {
    entries = Entries.of(COUNT);
  }

  @Setup(Level.Iteration)
  public void open() throws IOException {
    run = FilledRun.open(entries);
    keys = new UniformDraws("workload keys", COUNT);
    kinds = new UniformDraws("workload kinds", TENTHS);
    replaced = new BitSet(COUNT);
    read = 0;
    written = 0;
  }

  /** One get or one put, a commit. */
  @Benchmark
  @BenchId(value = "workload/{mix}", tier = Tier.B, batch = 100_000, batchStrict = 2_000)
  public Object operation() {
    int index = keys.next();
    if (kinds.next() < mix.reads) {
      read++;
      return kv.get(run.scope(), entries.key(index)).orElseThrow();
    }
    written++;
    replaced.set(index);
    Value replacement = entries.replacement(index);
    return kv.put(run.scope(), entries.key(index), replacement);
  }

  @TearDown(Level.Iteration)
  public void close(IterationParams iteration) throws IOException {
    int calls = iteration.getBatchSize();
    double share = (double) read / calls;
    double expected = (double) mix.reads / TENTHS;
    // Six standard deviations of as many draws.
    double slack = 6 * Math.sqrt(expected * (1 - expected) / calls);
    ForkReport.current()
        .checkEquals("operations", calls, read + written)
        .check(
            "share of reads",
            Math.abs(share - expected) <= Math.max(slack, 1.0 / calls),
            share + " of the operations read, not " + expected);
    run.finish(iteration, replaced);
  }
}
