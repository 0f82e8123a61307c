package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.GatedDisk;
import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.transaction.ManualTransaction;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionOptions;
import dev.tidemark.transaction.Transactions;
import dev.tidemark.types.ClosedException;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.DeadlineExceededException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManualTransactionTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");

  private final ManualClock clock = new ManualClock();
  private final Database db = Database.inMemory(DatabaseOptions.defaults().clock(clock));
  private final RunId run = new Runs().create(db.global(), "manual");
  private final Scope now = db.in(run);

  @AfterEach
  void leaveWhole() {
    db.checkInvariants();
    db.close();
  }

  private static void put(Scope scope, String key, int value) {
    scope.put(SPACE, key(key), Value.of(value));
  }

  private static Value get(ReadScope scope, String key) {
    return scope.get(SPACE, key);
  }

  private static byte[] key(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void commit_writes_takeEffectTogetherAtTheVersionReturned() {
    try (ManualTransaction tx = db.begin()) {
      put(tx.in(run), "a", 1);
      put(tx.global(), "b", 2);
      assertThat(get(tx.in(run), "a")).isEqualTo(Value.of(1));
      assertThat(get(now, "a")).isNull();

      long version = tx.commit();
      assertThat(now.getVersioned(SPACE, key("a")).version()).isEqualTo(version);
      assertThat(db.global().getVersioned(SPACE, key("b")).version()).isEqualTo(version);
    }
  }

  @Test
  void commit_withoutWrites_returnsTheVersionReadAndBurnsNone() {
    put(now, "a", 1);
    long version = db.stats().version();
    ManualTransaction tx = db.begin();
    assertThat(get(tx.in(run), "a")).isEqualTo(Value.of(1));
    put(now, "a", 2);

    assertThat(tx.commit()).isEqualTo(version).isEqualTo(tx.version());
    assertThat(db.stats().version()).isEqualTo(version + 1);
  }

  @Test
  void rollbackAndClose_leaveNothing() {
    ManualTransaction first = db.begin();
    put(first.in(run), "a", 1);
    first.rollback();
    try (ManualTransaction second = db.begin()) {
      put(second.in(run), "a", 2);
    }
    assertThat(get(now, "a")).isNull();
  }

  @Test
  void commit_twoThatReadWhatTheOtherWrites_secondConflicts() {
    ManualTransaction first = db.begin();
    ManualTransaction second = db.begin();
    assertThat(get(first.in(run), "x")).isNull();
    assertThat(get(second.in(run), "y")).isNull();
    put(first.in(run), "y", 1);
    put(second.in(run), "x", 1);

    first.commit();
    assertThatThrownBy(second::commit)
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("\"y\"");
    assertThat(get(now, "x")).isNull();
    assertThat(db.stats().transactions().conflicts()).isEqualTo(1);
  }

  @Test
  void databaseScope_onTheSameThread_isACommitOfItsOwn() {
    try (ManualTransaction tx = db.begin()) {
      assertThat(get(tx.in(run), "a")).isNull();
      put(now, "a", 1);
      assertThat(get(tx.in(run), "a")).isNull();
      put(tx.in(run), "b", 1);
      assertThatThrownBy(tx::commit).isInstanceOf(ConflictException.class);
    }
  }

  @Test
  void use_afterTheEnd_isRefused() {
    ManualTransaction tx = db.begin();
    Scope kept = tx.in(run);
    tx.commit();

    assertThatThrownBy(tx::commit)
        .isInstanceOf(ClosedException.class)
        .hasMessageContaining("begin another");
    assertThatThrownBy(tx::rollback).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> tx.in(run)).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> put(kept, "a", 1)).isInstanceOf(ClosedException.class);
    tx.close();
  }

  @Test
  void commit_tooLarge_endsTheTransactionWithoutEffect() {
    Limits small = new Limits(1024, 4096, 100, 100, 10, 10, 10, 1000, 100_000);
    try (Database own = Database.inMemory(DatabaseOptions.defaults().limits(small))) {
      ManualTransaction tx = own.begin();
      tx.global().put(SPACE, key("a"), Value.of("x".repeat(101)));
      assertThatThrownBy(tx::commit).isInstanceOf(LimitExceededException.class);
      assertThatThrownBy(tx::commit).isInstanceOf(ClosedException.class);
      put(own.global(), "a", 1);
    }
  }

  @Test
  void handle_usedByAnotherThread_isAllowed() {
    ManualTransaction tx = db.begin();
    CompletableFuture.runAsync(() -> put(tx.in(run), "a", 1), OwnThread.FOR_EACH).join();
    CompletableFuture.runAsync(tx::commit, OwnThread.FOR_EACH).join();
    assertThat(get(now, "a")).isEqualTo(Value.of(1));
  }

  @Test
  void begin_insideABody_isRefused() {
    assertThatThrownBy(() -> db.transact(tx -> db.begin()))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("inside a transaction");
  }

  @Test
  void begin_withARetryPolicy_isRefused() {
    TransactionOptions options = TransactionOptions.defaults().retry(RetryPolicy.defaults());
    assertThatThrownBy(() -> db.begin(options))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("use transact");
  }

  @Test
  void timeout_passed_endsTheCommit() {
    ManualTransaction tx = db.begin(TransactionOptions.defaults().timeout(Duration.ofSeconds(1)));
    put(tx.in(run), "a", 1);
    clock.advance(Duration.ofSeconds(1));

    assertThatThrownBy(tx::commit).isInstanceOf(DeadlineExceededException.class);
    assertThat(get(now, "a")).isNull();
  }

  /** What a conflict names may be written and not yet visible; then it is waited for. I4 */
  @Test
  void commit_conflictWithACommitBeingSynced_throwsOnceThatIsVisible() throws Exception {
    GatedDisk disk = new GatedDisk(new SimulatedDisk());
    DatabaseOptions strict = DatabaseOptions.defaults().durability(Durability.strict());
    try (Database gated = Database.open(disk, LogOptions.defaults(), strict)) {
      put(gated.global(), "k", 1);
      ManualTransaction loser = gated.begin();
      assertThat(get(loser.global(), "k")).isEqualTo(Value.of(1));
      put(loser.global(), "copy", 1);
      disk.close();
      CompletableFuture<Void> winner =
          CompletableFuture.runAsync(() -> put(gated.global(), "k", 2), OwnThread.FOR_EACH);
      disk.awaitArrival();
      CompletableFuture<Value> seen =
          CompletableFuture.supplyAsync(
              () -> {
                assertThatThrownBy(loser::commit).isInstanceOf(ConflictException.class);
                return get(gated.global(), "k");
              },
              OwnThread.FOR_EACH);
      while (gated.stats().transactions().conflicts() == 0) {
        Thread.onSpinWait();
      }
      disk.open();
      winner.get();
      assertThat(seen.get()).isEqualTo(Value.of(2));
    }
  }

  @Test
  void close_ofTheDatabase_rollsBackWhatWasLeftOpenAndSaysWhereItBegan() {
    Database closing = Database.inMemory(DatabaseOptions.defaults());
    ManualTransaction left = closing.begin();
    put(left.global(), "a", 1);
    closing.begin().rollback();

    List<String> warnings = warningsDuring(closing::close);

    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("left open").contains("ManualTransactionTest");
    assertThatThrownBy(left::commit)
        .isInstanceOf(ClosedException.class)
        .hasMessageContaining("close of its database");
    assertThatThrownBy(closing::begin).isInstanceOf(ClosedException.class);
    left.close();
  }

  private static List<String> warningsDuring(Runnable work) {
    List<String> messages = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            messages.add(MessageFormat.format(record.getMessage(), record.getParameters()));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(Transactions.class.getName());
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    try {
      work.run();
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
    return messages;
  }
}
