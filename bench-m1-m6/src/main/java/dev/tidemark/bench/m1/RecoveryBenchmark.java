package dev.tidemark.bench.m1;

import dev.tidemark.Database;
import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.kv.KVStore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;

/** How long until a database can be used again, from its log or from a checkpoint? */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class RecoveryBenchmark {

  /** Entries that are written once. */
  public abstract static class Inserted extends RecoveredCopy {
    @Param({"1000", "10000", "100000", "1000000"})
    int entries;

    @Override
    void write(dev.tidemark.transaction.Scope scope) {
      put(scope, Entries.of(entries), 1);
    }

    @Override
    long entries() {
      return entries;
    }
  }

  /** Everything is in the log. */
  public static class FromLog extends Inserted {
    @Override
    long commitsInLog() {
      return entries + 1L;
    }
  }

  /** Everything is in a checkpoint. */
  public static class FromCheckpoint extends Inserted {
    @Override
    void finish(Database database) {
      database.checkpoint();
    }

    @Override
    long commitsInLog() {
      return 0;
    }
  }

  /** 100 keys, each written 100 times. */
  public static class Overwritten extends RecoveredCopy {
    private static final int KEYS = 100;
    private static final int TIMES = 100;

    @Override
    void write(dev.tidemark.transaction.Scope scope) {
      put(scope, Entries.of(KEYS), TIMES);
    }

    @Override
    long entries() {
      return KEYS;
    }

    @Override
    long commitsInLog() {
      return KEYS * TIMES + 1L;
    }
  }

  /** 10,000 keys, 8,000 of which are deleted again. */
  public static class Deleted extends RecoveredCopy {
    private static final int KEYS = 10_000;
    private static final int DELETED = 8_000;

    @Override
    void write(dev.tidemark.transaction.Scope scope) {
      Entries all = Entries.of(KEYS);
      put(scope, all, 1);
      for (int i = 0; i < DELETED; i++) {
        scope.delete(KVStore.SPACE, all.encoded(i));
      }
    }

    @Override
    long entries() {
      return KEYS - DELETED;
    }

    @Override
    long commitsInLog() {
      return KEYS + DELETED + 1L;
    }
  }

  private static void put(dev.tidemark.transaction.Scope scope, Entries all, int times) {
    for (int time = 0; time < times; time++) {
      for (int i = 0; i < all.count(); i++) {
        scope.put(KVStore.SPACE, all.encoded(i), all.original(i));
      }
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

  /** A log of which a hundredth is still in force. */
  @Benchmark
  @BenchId(value = "wal_recovery/overwrite_heavy", tier = Tier.A1, setUpMillis = 500)
  public Database overwriteHeavy(Overwritten template) {
    return template.openCopy();
  }

  /** A log most of whose entries are deleted in the end. */
  @Benchmark
  @BenchId(value = "wal_recovery/delete_heavy", tier = Tier.A1, setUpMillis = 500)
  public Database deleteHeavy(Deleted template) {
    return template.openCopy();
  }
}
