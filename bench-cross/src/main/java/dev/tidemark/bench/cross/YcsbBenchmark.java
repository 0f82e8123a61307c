package dev.tidemark.bench.cross;

import dev.tidemark.bench.cross.YcsbWorkload.Kind;
import dev.tidemark.bench.cross.YcsbWorkload.Operations;
import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.OperationHistogram;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.bench.support.data.Keys;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.bench.support.data.SplitMix64;
import dev.tidemark.bench.support.data.Zipf;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;

/**
 * What does an operation of YCSB's core workloads cost? One client, 50,000 records of 1,000 bytes,
 * each one value under one key, popularity by Zipf's law of 0.99. An update replaces the record; in
 * D and E, where one operation in twenty inserts, the store grows by less than a tenth.
 */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 2)
@Measurement(iterations = 3)
public class YcsbBenchmark {
  private static final int RECORDS = 50_000;
  private static final int RECORD_BYTES = 1_000;
  private static final int TEXTS = 1_024;
  private static final int LOAD_BATCH = 5_000;
  private static final double SKEW = 0.99;

  /** The records, and what is done with them. */
  @State(org.openjdk.jmh.annotations.Scope.Thread)
  public abstract static class Records {
    private final KVStore kv = new KVStore();
    private final Value[] texts = new Value[TEXTS];
    private final Zipf popularity = new Zipf(RECORDS, SKEW);
    private Operations operations;
    private String[] keys;
    private BenchDatabase database;
    private RunId run;
    private Scope now;
    private int calls;
    private long found;

    abstract YcsbWorkload workload();

    @Setup(Level.Trial)
    public void prepare() {
      SplitMix64 stream = Seed.stream("ycsb records");
      for (int i = 0; i < TEXTS; i++) {
        byte[] bytes = new byte[RECORD_BYTES];
        for (int at = 0; at < RECORD_BYTES; at++) {
          bytes[at] = (byte) stream.nextLong();
        }
        texts[i] = Value.bytes(bytes);
      }
    }

    private Value text(int number) {
      return texts[Math.floorMod(number, TEXTS)];
    }

    @Setup(Level.Iteration)
    public void open(IterationParams iteration) throws IOException {
      YcsbWorkload workload = workload();
      int count = iteration.getBatchSize();
      operations = workload.draw(count, RECORDS, popularity, Seed.stream("ycsb " + workload));
      keys = Keys.sequential("user", RECORDS + operations.inserts());
      database = BenchDatabase.open();
      run = database.newRun();
      now = database.database().in(run);
      for (int from = 0; from < RECORDS; from += LOAD_BATCH) {
        Map<String, Value> records = new LinkedHashMap<>();
        for (int i = from; i < from + LOAD_BATCH; i++) {
          records.put(keys[i], text(i));
        }
        kv.putAll(now, records);
      }
      calls = 0;
      found = 0;
      database.startCounting();
    }

    /** Does the next operation. */
    final Object next() {
      int call = calls++;
      String key = keys[operations.records()[call]];
      return switch (operations.kinds()[call]) {
        case READ -> read(kv.get(now, key));
        case UPDATE, INSERT -> kv.put(now, key, text(~call));
        case SCAN -> scan(key, operations.lengths()[call]);
        case READ_MODIFY_WRITE ->
            database
                .database()
                .transact(
                    tx -> {
                      Scope scope = tx.in(run);
                      Value before = read(kv.get(scope, key));
                      kv.put(scope, key, before.equals(text(~call)) ? before : text(~call));
                    });
      };
    }

    private Value read(Optional<Value> value) {
      found++;
      return value.orElseThrow();
    }

    private List<KVStore.Entry> scan(String key, int length) {
      List<KVStore.Entry> entries = kv.range(now, key, "", "", length).items();
      found += entries.size();
      return entries;
    }

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      Value[] expected = new Value[keys.length];
      Arrays.setAll(expected, this::text);
      int present = RECORDS;
      long reads = 0;
      for (int call = 0; call < calls; call++) {
        int record = operations.records()[call];
        Kind kind = operations.kinds()[call];
        if (kind != Kind.UPDATE && kind != Kind.INSERT) {
          reads += Math.min(operations.lengths()[call], present - record);
        }
        if (kind != Kind.READ && kind != Kind.SCAN) {
          expected[record] = text(~call);
        }
        present += kind == Kind.INSERT ? 1 : 0;
      }
      long wrong = 0;
      for (int i = 0; i < keys.length; i++) {
        wrong += kv.get(now, keys[i]).orElseThrow().equals(expected[i]) ? 0 : 1;
      }
      ForkReport.current()
          .checkEquals("operations", iteration.getBatchSize(), calls)
          .checkEquals("records with another value than expected", 0L, wrong)
          .checkEquals("records read", reads, found);
      database.reportLog(iteration);
      database.close();
    }
  }

  /** The workloads whose operations are too short to be timed one by one. */
  public static class Point extends Records {
    @Param({"A", "B", "C", "D", "F"})
    YcsbWorkload workload;

    @Override
    YcsbWorkload workload() {
      return workload;
    }
  }

  /** Workload E. */
  public static class Scanning extends Records {
    @Override
    YcsbWorkload workload() {
      return YcsbWorkload.E;
    }
  }

  /** One operation of a workload. */
  @Benchmark
  @BenchId(
      value = "ycsb/{workload}",
      tier = Tier.B,
      standard = "ycsb/a",
      batch = 50_000,
      batchStrict = 2_000,
      shotMillis = 400)
  public Object point(Point point) {
    return point.next();
  }

  /** One scan or insert. */
  @Benchmark
  @BenchId(value = "ycsb/e", tier = Tier.B, batch = 20_000, batchStrict = 2_000, shotMillis = 600)
  public Object scan(Scanning scanning, OperationHistogram latency) {
    latency.start();
    Object done = scanning.next();
    latency.stop();
    return done;
  }
}
