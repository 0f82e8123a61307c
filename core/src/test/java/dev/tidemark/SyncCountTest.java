package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.GatedDisk;
import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Durability;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many writes and syncs commits cost. */
class SyncCountTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final int COMMITS = 50;

  /** Syncs only when asked to. */
  private static final Durability BUFFERED =
      new Durability.Buffered(Duration.ofHours(1), Integer.MAX_VALUE, Long.MAX_VALUE);

  private final GatedDisk disk = new GatedDisk(new SimulatedDisk());
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() {
    disk.open();
    threads.shutdownNow();
  }

  private Database open(Durability durability) {
    return Database.open(
        disk, LogOptions.defaults(), DatabaseOptions.defaults().durability(durability));
  }

  private static long put(Database db, int key) {
    return db.global().put(SPACE, ("k" + key).getBytes(UTF_8), Value.of(key));
  }

  @Test
  void strict_oneThread_syncsOncePerCommitHoweverManyKeys() {
    try (Database db = open(Durability.strict())) {
      DatabaseStats before = db.stats();
      for (int i = 0; i < COMMITS; i++) {
        db.transact(
            tx -> {
              for (int key = 0; key < 10; key++) {
                tx.global().put(SPACE, ("k" + key).getBytes(UTF_8), Value.of(key));
              }
            });
      }
      DatabaseStats after = db.stats();
      assertThat(after.log().appends() - before.log().appends()).isEqualTo(COMMITS);
      assertThat(after.log().writes() - before.log().writes()).isEqualTo(COMMITS);
      assertThat(after.log().syncs() - before.log().syncs()).isEqualTo(COMMITS);
    }
  }

  /** Seven commit while the first is being synced: they share the sync after it. */
  @Test
  void strict_eightThreadsAtOnce_shareASync() throws Exception {
    try (Database db = open(Durability.strict())) {
      put(db, 0);
      DatabaseStats before = db.stats();
      disk.close();
      List<Future<Long>> commits = new ArrayList<>();
      commits.add(threads.submit(() -> put(db, 1)));
      disk.awaitArrival();
      for (int i = 2; i <= 8; i++) {
        int key = i;
        commits.add(threads.submit(() -> put(db, key)));
      }
      while (db.stats().log().appends() < before.log().appends() + 8) {
        Thread.onSpinWait();
      }
      disk.open();
      for (Future<Long> commit : commits) {
        commit.get();
      }
      DatabaseStats after = db.stats();
      assertThat(after.log().syncs() - before.log().syncs()).isEqualTo(2);
      assertThat(after.log().writes() - before.log().writes()).isEqualTo(2);
    }
  }

  @Test
  void strict_eightThreads_neverSyncMoreOftenThanTheyCommit() throws Exception {
    try (Database db = open(Durability.strict())) {
      DatabaseStats before = db.stats();
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int key = i;
        done.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < COMMITS; n++) {
                    put(db, key);
                  }
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
      DatabaseStats after = db.stats();
      assertThat(after.log().appends() - before.log().appends()).isEqualTo(8 * COMMITS);
      assertThat(after.log().syncs() - before.log().syncs())
          .isEqualTo(after.log().writes() - before.log().writes())
          .isLessThanOrEqualTo(8 * COMMITS);
    }
  }

  @Test
  void strict_readsAndFailedBodies_writeNothing() {
    try (Database db = open(Durability.strict())) {
      put(db, 1);
      DatabaseStats before = db.stats();
      db.transact(tx -> tx.global().get(SPACE, "k1"));
      db.global().compareAndSet(SPACE, "k1".getBytes(UTF_8), 77, Value.of(2));
      db.readView().close();
      assertThatThrownBy(() -> db.transact(tx -> putAndFail(tx.global())))
          .isInstanceOf(IllegalStateException.class);
      DatabaseStats after = db.stats();
      assertThat(after.log().appends()).isEqualTo(before.log().appends());
      assertThat(after.log().syncs()).isEqualTo(before.log().syncs());
      assertThat(after.version()).isEqualTo(before.version());
    }
  }

  private static void putAndFail(Scope scope) {
    scope.put(SPACE, "k3".getBytes(UTF_8), Value.of(3));
    throw new IllegalStateException("on purpose");
  }

  @Test
  void buffered_commits_areWrittenAndNotSyncedBeforeABoundIsReached() {
    try (Database db = open(BUFFERED)) {
      DatabaseStats before = db.stats();
      for (int i = 0; i < COMMITS; i++) {
        put(db, i);
      }
      assertThat(db.stats().log().writes() - before.log().writes()).isEqualTo(COMMITS);
      assertThat(db.stats().log().syncs()).isEqualTo(before.log().syncs());
      db.sync();
      assertThat(db.stats().log().syncs() - before.log().syncs()).isEqualTo(1);
    }
  }
}
