package dev.tidemark.bench.peers;

import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.OperationHistogram;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.ScratchDirectory;
import dev.tidemark.bench.support.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;

/**
 * What does one durable put cost in each engine, alone and beside seven others? Every engine gets
 * the same keys and values, syncs before a put returns, and its count of syncs stands beside the
 * time.
 */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class SyncedPutBenchmark {
  private static final int COUNT = 1_000;

  /** A fresh table that all threads share. */
  @State(Scope.Benchmark)
  public static class Table {
    @Param({"tidemark", "rocksdb", "rocksdb_optimistic"})
    String engine;

    private final AtomicInteger members = new AtomicInteger();
    private Entries entries;
    private Path directory;
    private SyncedTable table;
    private int threads;
    private long syncsBefore;

    @Setup(Level.Iteration)
    public void open(BenchmarkParams benchmark) throws IOException {
      entries = Entries.of(COUNT);
      threads = benchmark.getThreads();
      members.set(0);
      directory = ScratchDirectory.create();
      table = SyncedTable.open(engine(), directory, entries);
      syncsBefore = table.syncs();
    }

    private SyncedTable.Engine engine() {
      return SyncedTable.Engine.valueOf(engine.toUpperCase(Locale.ROOT));
    }

    /** Alone, every put must have synced; together, they may share. */
    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      long puts = (long) iteration.getBatchSize() * threads;
      long syncs = table.syncs() - syncsBefore;
      boolean enough = threads == 1 ? syncs >= puts : syncs > 0 && syncs * threads >= puts;
      BitSet drawn = new BitSet();
      for (int i = 0; i < threads; i++) {
        drawn.or(draws(i).first(iteration.getBatchSize()));
      }
      ForkReport.current()
          .count(iteration, "log_syncs", syncs)
          .check("puts are synced", enough, syncs + " syncs of " + puts + " puts")
          .checkEquals("keys put", 0L, drawn.stream().filter(i -> !table.holds(i)).count());
      table.close();
      ScratchDirectory.delete(directory);
    }

    private static UniformDraws draws(int member) {
      return new UniformDraws("synced put " + member, COUNT);
    }
  }

  /** What a thread puts. */
  @State(Scope.Thread)
  public static class Member {
    private UniformDraws draws;

    @Setup(Level.Iteration)
    public void start(Table table) {
      draws = Table.draws(table.members.getAndIncrement());
    }

    private void put(Table table, OperationHistogram latency) {
      int index = draws.next();
      latency.start();
      table.table.put(index);
      latency.stop();
    }
  }

  @Benchmark
  @BenchId(
      value = "durability/put/dur_strict/peer_{engine}",
      tier = Tier.B,
      from = Profile.STANDARD,
      batch = 1_000,
      shotMillis = 300)
  public void alone(Table table, Member member, OperationHistogram latency) {
    member.put(table, latency);
  }

  @Benchmark
  @Threads(8)
  @BenchId(
      value = "durability/put/dur_strict/threads_8/peer_{engine}",
      tier = Tier.D,
      from = Profile.STANDARD,
      batch = 500,
      shotMillis = 400)
  public void threads8(Table table, Member member, OperationHistogram latency) {
    member.put(table, latency);
  }
}
