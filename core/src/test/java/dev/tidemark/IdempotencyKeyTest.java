package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.durability.SimulatedDisk.Fault;
import dev.tidemark.durability.SimulatedDisk.Survival;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.IdempotencyKey;
import dev.tidemark.transaction.Isolation;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Transaction;
import dev.tidemark.transaction.TransactionOptions;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is asked for with one key is done once, whatever happens in between. */
class IdempotencyKeyTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final byte[] COUNT = "count".getBytes(UTF_8);
  private static final TransactionOptions KEYED =
      TransactionOptions.defaults().idempotencyKey("order-17");
  private static final Durability BUFFERED =
      new Durability.Buffered(Duration.ofHours(1), Integer.MAX_VALUE, Long.MAX_VALUE);

  private final ManualClock clock = new ManualClock();
  private final DatabaseOptions options =
      DatabaseOptions.defaults()
          .clock(clock)
          .durability(BUFFERED)
          .checkpoints(CheckpointPolicy.manual().replayLogBytes(0));
  private SimulatedDisk disk = new SimulatedDisk();

  private Database open() {
    return DatabaseFixture.open(disk, options);
  }

  private static long count(ReadScope scope) {
    Value count = scope.get(SPACE, COUNT);
    return count == null ? 0 : ((Value.LongValue) count).value();
  }

  private static long increment(Transaction tx) {
    long next = count(tx.global()) + 1;
    tx.global().put(SPACE, COUNT, Value.of(next));
    return next;
  }

  private static Committed<Long> increment(Database db, TransactionOptions keyed) {
    return db.transactResult(keyed, IdempotencyKeyTest::increment);
  }

  private static Committed<Long> increment(Database db, IdempotencyKey key) {
    return increment(db, TransactionOptions.defaults().idempotencyKey(key));
  }

  @Test
  void transact_sameKeyAgain_doesNothingAndReturnsTheFirst() {
    try (Database db = open()) {
      Committed<Long> first = increment(db, KEYED);
      assertThat(first.repeated()).isFalse();
      db.global().put(SPACE, COUNT, Value.of(5));
      clock.advance(Duration.ofHours(1));
      Committed<Long> second = increment(db, KEYED);
      assertThat(second).isEqualTo(new Committed<>(1L, first.version(), first.timeMicros(), true));
      assertThat(db.<RuntimeException>transact(KEYED, tx -> increment(tx)))
          .isEqualTo(first.version());
      assertThat(count(db.global())).isEqualTo(5);
      assertThat(db.stats().version()).isEqualTo(first.version() + 1);
    }
  }

  @Test
  void result_everyKindThatCanBeRemembered_comesBackAsItWas() {
    RunId run = RunId.random();
    List<Object> results = new ArrayList<>();
    results.addAll(List.of("text", 7L, 7, 1.5, true, run));
    results.addAll(List.of(Value.of("text"), Value.nil(), Value.map("a", Value.list(Value.of(1)))));
    results.add(null);
    for (Object result : results) {
      disk = new SimulatedDisk();
      try (Database db = open()) {
        assertThat(db.<Object, RuntimeException>transactResult(KEYED, tx -> result).value())
            .isEqualTo(result);
      }
      try (Database db = open()) {
        Committed<Object> again =
            db.transactResult(
                KEYED,
                tx -> {
                  throw new AssertionError("run again");
                });
        assertThat(again.value()).isEqualTo(result);
        assertThat(again.repeated()).isTrue();
      }
    }
  }

  @Test
  void result_thatCannotBeRemembered_isRefusedAndNothingDone() {
    try (Database db = open()) {
      assertThatThrownBy(
              () ->
                  db.transactResult(
                      KEYED,
                      tx -> {
                        increment(tx);
                        return List.of();
                      }))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("\"order-17\" returned a java.util.")
          .hasMessageContaining("return a Value");
      assertThat(count(db.global())).isZero();
      assertThat(increment(db, KEYED).repeated()).isFalse();
    }
  }

  @Test
  void key_ofDatabaseAndOfEachRun_areDifferent() {
    try (Database db = open()) {
      RunId one = new Runs().create(db.global(), "one");
      RunId two = new Runs().create(db.global(), "two");
      IdempotencyKey key = IdempotencyKey.of("k");
      Set<Long> versions = new TreeSet<>();
      for (IdempotencyKey each : List.of(key, key.in(one), key.in(two), IdempotencyKey.of("k2"))) {
        versions.add(increment(db, each).version());
      }
      assertThat(versions).hasSize(4);
      assertThat(increment(db, key.in(one)).value()).isEqualTo(2);
      assertThat(count(db.global())).isEqualTo(4);
    }
  }

  @Test
  void fork_ofARunWithKeys_remembersNoneAndTheRunAll() {
    try (Database db = open()) {
      RunId run = new Runs().create(db.global(), "run");
      long version = increment(db, IdempotencyKey.of("k").in(run)).version();
      RunId fork = db.fork(run, version);
      assertThat(increment(db, IdempotencyKey.of("k").in(fork)).repeated()).isFalse();
      new Runs().delete(db.in(run));
      assertThat(increment(db, IdempotencyKey.of("k").in(run)).version()).isEqualTo(version);
    }
  }

  @Test
  void transact_bodyThatThrows_isNotRemembered() {
    try (Database db = open()) {
      assertThatThrownBy(
              () ->
                  db.transact(
                      KEYED,
                      tx -> {
                        increment(tx);
                        throw new IllegalStateException("body");
                      }))
          .hasMessage("body");
      assertThat(increment(db, KEYED)).matches(done -> !done.repeated() && done.value() == 1);
    }
  }

  @Test
  void transact_bodyThatWritesNothing_isRemembered() {
    try (Database db = open()) {
      Committed<String> first = db.transactResult(KEYED, tx -> "declined");
      assertThat(first.version()).isEqualTo(db.stats().version()).isPositive();
      assertThat(increment(db, KEYED).version()).isEqualTo(first.version());
      assertThat(count(db.global())).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void transact_sameKeyWhileTheFirstRuns_isDoneByOneOfThem(Isolation isolation) {
    try (Database db = open()) {
      int[] bodies = {0};
      Committed<Long> outer =
          db.transactResult(
              KEYED.isolation(isolation),
              tx -> {
                if (bodies[0]++ == 0) {
                  CompletableFuture.runAsync(
                          () -> increment(db, KEYED.isolation(isolation)), OwnThread.FOR_EACH)
                      .join();
                }
                return increment(tx);
              });
      assertThat(outer.repeated()).isTrue();
      assertThat(bodies[0]).isEqualTo(1);
      assertThat(count(db.global())).isEqualTo(1);
    }
  }

  @Test
  void transact_manyThreadsAndKeys_doesEachOnce() {
    try (Database db = Database.inMemory(DatabaseOptions.defaults())) {
      int keys = 300;
      Map<String, Set<Long>> versions = new ConcurrentHashMap<>();
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        threads.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = 0; i < keys; i++) {
                    String key = "key-" + i;
                    long version = increment(db, IdempotencyKey.of(key)).version();
                    versions.computeIfAbsent(key, k -> ConcurrentHashMap.newKeySet()).add(version);
                  }
                },
                OwnThread.FOR_EACH));
      }
      threads.forEach(CompletableFuture::join);
      assertThat(count(db.global())).isEqualTo(keys);
      assertThat(versions).hasSize(keys).allSatisfy((k, v) -> assertThat(v).hasSize(1));
    }
  }

  @Test
  void transact_conflictWithAnother_isRunAgainAndRemembered() {
    try (Database db = open()) {
      int[] bodies = {0};
      Committed<Long> done =
          db.transactResult(
              KEYED,
              tx -> {
                long next = increment(tx);
                if (bodies[0]++ == 0) {
                  CompletableFuture.runAsync(
                          () -> db.global().put(SPACE, COUNT, Value.of(10)), OwnThread.FOR_EACH)
                      .join();
                }
                return next;
              });
      assertThat(done.value()).isEqualTo(11);
      assertThat(increment(db, KEYED).version()).isEqualTo(done.version());
      assertThat(bodies[0]).isEqualTo(2);
    }
  }

  /** The outcome of the first is not known after any fault; the repetition settles it. */
  @Test
  void retry_faultAtEveryOperation_isDoneOnce() {
    long operations = lifeUpTo(Long.MAX_VALUE, Fault.ERROR);
    int unknown = 0;
    for (Fault fault : new Fault[] {Fault.POWER_CUT, Fault.ERROR, Fault.SHORT_WRITE}) {
      for (long operation = 1; operation <= operations; operation++) {
        for (Survival survival : Survival.values()) {
          lifeUpTo(operation, fault);
          disk = disk.crash(survival, operation);
          Committed<Long> settled;
          try (Database db = open()) {
            settled = increment(db, KEYED);
            unknown += settled.repeated() ? 1 : 0;
            assertThat(count(db.global())).isEqualTo(1);
            db.checkpoint();
          }
          try (Database db = open()) {
            Committed<Long> again = increment(db, KEYED);
            assertThat(again)
                .isEqualTo(new Committed<>(1L, settled.version(), settled.timeMicros(), true));
            assertThat(count(db.global())).isEqualTo(1);
          }
        }
      }
    }
    assertThat(unknown).as("had been done before the crash").isPositive();
  }

  private long lifeUpTo(long operation, Fault fault) {
    disk = new SimulatedDisk().failAt(operation, fault);
    try (Database db = open()) {
      db.global().put(SPACE, "other".getBytes(UTF_8), Value.of("x".repeat(100)));
      increment(db, KEYED.durability(Durability.strict()));
      db.checkpoint();
      increment(db, KEYED);
    } catch (DatabaseException e) {
      assertThat(e).hasStackTraceContaining("simulated disk");
    }
    return disk.operations();
  }

  @Test
  void retry_raisedToStrict_isAcknowledgedOnceTheFirstIsSynced() {
    Database db = open();
    long version = increment(db, KEYED).version();
    increment(db, KEYED.durability(Durability.strict()));
    disk = disk.crash(Survival.NOTHING, 1);
    try (Database after = open()) {
      assertThat(count(after.global())).isEqualTo(1);
      assertThat(increment(after, KEYED).version()).isEqualTo(version);
    }
    db.close();
  }

  @Test
  void backup_ofADatabaseWithKeys_remembersThem() {
    SimulatedDisk copy = new SimulatedDisk();
    long version;
    try (Database db = open()) {
      version = increment(db, KEYED).version();
      db.backup(() -> copy, new LogOptions(4096, 16_384, 32 << 20, Runnable::run));
    }
    disk = copy;
    try (Database db = open()) {
      assertThat(increment(db, KEYED).version()).isEqualTo(version);
    }
  }

  @Test
  void remembered_untilItsTimeIsOver_andThenForgotten() {
    IdempotencyKey key = IdempotencyKey.of("short").rememberedFor(Duration.ofMinutes(1));
    try (Database db = open()) {
      long first = increment(db, key).version();
      clock.advance(Duration.ofMinutes(1).minusNanos(1_000));
      assertThat(increment(db, key).version()).isEqualTo(first);
      clock.advance(Duration.ofNanos(1_000));
      assertThat(increment(db, key)).matches(done -> !done.repeated() && done.value() == 2);
      clock.advance(Duration.ofMinutes(1));
      long keys = db.stats().store().keys();
      DatabaseFixture.doUpkeep(db);
      assertThat(db.stats().store().keys()).as("swept").isEqualTo(keys - 1);
    }
  }

  @Test
  void remembered_byDefault_isADay() {
    try (Database db = open()) {
      increment(db, KEYED);
      clock.advance(Duration.ofHours(24).minusMillis(1));
      assertThat(increment(db, KEYED).repeated()).isTrue();
      clock.advance(Duration.ofMillis(1));
      assertThat(increment(db, KEYED).repeated()).isFalse();
    }
  }

  @Test
  void transact_storeIsFull_isRefusedAndNotRemembered() {
    DatabaseOptions small = DatabaseOptions.defaults().limits(Limits.defaults().maxBytes(1));
    try (Database db = Database.inMemory(small)) {
      assertThatThrownBy(() -> increment(db, KEYED)).isInstanceOf(LimitExceededException.class);
      assertThat(db.stats().version()).isZero();
    }
  }

  @Test
  void key_namesAndTimesOutOfRange_areRefused() {
    assertThat(IdempotencyKey.of("n".repeat(255)).remembered()).isEqualTo(Duration.ofHours(24));
    assertThatThrownBy(() -> IdempotencyKey.of("n".repeat(256)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("idempotency key")
        .hasMessageContaining("255");
    for (String bad : List.of("", "a\0b", "\uD800")) {
      assertThatThrownBy(() -> IdempotencyKey.of(bad))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("idempotency key");
    }
    IdempotencyKey key = IdempotencyKey.of("k");
    key.rememberedFor(Duration.ofSeconds(1));
    key.rememberedFor(Duration.ofDays(365));
    for (Duration bad : List.of(Duration.ofMillis(999), Duration.ofDays(365).plusNanos(1))) {
      assertThatThrownBy(() -> key.rememberedFor(bad))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("1 second to 365 days");
    }
  }

  @Test
  void options_whereAKeyMakesNoSense_areRefused() {
    assertThatThrownBy(() -> KEYED.readOnly(true))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("read-only");
    try (Database db = open()) {
      assertThatThrownBy(() -> db.begin(KEYED))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("use transact");
      db.transact(
          tx ->
              assertThatThrownBy(() -> increment(db, KEYED))
                  .isInstanceOf(InvalidArgumentException.class)
                  .hasMessageContaining("inside a transaction"));
    }
  }

  @Test
  void retry_policyUsedUp_isAConflictAndNotRemembered() {
    try (Database db = open()) {
      TransactionOptions once = KEYED.retry(RetryPolicy.none());
      assertThatThrownBy(
              () ->
                  db.transact(
                      once,
                      tx -> {
                        increment(tx);
                        CompletableFuture.runAsync(
                                () -> db.global().put(SPACE, COUNT, Value.of(10)),
                                OwnThread.FOR_EACH)
                            .join();
                      }))
          .isInstanceOf(ConflictException.class);
      assertThat(increment(db, KEYED).value()).isEqualTo(11);
    }
  }
}
