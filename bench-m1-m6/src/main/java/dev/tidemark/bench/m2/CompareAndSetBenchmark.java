package dev.tidemark.bench.m2;

import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.entries.FilledRun;
import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.kv.KVStore;
import java.io.IOException;
import java.util.Arrays;
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

/** What does a compare-and-set cost whose expected version is the actual one, or is not? */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class CompareAndSetBenchmark {
  private static final int COUNT = 10_000;
  private static final long NEVER = Long.MAX_VALUE / 2;

  private final long[] versions = new long[COUNT];
  private Entries entries;
  private FilledRun run;
  private UniformDraws draws;
  private int applications;
  private int refusals;

  @Setup(Level.Trial)
  public void prepare() {
    entries = Entries.of(COUNT);
  }

  @Setup(Level.Iteration)
  public void open() throws IOException {
    run = FilledRun.open(entries);
    draws = new UniformDraws("compare and set", COUNT);
    Arrays.setAll(versions, this::storedVersion);
    applications = 0;
    refusals = 0;
  }

  private long storedVersion(int index) {
    return run.scope().getVersioned(KVStore.SPACE, entries.encoded(index)).version();
  }

  /** A key drawn anew each time, at the version it was last set to; losing would be an error. */
  @Benchmark
  @BenchId(
      value = "txn_cas/success",
      tier = Tier.A1,
      from = Profile.QUICK,
      batch = 100_000,
      batchStrict = 500)
  public long success() {
    int index = draws.next();
    long version =
        run.scope()
            .compareAndSet(
                KVStore.SPACE, entries.encoded(index), versions[index], entries.replacement(index))
            .orThrow();
    versions[index] = version;
    return version;
  }

  /** A key drawn anew each time, at a version it never had. */
  @Benchmark
  @BenchId(value = "txn_cas/mismatch", tier = Tier.A1, batch = 100_000, batchStrict = 100_000)
  public boolean mismatch() {
    int index = draws.next();
    boolean applied =
        run.scope()
            .compareAndSet(KVStore.SPACE, entries.encoded(index), NEVER, entries.replacement(index))
            .applied();
    applications += applied ? 1 : 0;
    refusals += applied ? 0 : 1;
    return applied;
  }

  @TearDown(Level.Iteration)
  public void close(IterationParams iteration) throws IOException {
    long[] stored = new long[COUNT];
    Arrays.setAll(stored, this::storedVersion);
    ForkReport.current()
        .check("versions returned", Arrays.equals(stored, versions), "are not those stored")
        .checkEquals("expectations met against all odds", 0, applications);
    run.finish(iteration, draws.first(iteration.getBatchSize() - refusals));
  }
}
