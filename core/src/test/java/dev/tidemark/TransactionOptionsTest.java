package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.Disk;
import dev.tidemark.durability.GatedDisk;
import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.durability.SimulatedDisk.Survival;
import dev.tidemark.transaction.Isolation;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionAction;
import dev.tidemark.transaction.TransactionOptions;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.DeadlineExceededException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransactionOptionsTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final LogOptions SMALL = new LogOptions(4096, 16_384, 32 << 20, Runnable::run);
  private static final Durability BUFFERED =
      new Durability.Buffered(Duration.ofHours(1), Integer.MAX_VALUE, Long.MAX_VALUE);
  private static final TransactionOptions DEFAULTS = TransactionOptions.defaults();
  private static final TransactionOptions ONCE = DEFAULTS.retry(RetryPolicy.none());
  private static final TransactionOptions SNAPSHOT = ONCE.isolation(Isolation.SNAPSHOT);

  private final ManualClock clock = new ManualClock();
  private final Database db = Database.inMemory(DatabaseOptions.defaults().clock(clock));
  private final RunId run = new Runs().create(db.global(), "options");
  private final Scope now = db.in(run);

  @AfterEach
  void leaveWhole() {
    db.checkInvariants();
    db.close();
  }

  /** A database and its run may be written by another thread while a transaction is open. */
  private static void elsewhere(Runnable work) {
    CompletableFuture.runAsync(work, OwnThread.FOR_EACH).join();
  }

  private void putElsewhere(String key, int value) {
    elsewhere(() -> put(now, key, value));
  }

  private static void put(Scope scope, String key, int value) {
    scope.put(SPACE, key(key), Value.of(value));
  }

  private static long number(ReadScope scope, String key) {
    return ((Value.LongValue) scope.get(SPACE, key)).value();
  }

  private static byte[] key(String text) {
    return text.getBytes(UTF_8);
  }

  /** Each takes one of two doctors off duty if both are on. */
  private void takeBothOff(TransactionOptions options) {
    put(now, "x", 1);
    put(now, "y", 1);
    db.transact(
        options,
        first -> {
          assertThat(number(first.in(run), "x") + number(first.in(run), "y")).isEqualTo(2);
          elsewhere(
              () ->
                  db.transact(
                      options,
                      second -> {
                        Scope s = second.in(run);
                        assertThat(number(s, "x") + number(s, "y")).isEqualTo(2);
                        put(s, "y", 0);
                      }));
          put(first.in(run), "x", 0);
        });
  }

  @Test
  void isolation_serializable_refusesWriteSkew() {
    assertThatThrownBy(() -> takeBothOff(ONCE)).isInstanceOf(ConflictException.class);
    assertThat(number(now, "x") + number(now, "y")).isEqualTo(1);
  }

  @Test
  void isolation_snapshot_allowsWriteSkew() {
    takeBothOff(SNAPSHOT);
    assertThat(number(now, "x") + number(now, "y")).isZero();
  }

  @Test
  void isolation_snapshot_keyWrittenButNotRead_conflictsIfChanged() {
    long first = now.put(SPACE, key("k"), Value.of(1));
    TransactionAction<RuntimeException> overwrite =
        tx -> {
          putElsewhere("k", 2);
          put(tx.in(run), "k", 3);
        };

    assertThatThrownBy(() -> db.transact(SNAPSHOT, overwrite))
        .isInstanceOfSatisfying(
            ConflictException.class,
            conflict -> {
              assertThat(conflict.key().user()).isEqualTo(key("k"));
              assertThat(conflict.expectedVersion()).isEqualTo(first);
              assertThat(conflict.actualVersion()).isEqualTo(first + 1);
            });
    db.transact(ONCE, overwrite);
    assertThat(number(now, "k")).isEqualTo(3);
  }

  @Test
  void isolation_snapshot_keyCreatedMeanwhile_conflicts() {
    assertThatThrownBy(
            () ->
                db.transact(
                    SNAPSHOT,
                    tx -> {
                      putElsewhere("new", 1);
                      put(tx.in(run), "new", 2);
                    }))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("expected absent");
  }

  @Test
  void isolation_snapshot_runFinishedMeanwhile_stillRefusesTheWrite() {
    assertThatThrownBy(
            () ->
                db.transact(
                    SNAPSHOT,
                    tx -> {
                      put(tx.in(run), "k", 1);
                      elsewhere(() -> new Runs().transition(now, RunStatus.COMPLETED));
                    }))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("status");
    assertThat(now.get(SPACE, "k")).isNull();
  }

  @Test
  void conflict_inARange_namesTheRangeAndTheKey() {
    KeyRange range = KeyRange.prefix(key("a"));
    assertThatThrownBy(
            () ->
                db.transact(
                    ONCE,
                    tx -> {
                      tx.in(run).scan(SPACE, range, (key, value, version, time) -> true);
                      putElsewhere("a2", 2);
                      put(tx.in(run), "b", 3);
                    }))
        .isInstanceOfSatisfying(
            ConflictException.class,
            conflict -> {
              assertThat(conflict.range()).contains(range);
              assertThat(conflict.path()).isEmpty();
              assertThat(conflict.key().user()).isEqualTo(key("a2"));
              assertThat(conflict.expectedVersion()).isZero();
            });
  }

  @Test
  void untracked_rangeChangedMeanwhile_isNoConflict() {
    db.transact(
        ONCE,
        tx -> {
          put(tx.in(run), "a1", 1);
          int[] seen = new int[1];
          tx.in(run)
              .untracked()
              .scan(SPACE, KeyRange.all(), (key, value, version, time) -> ++seen[0] > 0);
          assertThat(seen[0]).as("own writes").isEqualTo(1);
          assertThat(tx.in(run).untracked().get(SPACE, "a2")).isNull();
          putElsewhere("a2", 2);
        });
    assertThat(number(now, "a1")).isEqualTo(1);
  }

  @Test
  void timeout_passedAtAnOperation_endsTheTransaction() {
    assertThatThrownBy(
            () ->
                db.transact(
                    DEFAULTS.timeout(Duration.ofSeconds(5)),
                    tx -> {
                      put(tx.in(run), "k", 1);
                      clock.advance(Duration.ofSeconds(5));
                      tx.in(run).get(SPACE, "k");
                    }))
        .isInstanceOfSatisfying(
            DeadlineExceededException.class,
            e -> {
              assertThat(e.timeout()).isEqualTo(Duration.ofSeconds(5));
              assertThat(e.attempts()).isEqualTo(1);
            })
        .hasMessageContaining("PT5S")
        .hasMessageContaining("an operation")
        .hasMessageContaining("nothing was changed");
    assertThat(now.get(SPACE, "k")).isNull();
  }

  @Test
  void timeout_passedAtTheCommit_changesNothing() {
    assertThatThrownBy(
            () ->
                db.transact(
                    DEFAULTS.timeout(Duration.ofSeconds(5)),
                    tx -> {
                      put(tx.in(run), "k", 1);
                      clock.advance(Duration.ofSeconds(6));
                    }))
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessageContaining("the commit");
    assertThat(now.get(SPACE, "k")).isNull();
  }

  @Test
  void timeout_notPassed_commits() {
    db.transact(
        DEFAULTS.timeout(Duration.ofSeconds(5)),
        tx -> {
          clock.advance(Duration.ofMillis(4_999));
          put(tx.in(run), "k", 1);
        });
    assertThat(number(now, "k")).isEqualTo(1);
  }

  @Test
  void timeout_coversAllAttempts_andNamesTheLastConflict() {
    put(now, "k", 0);
    assertThatThrownBy(
            () ->
                db.transact(
                    DEFAULTS.timeout(Duration.ofSeconds(5)),
                    tx -> {
                      long seen = number(tx.in(run), "k");
                      clock.advance(Duration.ofSeconds(2));
                      putElsewhere("k", (int) seen + 1);
                      put(tx.in(run), "derived", 1);
                    }))
        .hasCauseInstanceOf(ConflictException.class)
        .isInstanceOfSatisfying(
            DeadlineExceededException.class, e -> assertThat(e.attempts()).isEqualTo(3));
    assertThat(now.get(SPACE, "derived")).isNull();
  }

  @Test
  void timeout_whileItWaitsForTheCommitItLostTo_endsTheWait() throws Exception {
    GatedDisk disk = new GatedDisk(new SimulatedDisk());
    try (Database gated = open(disk, Durability.strict())) {
      put(gated.global(), "k", 0);
      disk.close();
      CompletableFuture<Void> winner =
          CompletableFuture.runAsync(() -> put(gated.global(), "k", 1), OwnThread.FOR_EACH);
      disk.awaitArrival();
      CompletableFuture<Long> loser =
          CompletableFuture.supplyAsync(
              () ->
                  gated.transact(
                      DEFAULTS.timeout(Duration.ofSeconds(5)),
                      tx -> put(tx.global(), "copy", (int) number(tx.global(), "k"))),
              OwnThread.FOR_EACH);
      while (gated.stats().transactions().conflicts() == 0) {
        Thread.onSpinWait();
      }
      clock.advance(Duration.ofSeconds(5));

      assertThatThrownBy(loser::get).hasCauseInstanceOf(DeadlineExceededException.class);
      disk.open();
      winner.get();
      assertThat(gated.global().get(SPACE, "copy")).isNull();
    }
  }

  @Test
  void timeout_outOfRange_isRefused() {
    for (Duration bad :
        new Duration[] {Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(366)}) {
      assertThatThrownBy(() -> DEFAULTS.timeout(bad))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining(bad.toString());
    }
  }

  @Test
  void retry_ofTheTransaction_replacesTheDatabases() {
    AtomicInteger attempts = new AtomicInteger();
    put(now, "k", 0);
    assertThatThrownBy(
            () ->
                db.transact(
                    DEFAULTS.retry(new RetryPolicy(3, Duration.ZERO)),
                    tx -> {
                      long seen = number(tx.in(run), "k");
                      putElsewhere("k", attempts.incrementAndGet());
                      put(tx.in(run), "derived", (int) seen);
                    }))
        .isInstanceOf(ConflictException.class);
    assertThat(attempts).hasValue(3);
  }

  /** What a late attempt holds must not keep the commit that its body waits for. */
  @Test
  void retry_bodyWaitsForAnotherCommitInEveryAttempt_ends() {
    AtomicInteger attempts = new AtomicInteger();
    put(now, "k", 0);
    assertThatThrownBy(
            () ->
                db.transact(
                    DEFAULTS.retry(new RetryPolicy(6, Duration.ZERO)),
                    tx -> {
                      long seen = number(tx.in(run), "k");
                      putElsewhere("k", attempts.incrementAndGet());
                      put(tx.in(run), "k", (int) seen - 1);
                    }))
        .isInstanceOf(ConflictException.class);
    assertThat(attempts).hasValue(6);
    assertThat(number(now, "k")).isEqualTo(6);
    put(now, "k", 7);
  }

  @Test
  void retry_threadInterrupted_commitsAndKeepsTheInterrupt() {
    AtomicInteger attempts = new AtomicInteger();
    put(now, "k", 0);
    Thread.currentThread().interrupt();
    try {
      db.transact(
          tx -> {
            long seen = number(tx.in(run), "k");
            if (attempts.incrementAndGet() < 5) {
              putElsewhere("k", attempts.get());
            }
            put(tx.in(run), "derived", (int) seen);
          });
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(number(now, "derived")).isEqualTo(4);
  }

  @Test
  void readOnly_write_isRefusedNamingTheKey() {
    put(now, "k", 1);
    TransactionOptions readOnly = DEFAULTS.readOnly(true);
    long version = db.stats().version();

    assertThatThrownBy(() -> db.transact(readOnly, tx -> put(tx.in(run), "k", 2)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("read-only")
        .hasMessageContaining("\"k\"");
    assertThat(db.transactResult(readOnly, tx -> number(tx.in(run), "k")).value()).isEqualTo(1);
    assertThat(db.stats().version()).isEqualTo(version);
  }

  private Database open(Disk disk, Durability mode) {
    return Database.open(disk, SMALL, DatabaseOptions.defaults().durability(mode).clock(clock));
  }

  @Test
  void durability_raisedInABufferedDatabase_survivesAPowerCutWithAllBeforeIt() {
    SimulatedDisk disk = new SimulatedDisk();
    Database lost = open(disk, BUFFERED);
    put(lost.global(), "before", 1);
    long syncs = lost.stats().log().syncs();
    lost.transact(DEFAULTS.durability(Durability.strict()), tx -> put(tx.global(), "raised", 1));
    assertThat(lost.stats().log().syncs()).isEqualTo(syncs + 1);
    put(lost.global(), "after", 1);

    try (Database recovered = open(disk.crash(Survival.NOTHING, 1), BUFFERED)) {
      assertThat(number(recovered.global(), "before")).isEqualTo(1);
      assertThat(number(recovered.global(), "raised")).isEqualTo(1);
      assertThat(recovered.global().get(SPACE, "after")).isNull();
    }
    lost.close();
  }

  @Test
  void durability_raised_isVisibleBeforeItIsAcknowledged() throws Exception {
    GatedDisk disk = new GatedDisk(new SimulatedDisk());
    try (Database gated = open(disk, BUFFERED)) {
      put(gated.global(), "first", 1);
      disk.close();
      CompletableFuture<Long> raised =
          CompletableFuture.supplyAsync(
              () ->
                  gated.transact(
                      DEFAULTS.durability(Durability.strict()),
                      tx -> put(tx.global(), "raised", 1)),
              OwnThread.FOR_EACH);
      disk.awaitArrival();
      while (gated.global().get(SPACE, "raised") == null) {
        Thread.onSpinWait();
      }
      put(gated.global(), "neighbour", 1);
      assertThat(raised).isNotDone();

      disk.open();
      assertThat(raised.get()).isPositive();
    }
  }

  @Test
  void durability_lowered_isRefusedNamingBoth() {
    try (Database strict = open(new SimulatedDisk(), Durability.strict())) {
      assertThatThrownBy(
              () -> strict.transact(DEFAULTS.durability(BUFFERED), tx -> put(tx.global(), "k", 1)))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("Buffered")
          .hasMessageContaining("Strict");
      assertThat(strict.global().get(SPACE, "k")).isNull();
      strict.transact(DEFAULTS.durability(Durability.strict()), tx -> put(tx.global(), "same", 1));
    }
  }

  @Test
  void durability_raisedInMemory_isRefused() {
    assertThatThrownBy(
            () -> db.transact(DEFAULTS.durability(Durability.strict()), tx -> tx.global()))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("InMemory")
        .hasMessageContaining("open it in a directory");
  }
}
