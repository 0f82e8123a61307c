package dev.tidemark.bench.m1;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.ScratchDirectory;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.Runs;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
 * How long until a database can be used again, from its log of as many commits as it has entries?
 * Each iteration opens a copy of a directory made once; its files are in the system's cache.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class RecoveryBenchmark {
  @Param({"1000", "10000", "100000", "1000000"})
  int entries;

  private Path template;
  private Path copy;
  private RunId run;
  private Database opened;

  @Setup(Level.Trial)
  public void makeTemplate() throws IOException {
    // Both durable modes write the same log, and reading it back knows no mode.
    ForkReport.current().noDatabase();
    template = ScratchDirectory.create();
    Entries all = Entries.of(entries);
    try (Database database = Database.open(template, DatabaseOptions.defaults())) {
      run = new Runs().create(database.global(), "bench");
      dev.tidemark.transaction.Scope scope = database.in(run);
      for (int i = 0; i < entries; i++) {
        scope.put(KVStore.SPACE, all.encoded(i), all.original(i));
      }
    }
  }

  @Setup(Level.Iteration)
  public void copyTemplate() throws IOException {
    copy = ScratchDirectory.create();
    for (Path file : files(template)) {
      Files.copy(file, copy.resolve(file.getFileName()));
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  /** Opens the copy. */
  @Benchmark
  @BenchId(
      value = "wal_recovery/insert_only/entries_{entries}",
      tier = Tier.A1,
      standard = "wal_recovery/insert_only/entries_100k",
      setUpMillis = 1_000,
      shotMillis = 400)
  public Database insertOnly() {
    opened = Database.open(copy, DatabaseOptions.defaults());
    return opened;
  }

  @TearDown(Level.Iteration)
  public void close() throws IOException {
    long[] seen = new long[1];
    opened
        .in(run)
        .scan(KVStore.SPACE, KeyRange.all(), (key, value, version, time) -> ++seen[0] > 0);
    ForkReport.current()
        .checkEquals("entries recovered", (long) entries, seen[0])
        .checkEquals("commits recovered", entries + 1L, opened.recovery().commits());
    opened.close();
    ScratchDirectory.delete(copy);
  }

  @TearDown(Level.Trial)
  public void deleteTemplate() throws IOException {
    ScratchDirectory.delete(template);
  }
}
