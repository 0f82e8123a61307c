package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.durability.SimulatedDisk.Fault;
import dev.tidemark.durability.SimulatedDisk.Survival;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.ClosedException;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.ReadOnlyException;
import dev.tidemark.types.StorageFailureException;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failures that another engine had and that no other test here excludes; see docs/FAILURES.md. */
class KnownFailuresTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");

  private final SimulatedDisk disk = new SimulatedDisk();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  private static Database open(SimulatedDisk disk) {
    DatabaseOptions options =
        DatabaseOptions.defaults().durability(Durability.strict()).retry(RetryPolicy.none());
    return Database.open(disk, LogOptions.defaults(), options);
  }

  @Test
  void put_null_isAValueAndNoDeletion() {
    try (Database db = open(disk)) {
      Scope scope = db.global();
      scope.put(SPACE, key("null"), Value.nil());
      scope.put(SPACE, key("gone"), Value.of(1));
      assertThat(scope.delete(SPACE, key("gone"))).isTrue();
    }
    try (Database db = open(disk)) {
      Scope scope = db.global();
      assertThat(scope.get(SPACE, "null")).isEqualTo(Value.nil());
      assertThat(scope.get(SPACE, "gone")).isNull();
      assertThat(keys(scope)).containsExactly("null");
      assertThat(scope.delete(SPACE, key("null"))).isTrue();
      assertThat(keys(scope)).isEmpty();
    }
  }

  /** Reads that are no transaction: the second comes after the first. */
  @Test
  void get_afterSeeingPartOfACommit_seesTheRest() throws Exception {
    try (Database db = Database.inMemory(DatabaseOptions.defaults())) {
      Future<Void> writer =
          threads.submit(
              () -> {
                for (int n = 1; n <= 5_000; n++) {
                  putBoth(db, Value.of(n));
                }
                return null;
              });
      while (!writer.isDone()) {
        long first = number(db.global(), "a");
        long second = number(db.global(), "z");
        long third = number(db.global(), "a");
        assertThat(second).isGreaterThanOrEqualTo(first);
        assertThat(third).isGreaterThanOrEqualTo(second);
      }
      writer.get();
    }
  }

  private static void putBoth(Database db, Value value) {
    db.transact(
        tx -> {
          tx.global().put(SPACE, key("a"), value);
          tx.global().put(SPACE, key("z"), value);
        });
  }

  @Test
  void failedWrite_leavesADatabaseThatReadsAndCloses() {
    Database db = open(disk);
    Scope scope = db.global();
    scope.put(SPACE, key("a"), Value.of(1));
    disk.failAt(disk.operations() + 1, Fault.SHORT_WRITE);

    assertThatThrownBy(() -> scope.put(SPACE, key("a"), Value.of(2)))
        .isInstanceOf(StorageFailureException.class);
    assertThatThrownBy(() -> scope.put(SPACE, key("b"), Value.of(2)))
        .isInstanceOf(ReadOnlyException.class)
        .hasMessageContaining("read-only until it is opened again");
    assertThat(number(scope, "a")).isEqualTo(1);
    db.transact(tx -> assertThat(keys(tx.global())).containsExactly("a"));
    assertThatThrownBy(db::close).isInstanceOf(ReadOnlyException.class);
    try (Database again = open(disk.crash(Survival.EVERYTHING, 0))) {
      assertThat(number(again.global(), "a")).isEqualTo(1);
      again.global().put(SPACE, key("b"), Value.of(3));
    }
  }

  @Test
  void scan_overAKeyDeletedByItself_reliesOnItNevertheless() {
    try (Database db = open(disk)) {
      db.global().put(SPACE, key("a"), Value.of(1));
      assertThatThrownBy(
              () ->
                  db.transact(
                      tx -> {
                        tx.global().delete(SPACE, key("a"));
                        assertThat(keys(tx.global())).isEmpty();
                        inAnotherThread(() -> db.global().put(SPACE, key("a"), Value.of(2)));
                      }))
          .isInstanceOf(ConflictException.class);
      assertThat(number(db.global(), "a")).isEqualTo(2);
    }
  }

  @Test
  void close_transactionRunning_waitsForItAndAdmitsNoOther() throws Exception {
    Database db = open(disk);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    Future<Long> transaction =
        threads.submit(
            () ->
                db.transact(
                    tx -> {
                      tx.global().put(SPACE, key("a"), Value.of(1));
                      inside.countDown();
                      finish.await();
                    }));
    inside.await();
    Future<?> closing = threads.submit(db::close);
    while (admitsViews(db)) {
      Thread.onSpinWait();
    }
    assertThatThrownBy(() -> db.transact(tx -> {})).isInstanceOf(ClosedException.class);
    assertThat(closing.isDone()).isFalse();

    finish.countDown();
    transaction.get();
    closing.get();
    try (Database again = open(disk)) {
      assertThat(again.recovery().cleanShutdown()).isTrue();
      assertThat(number(again.global(), "a")).isEqualTo(1);
    }
  }

  private static boolean admitsViews(Database db) {
    try (ReadView view = db.readView()) {
      return view.version() >= 0;
    } catch (ClosedException e) {
      return false;
    }
  }

  @Test
  void body_thatDies_leavesItsKeysToOthers() throws Exception {
    try (Database db = open(disk)) {
      Future<Long> dying =
          threads.submit(
              () ->
                  db.transact(
                      tx -> {
                        tx.global().put(SPACE, key("a"), Value.of(1));
                        throw new StackOverflowError("on purpose");
                      }));
      assertThatThrownBy(dying::get).hasRootCauseInstanceOf(StackOverflowError.class);

      db.global().put(SPACE, key("a"), Value.of(2));
      assertThat(number(db.global(), "a")).isEqualTo(2);
      assertThat(db.stats().transactions().conflicts()).isZero();
    }
  }

  private void inAnotherThread(Runnable work) throws Exception {
    threads.submit(work).get();
  }

  private static long number(Scope scope, String key) {
    Value value = scope.get(SPACE, key);
    return value == null ? 0 : ((Value.LongValue) value).value();
  }

  private static List<String> keys(Scope scope) {
    List<String> keys = new ArrayList<>();
    scope.scan(
        SPACE, KeyRange.all(), (key, value, version, time) -> keys.add(new String(key, UTF_8)));
    return keys;
  }

  private static byte[] key(String text) {
    return text.getBytes(UTF_8);
  }
}
