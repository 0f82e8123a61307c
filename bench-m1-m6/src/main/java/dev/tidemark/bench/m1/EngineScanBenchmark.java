package dev.tidemark.bench.m1;

import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.bench.support.data.Keys;
import dev.tidemark.kv.KVStore;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/** What does it cost to walk the 100 keys of one prefix among 100,000? */
@State(Scope.Thread)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
public class EngineScanBenchmark {
  private static final int GROUPS = 1_000;
  private static final int MEMBERS = 100;

  private final KeyRange[] groups = new KeyRange[GROUPS];
  private BenchDatabase database;
  private dev.tidemark.transaction.Scope scope;
  private UniformDraws draws;

  @Setup
  public void open() throws IOException {
    database = BenchDatabase.open();
    scope = database.database().in(database.newRun());
    draws = new UniformDraws("engine scan", GROUPS);
    for (int group = 0; group < GROUPS; group++) {
      String prefix = Keys.key("group", group) + "/";
      groups[group] = KeyRange.prefix(bytes(prefix));
      load(prefix, group);
    }
    database.startCounting();
  }

  private void load(String prefix, int group) {
    scope.atomically(
        tx -> {
          for (int member = 0; member < MEMBERS; member++) {
            Value value = Value.of((long) group * MEMBERS + member);
            tx.put(KVStore.SPACE, bytes(Keys.key(prefix, member)), value);
          }
          return null;
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** All entries of a prefix drawn anew each time; the answer is the sum of their values. */
  @Benchmark
  @BenchId(
      value = "engine_scan/prefix_100_of_100k",
      tier = Tier.A1,
      from = Profile.QUICK,
      setUpMillis = 400)
  public long prefix100of100k() {
    return sum(draws.next());
  }

  private long sum(int group) {
    long[] sum = new long[1];
    scope.scan(
        KVStore.SPACE,
        groups[group],
        (key, value, version, time) -> {
          sum[0] += ((Value.LongValue) value).value();
          return true;
        });
    return sum[0];
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    long wrong = 0;
    for (int group = 0; group < GROUPS; group++) {
      long first = (long) group * MEMBERS;
      wrong += sum(group) == MEMBERS * first + MEMBERS * (MEMBERS - 1) / 2 ? 0 : 1;
    }
    ForkReport.current().checkEquals("prefixes with a wrong sum", 0L, wrong);
    database.close();
  }
}
