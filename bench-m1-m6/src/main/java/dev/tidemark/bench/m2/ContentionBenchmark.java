package dev.tidemark.bench.m2;

import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.kv.KVStore;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What does a thread's operation cost while others do the same? Times are per operation of one
 * thread, so that T threads which do not disturb each other, on T cores, take as long as one.
 */
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class ContentionBenchmark {
  private static final int KEYS = 10_000;
  private static final String COUNTER = "counter";
  private static final double READ_SHARE = 0.8;

  /** The database all threads use, and what each has done to it. */
  @State(Scope.Benchmark)
  public static class Shared {
    private final ConcurrentLinkedQueue<Worker> workers = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<dev.tidemark.transaction.Scope> runs =
        new ConcurrentLinkedQueue<>();
    private Entries entries;
    private BenchDatabase database;
    private dev.tidemark.transaction.Scope common;
    private long versionBefore;

    /** Everything is there before the first thread begins: a version taken later is a commit. */
    @Setup(Level.Trial)
    public void open(BenchmarkParams benchmark) throws IOException {
      entries = Entries.of(KEYS);
      database = BenchDatabase.open();
      common = database.database().in(database.newRun());
      new KVStore().put(common, COUNTER, 0L);
      entries.load(common);
      for (int i = 0; i < benchmark.getThreads(); i++) {
        runs.add(newRun());
      }
      versionBefore = database.database().stats().version();
    }

    private dev.tidemark.transaction.Scope newRun() {
      dev.tidemark.transaction.Scope run = database.database().in(database.newRun());
      entries.load(run);
      return run;
    }

    /** Every commit took one version, no increment was lost, and no thread was left out. */
    @TearDown(Level.Trial)
    public void check() throws IOException {
      long commits = workers.stream().mapToLong(worker -> worker.commits).sum();
      long increments = workers.stream().mapToLong(worker -> worker.increments).sum();
      long versions = database.database().stats().version() - versionBefore;
      long counted = new KVStore().getLong(common, COUNTER).orElseThrow();
      ForkReport.current()
          .checkEquals("versions taken", commits + increments, versions)
          .checkEquals("counter", increments, counted)
          .checkEquals(
              "threads without an operation",
              0L,
              workers.stream().filter(worker -> worker.operations() == 0).count());
      database.close();
    }
  }

  /** A thread with a run of its own. */
  @State(Scope.Thread)
  public static class Worker {
    private final KVStore kv = new KVStore();
    private Entries entries;
    private dev.tidemark.transaction.Scope own;
    private dev.tidemark.transaction.Scope common;
    private UniformDraws draws;
    private long reads;
    private long commits;
    private long increments;

    @Setup(Level.Trial)
    public void start(Shared shared) {
      entries = shared.entries;
      own = shared.runs.remove();
      common = shared.common;
      draws = new UniformDraws("contention " + Thread.currentThread().getId(), KEYS);
      shared.workers.add(this);
    }

    private long operations() {
      return reads + commits + increments;
    }

    private Value read() {
      reads++;
      return own.get(KVStore.SPACE, entries.key(draws.next()));
    }

    private long overwrite() {
      commits++;
      int index = draws.next();
      return kv.put(own, entries.key(index), entries.replacement(index));
    }

    private long overwriteShared() {
      commits++;
      int index = draws.next();
      return kv.put(common, entries.key(index), entries.replacement(index));
    }

    private Object mixed() {
      return draws.next() < KEYS * READ_SHARE ? read() : overwrite();
    }

    private long increment() {
      increments++;
      return kv.increment(common, COUNTER, 1);
    }
  }

  @Benchmark
  @BenchId(value = "contention/reads/threads_1", tier = Tier.D, from = Profile.STANDARD)
  public Value reads1(Worker worker) {
    return worker.read();
  }

  @Benchmark
  @Threads(2)
  @BenchId(value = "contention/reads/threads_2", tier = Tier.D, from = Profile.STANDARD)
  public Value reads2(Worker worker) {
    return worker.read();
  }

  @Benchmark
  @Threads(4)
  @BenchId(value = "contention/reads/threads_4", tier = Tier.D, from = Profile.FULL)
  public Value reads4(Worker worker) {
    return worker.read();
  }

  @Benchmark
  @Threads(8)
  @BenchId(value = "contention/reads/threads_8", tier = Tier.D, from = Profile.FULL)
  public Value reads8(Worker worker) {
    return worker.read();
  }

  @Benchmark
  @BenchId(value = "contention/disjoint_runs/threads_1", tier = Tier.D, from = Profile.STANDARD)
  public long disjointRuns1(Worker worker) {
    return worker.overwrite();
  }

  @Benchmark
  @Threads(2)
  @BenchId(value = "contention/disjoint_runs/threads_2", tier = Tier.D, from = Profile.STANDARD)
  public long disjointRuns2(Worker worker) {
    return worker.overwrite();
  }

  @Benchmark
  @Threads(4)
  @BenchId(value = "contention/disjoint_runs/threads_4", tier = Tier.D, from = Profile.FULL)
  public long disjointRuns4(Worker worker) {
    return worker.overwrite();
  }

  @Benchmark
  @Threads(8)
  @BenchId(value = "contention/disjoint_runs/threads_8", tier = Tier.D, from = Profile.FULL)
  public long disjointRuns8(Worker worker) {
    return worker.overwrite();
  }

  @Benchmark
  @BenchId(value = "contention/same_key/threads_1", tier = Tier.D, from = Profile.STANDARD)
  public long sameKey1(Worker worker) {
    return worker.increment();
  }

  @Benchmark
  @Threads(2)
  @BenchId(value = "contention/same_key/threads_2", tier = Tier.D, from = Profile.STANDARD)
  public long sameKey2(Worker worker) {
    return worker.increment();
  }

  @Benchmark
  @Threads(4)
  @BenchId(value = "contention/same_key/threads_4", tier = Tier.D, from = Profile.FULL)
  public long sameKey4(Worker worker) {
    return worker.increment();
  }

  @Benchmark
  @Threads(8)
  @BenchId(value = "contention/same_key/threads_8", tier = Tier.D, from = Profile.FULL)
  public long sameKey8(Worker worker) {
    return worker.increment();
  }

  @Benchmark
  @BenchId(value = "contention/shared_run/threads_1", tier = Tier.D)
  public long sharedRun1(Worker worker) {
    return worker.overwriteShared();
  }

  @Benchmark
  @Threads(2)
  @BenchId(value = "contention/shared_run/threads_2", tier = Tier.D)
  public long sharedRun2(Worker worker) {
    return worker.overwriteShared();
  }

  @Benchmark
  @Threads(4)
  @BenchId(value = "contention/shared_run/threads_4", tier = Tier.D)
  public long sharedRun4(Worker worker) {
    return worker.overwriteShared();
  }

  @Benchmark
  @Threads(8)
  @BenchId(value = "contention/shared_run/threads_8", tier = Tier.D)
  public long sharedRun8(Worker worker) {
    return worker.overwriteShared();
  }

  @Benchmark
  @BenchId(value = "contention/mixed_80r_20w/threads_1", tier = Tier.D)
  public Object mixed1(Worker worker) {
    return worker.mixed();
  }

  @Benchmark
  @Threads(2)
  @BenchId(value = "contention/mixed_80r_20w/threads_2", tier = Tier.D)
  public Object mixed2(Worker worker) {
    return worker.mixed();
  }

  @Benchmark
  @Threads(4)
  @BenchId(value = "contention/mixed_80r_20w/threads_4", tier = Tier.D)
  public Object mixed4(Worker worker) {
    return worker.mixed();
  }

  @Benchmark
  @Threads(8)
  @BenchId(value = "contention/mixed_80r_20w/threads_8", tier = Tier.D)
  public Object mixed8(Worker worker) {
    return worker.mixed();
  }
}
