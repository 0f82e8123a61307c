package dev.tidemark.bench.m3;

import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.bench.support.data.SplitMix64;
import dev.tidemark.trace.NewTrace;
import dev.tidemark.trace.TraceContent.Thought;
import dev.tidemark.trace.TraceId;
import dev.tidemark.trace.TraceStore;
import dev.tidemark.trace.TraceType;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
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
 * What does recording a thought cost at each tier, and what does each of its tags add? Each tier
 * writes one row and an index row for the type and for each tag. The lower tiers write the keys and
 * values that the facade stored of the same thoughts.
 */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class TraceRecordBenchmark {
  private static final int TAGS = 3;
  private static final int LENGTH = 48;
  private static final int VOCABULARY = 50;

  private record Stored(byte[] key, Value value) {}

  /** Thoughts of 48 characters, each with some of fifty tags, those of one thought distinct. */
  private static List<NewTrace> thoughts(int count, int tags) {
    SplitMix64 stream = Seed.stream("thoughts");
    List<NewTrace> thoughts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String text = "%016x".formatted(stream.nextLong()).repeat(LENGTH / 16);
      int first = stream.nextInt(VOCABULARY);
      String[] own = new String[tags];
      Arrays.setAll(own, t -> "tag-" + (first + t) % VOCABULARY);
      thoughts.add(NewTrace.of(new Thought(text)).tags(own));
    }
    return thoughts;
  }

  /** A run that thoughts are recorded in. */
  private static final class RecordedRun {
    private final TraceStore traces = new TraceStore();
    private final List<NewTrace> thoughts;
    private final int tags;
    private final BenchDatabase database;
    private final dev.tidemark.transaction.Scope scope;
    private final long keysBefore;
    private int next;

    RecordedRun(int batch, int tags) throws IOException {
      this.thoughts = thoughts(batch, tags);
      this.tags = tags;
      this.database = BenchDatabase.open();
      this.scope = database.database().in(database.newRun());
      this.keysBefore = keys();
      database.startCounting();
    }

    private long keys() {
      return database.database().stats().store().keys();
    }

    TraceId record() {
      NewTrace thought = thoughts.get(next++);
      return traces.record(scope, thought.content(), thought.tags(), thought.metadata());
    }

    void finish(IterationParams iteration) throws IOException {
      database.reportLog(iteration);
      long batch = iteration.getBatchSize();
      ForkReport.current()
          .count(iteration, "rows", keys() - keysBefore)
          .checkEquals("rows with those of the index", batch * (2 + tags), keys() - keysBefore)
          .checkEquals("traces", batch, traces.count(scope))
          .checkEquals("thoughts", batch, traces.count(scope, TraceType.THOUGHT));
      database.close();
    }
  }

  /** A run for the facade. */
  @State(Scope.Thread)
  public static class Run {
    private RecordedRun run;

    @Setup(Level.Iteration)
    public void open(IterationParams iteration) throws IOException {
      run = new RecordedRun(iteration.getBatchSize(), TAGS);
    }

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      run.finish(iteration);
    }
  }

  /** The same for thoughts of a number of tags. */
  @State(Scope.Thread)
  public static class TaggedRun {
    @Param({"0", "1", "3", "5"})
    int tags;

    private RecordedRun run;

    @Setup(Level.Iteration)
    public void open(IterationParams iteration) throws IOException {
      run = new RecordedRun(iteration.getBatchSize(), tags);
    }

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      run.finish(iteration);
    }
  }

  /** What the facade stored, in the order of recording. */
  @State(Scope.Thread)
  public static class StoredRows {
    private List<Stored> rows;
    private List<List<Stored>> index;
    private int next;

    @Setup(Level.Trial)
    public void record(IterationParams iteration) throws IOException {
      int batch = iteration.getBatchSize();
      try (BenchDatabase database = BenchDatabase.open()) {
        dev.tidemark.transaction.Scope scope = database.database().in(database.newRun());
        new TraceStore().recordAll(scope, thoughts(batch, TAGS));
        rows = stored(scope, TraceStore.ROWS);
        index = new ArrayList<>();
        rows.forEach(row -> index.add(new ArrayList<>()));
        for (Stored each : stored(scope, TraceStore.INDEX)) {
          byte[] key = each.key();
          byte[] id = Arrays.copyOfRange(key, key.length - 16, key.length);
          index.get(position(id)).add(each);
        }
      }
    }

    private static List<Stored> stored(dev.tidemark.transaction.Scope scope, KeySpace space) {
      List<Stored> stored = new ArrayList<>();
      scope.scan(
          space, KeyRange.all(), (key, value, version, time) -> stored.add(new Stored(key, value)));
      return stored;
    }

    private int position(byte[] id) {
      int low = 0;
      int high = rows.size() - 1;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (Arrays.compareUnsigned(rows.get(middle).key(), id) < 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    @Setup(Level.Iteration)
    public void restart() {
      next = 0;
    }
  }

  /** Two skip lists. */
  @State(Scope.Thread)
  public static class SkipLists {
    private ConcurrentSkipListMap<byte[], Value> rows;
    private ConcurrentSkipListMap<byte[], Value> index;

    @Setup(Level.Iteration)
    public void restart() {
      rows = new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
      index = new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
      ForkReport.current().noDatabase();
    }

    @TearDown(Level.Iteration)
    public void check(IterationParams iteration) {
      ForkReport.current()
          .checkEquals("rows", iteration.getBatchSize(), rows.size())
          .checkEquals("index rows", iteration.getBatchSize() * (1 + TAGS), index.size());
    }
  }

  /** A run for the engine. */
  @State(Scope.Thread)
  public static class EngineRun {
    private BenchDatabase database;
    private dev.tidemark.transaction.Scope scope;

    @Setup(Level.Iteration)
    public void open() throws IOException {
      database = BenchDatabase.open();
      scope = database.database().in(database.newRun());
      database.startCounting();
    }

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      database.reportLog(iteration);
      ForkReport.current()
          .checkEquals("traces", (long) iteration.getBatchSize(), new TraceStore().count(scope));
      database.close();
    }
  }

  /** A put into one skip list and four into another. */
  @Benchmark
  @BenchId(value = "core/trace_record_tags_3", tier = Tier.A0, batch = 20_000)
  public Value core(StoredRows stored, SkipLists lists) {
    int i = stored.next++;
    for (Stored row : stored.index.get(i)) {
      lists.index.put(row.key(), row.value());
    }
    return lists.rows.put(stored.rows.get(i).key(), stored.rows.get(i).value());
  }

  /** The engine's five puts in one transaction. */
  @Benchmark
  @BenchId(value = "engine/trace_record_tags_3", tier = Tier.A1, batch = 20_000, batchStrict = 500)
  public long engine(StoredRows stored, EngineRun run) {
    int i = stored.next++;
    return run.scope
        .atomically(
            tx -> {
              for (Stored row : stored.index.get(i)) {
                tx.put(TraceStore.INDEX, row.key(), row.value());
              }
              Stored row = stored.rows.get(i);
              return tx.put(TraceStore.ROWS, row.key(), row.value());
            })
        .version();
  }

  /** The facade's record. */
  @Benchmark
  @BenchId(
      value = "tracestore/record_tags_3",
      tier = Tier.B,
      from = Profile.STANDARD,
      batch = 20_000,
      batchStrict = 500)
  public TraceId record(Run run) {
    return run.run.record();
  }

  /** The facade's record, for each number of tags; the report counts rows and bytes of the log. */
  @Benchmark
  @BenchId(value = "index_amp/trace_tags_{tags}", tier = Tier.C, batch = 20_000, batchStrict = 500)
  public TraceId amplification(TaggedRun run) {
    return run.run.record();
  }
}
