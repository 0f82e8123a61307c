package dev.tidemark.bench.m2;

import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.entries.FilledRun;
import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.types.Value;
import java.io.IOException;
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

/** What do a read view and the reads at it cost, on 1,000 keys? */
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class ReadViewBenchmark {
  private static final int COUNT = 1_000;
  private static final int READS = 10;

  /** A run that is only read. */
  @State(Scope.Thread)
  public static class Full {
    private Entries entries;
    private FilledRun run;
    private UniformDraws draws;

    @Setup
    public void open() throws IOException {
      entries = Entries.of(COUNT);
      run = FilledRun.open(entries);
      draws = new UniformDraws("read view", COUNT);
    }

    private Value get(ReadScope scope) {
      return scope.get(KVStore.SPACE, entries.encoded(draws.next()));
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      run.finishUnchanged();
    }
  }

  /** A key overwritten a number of times while a view of its first state is open. */
  @State(Scope.Thread)
  public static class Overwritten {
    @Param({"10", "100", "1000"})
    int versions;

    private Entries entries;
    private FilledRun run;
    private ReadView first;

    @Setup
    public void open() throws IOException {
      entries = Entries.of(1);
      run = FilledRun.open(entries);
      first = run.database().readView();
      for (int i = 0; i < versions; i++) {
        run.scope().put(KVStore.SPACE, entries.encoded(0), Value.of(i));
      }
    }

    private Value firstState() {
      return first.in(run.run()).get(KVStore.SPACE, entries.encoded(0));
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      ForkReport.current().checkEquals("first state", entries.original(0), firstState());
      first.close();
      run.close();
    }
  }

  /** A view, closed again. */
  @Benchmark
  @BenchId(value = "read_view/acquire", tier = Tier.A1)
  public long acquire(Full full) {
    try (ReadView view = full.run.database().readView()) {
      return view.version();
    }
  }

  /** A view of its own for one key drawn anew. */
  @Benchmark
  @BenchId(value = "read_view/single_read", tier = Tier.A1)
  public Value singleRead(Full full) {
    try (ReadView view = full.run.database().readView()) {
      return full.get(view.in(full.run.run()));
    }
  }

  /** Ten keys drawn anew, at one view. */
  @Benchmark
  @BenchId(value = "read_view/multi_read_10", tier = Tier.A1)
  public long multiRead10(Full full) {
    try (ReadView view = full.run.database().readView()) {
      ReadScope scope = view.in(full.run.run());
      long hashes = 0;
      for (int i = 0; i < READS; i++) {
        hashes += full.get(scope).hashCode();
      }
      return hashes;
    }
  }

  /** The state before all the others, which its view has kept. */
  @Benchmark
  @BenchId(value = "read_view/after_versions_{versions}", tier = Tier.A1)
  public Value afterVersions(Overwritten overwritten) {
    return overwritten.firstState();
  }

  /** A key is put and read back, and the transaction rolled back: nothing grows. */
  @Benchmark
  @BenchId(value = "read_view/read_your_writes", tier = Tier.A1)
  public Value readYourWrites(Full full) {
    int index = full.draws.next();
    try (var transaction = full.run.database().begin()) {
      var scope = transaction.in(full.run.run());
      byte[] key = full.entries.encoded(index);
      scope.put(KVStore.SPACE, key, full.entries.replacement(index));
      return scope.get(KVStore.SPACE, key);
    }
  }
}
