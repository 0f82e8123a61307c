package dev.tidemark.bench.m1;

import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.bench.support.data.Keys;
import dev.tidemark.kv.KVStore;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentSkipListMap;
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

/** What does it cost to walk the 10, 100 or 1,000 keys of one prefix among 100,000? */
@State(Scope.Thread)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
public class EngineScanBenchmark {
  private static final int COUNT = 100_000;
  private static final int LOAD_BATCH = 10_000;

  @Param({"10", "100", "1000"})
  int members;

  private KeyRange[] groups;
  private String[] froms;
  private String[] tos;
  private final ConcurrentSkipListMap<String, Value> skipList = new ConcurrentSkipListMap<>();
  private BenchDatabase database;
  private dev.tidemark.transaction.Scope scope;
  private UniformDraws draws;

  @Setup
  public void open() throws IOException {
    database = BenchDatabase.open();
    scope = database.database().in(database.newRun());
    int count = COUNT / members;
    groups = new KeyRange[count];
    froms = new String[count];
    tos = new String[count];
    draws = new UniformDraws("engine scan", count);
    for (int group = 0; group < count; group++) {
      groups[group] = KeyRange.prefix(bytes(prefix(group)));
      froms[group] = prefix(group);
      tos[group] = Keys.key("group", group) + (char) ('/' + 1);
    }
    for (int first = 0; first < COUNT; first += LOAD_BATCH) {
      load(first, first + LOAD_BATCH);
    }
    database.startCounting();
  }

  private void load(int first, int end) {
    scope.atomically(
        tx -> {
          for (int entry = first; entry < end; entry++) {
            String key = Keys.key(prefix(entry / members), entry % members);
            Value value = Value.of((long) entry);
            skipList.put(key, value);
            tx.put(KVStore.SPACE, bytes(key), value);
          }
          return null;
        });
  }

  private static String prefix(int group) {
    return Keys.key("group", group) + "/";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** All entries of a prefix drawn anew each time; the answer is the sum of their values. */
  @Benchmark
  @BenchId(
      value = "engine_scan/prefix_{members:exact}_of_100k",
      tier = Tier.A1,
      quick = "engine_scan/prefix_100_of_100k",
      setUpMillis = 400)
  public long prefix() {
    return sum(draws.next());
  }

  /** The same walk over a skip list of strings. */
  @Benchmark
  @BenchId(
      value = "engine_scan/skip_list_{members:exact}_of_100k",
      tier = Tier.A0,
      standard = "engine_scan/skip_list_100_of_100k",
      setUpMillis = 400)
  public long skipList() {
    int group = draws.next();
    long sum = 0;
    for (Value value : skipList.subMap(froms[group], tos[group]).values()) {
      sum += ((Value.LongValue) value).value();
    }
    return sum;
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
    for (int group = 0; group < groups.length; group++) {
      long first = (long) group * members;
      wrong += sum(group) == members * first + members * (members - 1L) / 2 ? 0 : 1;
    }
    ForkReport.current()
        .checkEquals("prefixes with a wrong sum", 0L, wrong)
        .checkEquals("entries of the skip list", COUNT, skipList.size());
    database.close();
  }
}
