package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.durability.SimulatedDisk.Fault;
import dev.tidemark.transaction.ManualTransaction;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionOptions;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.CheckpointReport;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LatencyHistogram;
import dev.tidemark.types.StorageFailureException;
import dev.tidemark.types.StoreStats;
import dev.tidemark.types.TransactionStats;
import dev.tidemark.types.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DatabaseStatsTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final LogOptions SMALL = new LogOptions(4096, 16_384, 32 << 20, Runnable::run);

  /** Syncs only when asked to. */
  private static final Durability BUFFERED =
      new Durability.Buffered(Duration.ofHours(1), Integer.MAX_VALUE, Long.MAX_VALUE);

  private final SimulatedDisk disk = new SimulatedDisk();
  private final DatabaseOptions options =
      DatabaseOptions.defaults()
          .clock(new ManualClock())
          .durability(Durability.strict())
          .checkpoints(CheckpointPolicy.manual());

  private Database open(DatabaseOptions with) {
    return Database.open(disk, SMALL, with);
  }

  /** Without upkeep of its own, so that every count is due to the test. */
  private Database inMemory() {
    return Database.inMemory(options, task -> {});
  }

  private static void put(Scope scope, String key, long value) {
    scope.put(SPACE, key.getBytes(UTF_8), Value.of(value));
  }

  /** Another thread's commit, which a transaction of this one may lose to. */
  private static void putElsewhere(Database db, String key) {
    CompletableFuture.runAsync(() -> put(db.global(), key, 99), OwnThread.FOR_EACH).join();
  }

  @Test
  void transactions_commitsOfOneOrMoreKeys_areCountedAndReadsAreNot() {
    try (Database db = inMemory()) {
      put(db.global(), "a", 1);
      db.transact(
          tx -> {
            put(tx.global(), "b", 1);
            put(tx.global(), "c", 1);
          });
      db.transact(tx -> tx.global().get(SPACE, "a"));
      TransactionStats stats = db.stats().transactions();
      assertThat(stats.commits()).isEqualTo(2);
      assertThat(stats.aborts()).isZero();
    }
  }

  @Test
  void transactions_reopened_countFromTheOpen() {
    try (Database db = open(options)) {
      put(db.global(), "a", 1);
    }
    try (Database db = open(options)) {
      assertThat(db.stats().transactions().commits()).isZero();
      put(db.global(), "a", 2);
      assertThat(db.stats().transactions().commits()).isEqualTo(1);
      assertThat(db.stats().recovery()).isEqualTo(db.recovery());
      assertThat(db.recovery().commits()).isEqualTo(1);
    }
  }

  @Test
  void transactions_bodiesThatThrowAndRollbacks_areAborts() {
    try (Database db = inMemory()) {
      assertThatThrownBy(
              () ->
                  db.transact(
                      tx -> {
                        throw new IllegalStateException("on purpose");
                      }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(db.stats().transactions().aborts()).isEqualTo(1);

      ManualTransaction rolledBack = db.begin();
      put(rolledBack.global(), "a", 1);
      rolledBack.rollback();
      assertThat(db.stats().transactions().aborts()).isEqualTo(2);

      ManualTransaction onlyRead = db.begin();
      onlyRead.global().get(SPACE, "a");
      onlyRead.close();
      ManualTransaction committed = db.begin();
      put(committed.global(), "a", 1);
      committed.commit();
      committed.close();
      assertThat(db.stats().transactions().aborts()).isEqualTo(2);
      assertThat(db.stats().transactions().commits()).isEqualTo(1);
    }
  }

  @Test
  void transactions_conflictResolvedByARepetition_isNoAbort() {
    try (Database db = inMemory()) {
      boolean[] lost = new boolean[1];
      db.transact(
          tx -> {
            tx.global().get(SPACE, "a");
            if (!lost[0]) {
              lost[0] = true;
              putElsewhere(db, "a");
            }
            put(tx.global(), "b", 1);
          });
      TransactionStats stats = db.stats().transactions();
      assertThat(stats.conflicts()).isEqualTo(1);
      assertThat(stats.retries()).isEqualTo(1);
      assertThat(stats.aborts()).isZero();
      assertThat(stats.commits()).isEqualTo(2);
    }
  }

  @Test
  void transactions_lastConflict_isAnAbort() {
    try (Database db = inMemory()) {
      TransactionOptions once = TransactionOptions.defaults().retry(RetryPolicy.none());
      assertThatThrownBy(
              () ->
                  db.transact(
                      once,
                      tx -> {
                        tx.global().get(SPACE, "a");
                        putElsewhere(db, "a");
                        put(tx.global(), "b", 1);
                      }))
          .isInstanceOf(ConflictException.class);
      ManualTransaction manual = db.begin();
      manual.global().get(SPACE, "a");
      put(manual.global(), "b", 1);
      put(db.global(), "a", 2);
      assertThatThrownBy(manual::commit).isInstanceOf(ConflictException.class);

      TransactionStats stats = db.stats().transactions();
      assertThat(stats.conflicts()).isEqualTo(2);
      assertThat(stats.retries()).isZero();
      assertThat(stats.aborts()).isEqualTo(2);
      assertThat(stats.commits()).isEqualTo(2);
    }
  }

  @Test
  void transactions_open_countsBodiesAndManualOnesButNoReadViews() {
    try (Database db = inMemory();
        ReadView view = db.readView()) {
      ManualTransaction manual = db.begin();
      db.transact(tx -> assertThat(db.stats().transactions().open()).isEqualTo(2));
      assertThat(db.stats().transactions().open()).isEqualTo(1);
      manual.close();
      assertThat(db.stats().transactions().open()).isZero();
      assertThat(view.version()).isZero();
    }
  }

  @Test
  void commitLatency_strict_isThatOfEveryCommit() {
    try (Database db = open(options)) {
      for (int i = 0; i < 50; i++) {
        put(db.global(), "k", i);
      }
      LatencyHistogram latency = db.stats().transactions().commitLatency();
      assertThat(latency.count()).isEqualTo(50);
      assertThat(latency.percentileNanos(50)).isBetween(1L, latency.maxNanos());
    }
  }

  @Test
  void commitLatency_inMemory_isThatOfOneInSixtyFour() {
    try (Database db = inMemory()) {
      for (int i = 0; i < 6400; i++) {
        put(db.global(), "k", i);
      }
      assertThat(db.stats().transactions().commitLatency().count()).isBetween(95L, 105L);
    }
  }

  @Test
  void store_sweptAndHorizon_tellWhatTheBackgroundRemovedAndAnOpenViewKeeps() {
    try (Database db = inMemory()) {
      put(db.global(), "a", 1);
      put(db.global(), "b", 1);
      try (ReadView view = db.readView()) {
        db.global().delete(SPACE, "a".getBytes(UTF_8));
        put(db.global(), "b", 2);
        db.doUpkeep();
        StoreStats kept = db.stats().store();
        assertThat(kept.horizon()).isEqualTo(view.version());
        assertThat(kept.versions()).isEqualTo(4);
        assertThat(kept.sweptVersions()).isZero();
      }
      db.doUpkeep();
      StoreStats swept = db.stats().store();
      assertThat(swept.horizon()).isEqualTo(db.stats().version());
      assertThat(swept.keys()).isEqualTo(1);
      assertThat(swept.versions()).isEqualTo(1);
      assertThat(swept.sweptKeys()).isEqualTo(1);
      assertThat(swept.sweptVersions()).isEqualTo(3);
    }
  }

  @Test
  void log_buffered_tellsWhatIsUnsyncedAndHowLongSyncsTook() {
    try (Database db = open(options.durability(BUFFERED))) {
      long syncs = db.stats().log().syncs();
      put(db.global(), "a", 1);
      put(db.global(), "b", 1);
      assertThat(db.stats().log().unsyncedBytes()).isEqualTo(db.stats().log().bytes()).isPositive();
      assertThat(db.stats().log().syncs()).isEqualTo(syncs);
      db.sync();
      assertThat(db.stats().log().unsyncedBytes()).isZero();
      assertThat(db.stats().log().syncs()).isEqualTo(syncs + 1);
      assertThat(db.stats().log().syncLatency().count()).isEqualTo(syncs + 1);
    }
  }

  @Test
  void log_strict_timesEachWriteAsASync() {
    try (Database db = open(options)) {
      for (int i = 0; i < 20; i++) {
        put(db.global(), "k", i);
      }
      assertThat(db.stats().log().syncs()).isEqualTo(20);
      assertThat(db.stats().log().syncLatency().count()).isEqualTo(20);
      assertThat(db.stats().log().unsyncedBytes()).isZero();
    }
  }

  @Test
  void checkpoints_lastAndFailures_areTold() {
    CheckpointReport report;
    try (Database db = open(options)) {
      assertThat(db.stats().checkpoints().last()).isEmpty();
      long version = db.global().put(SPACE, new byte[] {1}, Value.of(1));
      long timeMicros = db.global().getVersioned(SPACE, new byte[] {1}).timeMicros();
      report = db.checkpoint();
      assertThat(report.version()).isEqualTo(version);
      assertThat(report.timeMicros()).isEqualTo(timeMicros);

      put(db.global(), "a", 2);
      disk.failAt(disk.operations() + 1, Fault.ERROR);
      assertThatThrownBy(db::checkpoint).isInstanceOf(StorageFailureException.class);
      assertThat(db.stats().checkpoints().completed()).isEqualTo(1);
      assertThat(db.stats().checkpoints().failed()).isEqualTo(1);
      assertThat(db.stats().checkpoints().last()).isEqualTo(Optional.of(report));
    }
    try (Database db = open(options)) {
      assertThat(db.stats().checkpoints().completed()).isZero();
      assertThat(db.stats().checkpoints().last().orElseThrow().version())
          .isEqualTo(report.version());
    }
  }
}
