package dev.tidemark.bench.m1;

import dev.tidemark.Database;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.Tier;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** How long until a database can be used again, from its log or from a checkpoint? */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class RecoveryBenchmark {

  /** Everything is in the log. */
  public static class FromLog extends RecoveredCopy {
    @Override
    void finish(Database database) {}

    @Override
    long commitsInLog() {
      return entries + 1L;
    }
  }

  /** Everything is in a checkpoint. */
  public static class FromCheckpoint extends RecoveredCopy {
    @Override
    void finish(Database database) {
      database.checkpoint();
    }

    @Override
    long commitsInLog() {
      return 0;
    }
  }

  /** The commit that made the run, then one commit for each entry. */
  @Benchmark
  @BenchId(
      value = "wal_recovery/insert_only/entries_{entries}",
      tier = Tier.A1,
      standard = "wal_recovery/insert_only/entries_100k",
      setUpMillis = 1_000,
      shotMillis = 400)
  public Database insertOnly(FromLog template) {
    return template.openCopy();
  }

  /** A checkpoint of the same entries, and nothing behind it. */
  @Benchmark
  @BenchId(
      value = "checkpoint/open/entries_{entries}",
      tier = Tier.A1,
      standard = "checkpoint/open/entries_100k",
      setUpMillis = 1_000,
      shotMillis = 400)
  public Database fromCheckpoint(FromCheckpoint template) {
    return template.openCopy();
  }
}
