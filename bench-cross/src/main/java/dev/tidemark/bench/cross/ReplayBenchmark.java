package dev.tidemark.bench.cross;

import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.bench.support.data.Keys;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.RunView;
import dev.tidemark.transaction.RunView.Step;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

/**
 * What does it cost to replay a run step by step, reading what each step wrote as it left it, and
 * to compare a run with its fork?
 */
@BenchmarkMode(Mode.SampleTime)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ReplayBenchmark {
  private static final int KEYS = 1_000;

  /** A run of as many commits, each of one of 1,000 keys in turn. */
  @State(Scope.Thread)
  public static class Recorded {
    @Param({"1000", "10000"})
    int commits;

    private final KVStore kv = new KVStore();
    private BenchDatabase database;
    private RunId run;
    private long expected;

    @Setup(Level.Trial)
    public void record() throws IOException {
      // In memory there is no log, so that what is replayed must be retained.
      database = BenchDatabase.open(options -> options.retention(Retention.commits(10L * commits)));
      run = database.newRun();
      String[] keys = Keys.sequential("key", KEYS);
      for (int i = 0; i < commits; i++) {
        kv.put(database.database().in(run), keys[i % KEYS], Value.of(i));
        expected += i;
      }
      database.startCounting();
    }

    private long replay() {
      RunView view = database.database().replay(run);
      long sum = 0;
      for (Step step : view.steps()) {
        byte[] key = step.changed().get(0).user();
        Value left = step.scope().get(KVStore.SPACE, key);
        sum += left instanceof Value.LongValue number ? number.value() : 0;
      }
      return sum;
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      ForkReport.current().checkEquals("sum of what each step wrote", expected, replay());
      database.close();
    }
  }

  /** A run of 1,000 keys and a fork of it in which a tenth differs. */
  @State(Scope.Thread)
  public static class Forked {
    private static final int DIFFERENT = KEYS / 10;

    private final KVStore kv = new KVStore();
    private BenchDatabase database;
    private RunId run;
    private RunId fork;

    @Setup(Level.Trial)
    public void fork() throws IOException {
      database = BenchDatabase.open();
      run = database.newRun();
      Map<String, Value> values = new LinkedHashMap<>();
      for (String key : Keys.sequential("key", KEYS)) {
        values.put(key, Value.of(key));
      }
      kv.putAll(database.database().in(run), values);
      fork = database.database().fork(run, database.database().stats().version());
      for (int i = 0; i < DIFFERENT; i++) {
        kv.put(database.database().in(fork), Keys.key("key", i * 10), Value.of("other"));
      }
      database.startCounting();
    }

    private List<KVStore.Difference> differences() {
      try (ReadView view = database.database().readView()) {
        return kv.diff(view.in(run), view.in(fork));
      }
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      ForkReport.current().checkEquals("differences", DIFFERENT, differences().size());
      database.close();
    }
  }

  /** Every step of a run, and the value it wrote. */
  @Benchmark
  @BenchId(value = "replay/run_{commits}", tier = Tier.C, standard = "replay/run_1k")
  public long replay(Recorded recorded) {
    return recorded.replay();
  }

  /** A run and its fork, compared at one view. */
  @Benchmark
  @BenchId(value = "replay/diff_1k", tier = Tier.C, from = Profile.FULL)
  public List<KVStore.Difference> diff(Forked forked) {
    return forked.differences();
  }
}
