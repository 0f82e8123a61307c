package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.GatedDisk;
import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.transaction.PinnedScope;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerializabilityStressTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final RetryPolicy PATIENT = new RetryPolicy(10_000, Duration.ofMillis(1));

  private final Database db = Database.inMemory(DatabaseOptions.defaults().retry(PATIENT));
  private final RunId run = new Runs().create(db.global(), "stress");
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void leaveWhole() {
    threads.shutdownNow();
    db.checkInvariants();
    db.close();
  }

  @Test
  void increments_sameKeyByFourThreads_loseNone() throws Exception {
    inParallel(
        4,
        thread -> {
          for (int i = 0; i < 2_000; i++) {
            db.transact(tx -> add(tx.in(run), "sum", 1));
          }
        });
    assertThat(db.in(run).get(SPACE, "sum")).isEqualTo(Value.of(8_000));
  }

  @Test
  void transfers_betweenAccounts_everyViewSeesTheSameTotal() throws Exception {
    int accounts = 8;
    db.transact(
        tx -> {
          for (int i = 0; i < accounts; i++) {
            tx.in(run).put(SPACE, key("account" + i), Value.of(100));
          }
        });
    AtomicBoolean done = new AtomicBoolean();
    Future<Integer> auditor =
        threads.submit(
            () -> {
              int audits = 0;
              while (!done.get()) {
                assertThat(total(db.in(run))).isEqualTo(100L * accounts);
                audits++;
              }
              return audits;
            });
    inParallel(
        3,
        thread -> {
          SplittableRandom random = new SplittableRandom(thread);
          for (int i = 0; i < 2_000; i++) {
            String from = "account" + random.nextInt(accounts);
            String to = "account" + random.nextInt(accounts);
            db.transact(
                tx -> {
                  add(tx.in(run), from, -1);
                  add(tx.in(run), to, 1);
                });
          }
        });
    done.set(true);
    assertThat(auditor.get()).isPositive();
    assertThat(total(db.in(run))).isEqualTo(100L * accounts);
  }

  /** Each of two transactions may take the last doctor off duty only if the other stays. */
  @Test
  void writeSkew_twoReadersOfBothKeys_oneOfThemLoses() throws Exception {
    for (int round = 0; round < 500; round++) {
      db.transact(
          tx -> {
            tx.in(run).put(SPACE, key("x"), Value.of(1));
            tx.in(run).put(SPACE, key("y"), Value.of(1));
          });
      inParallel(
          2,
          thread ->
              db.transact(
                  tx -> {
                    Scope s = tx.in(run);
                    if (number(s, "x") + number(s, "y") == 2) {
                      s.put(SPACE, key(thread == 0 ? "x" : "y"), Value.of(0));
                    }
                  }));
      assertThat(number(db.in(run), "x") + number(db.in(run), "y")).isEqualTo(1);
    }
  }

  /** Both count the keys of a range and add one if there are few: no phantom may slip in. */
  @Test
  void phantom_twoInsertsAfterCountingARange_oneOfThemCountsTheOther() throws Exception {
    for (int round = 0; round < 500; round++) {
      String prefix = "r" + round + "/";
      inParallel(
          2,
          thread ->
              db.transact(
                  tx -> {
                    Scope s = tx.in(run);
                    if (count(s, prefix) == 0) {
                      s.put(SPACE, key(prefix + thread), Value.of(1));
                    }
                  }));
      assertThat(count(db.in(run), prefix)).isEqualTo(1);
    }
  }

  @Test
  void conflict_attemptsUsedUp_namesKeyAndVersions() {
    Database once = Database.inMemory(DatabaseOptions.defaults().retry(RetryPolicy.none()));
    RunId own = new Runs().create(once.global(), "once");
    long first = once.in(own).put(SPACE, key("k"), Value.of(1));

    assertThatThrownBy(
            () ->
                once.transact(
                    tx -> {
                      tx.in(own).get(SPACE, "k");
                      threads.submit(() -> once.in(own).put(SPACE, key("k"), Value.of(2))).get();
                      tx.in(own).put(SPACE, key("other"), Value.of(3));
                    }))
        .isInstanceOfSatisfying(
            ConflictException.class,
            conflict -> {
              assertThat(conflict.key().user()).isEqualTo(key("k"));
              assertThat(conflict.expectedVersion()).isEqualTo(first);
              assertThat(conflict.actualVersion()).isEqualTo(first + 1);
            });
    assertThat(once.in(own).get(SPACE, "other")).isNull();
    assertThat(once.stats().transactions().conflicts()).isEqualTo(1);
    once.close();
  }

  @Test
  void scan_visitorThrows_stillReliesOnTheRange() throws Exception {
    Database once = Database.inMemory(DatabaseOptions.defaults().retry(RetryPolicy.none()));
    RunId own = new Runs().create(once.global(), "once");
    once.in(own).put(SPACE, key("a"), Value.of(1));

    assertThatThrownBy(
            () ->
                once.transact(
                    tx -> {
                      long seen = firstByException(tx.in(own));
                      threads.submit(() -> once.in(own).put(SPACE, key("a"), Value.of(2))).get();
                      tx.in(own).put(SPACE, key("derived"), Value.of(seen));
                    }))
        .isInstanceOf(ConflictException.class);
    once.close();
  }

  private static final class Found extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final long value;

    Found(long value) {
      this.value = value;
    }
  }

  private static long firstByException(Scope s) {
    try {
      s.scan(
          SPACE,
          KeyRange.all(),
          (key, value, version, time) -> {
            throw new Found(((Value.LongValue) value).value());
          });
      return 0;
    } catch (Found found) {
      return found.value;
    }
  }

  /** The default policy must be enough: a late attempt locks what it needs before it runs. */
  @ParameterizedTest
  @ValueSource(strings = {"inMemory", "buffered", "strict"})
  void increments_eightThreadsDefaultRetry_noneStarves(String mode, @TempDir Path dir)
      throws Exception {
    int perThread = mode.equals("strict") ? 40 : 2_000;
    DatabaseOptions options = DatabaseOptions.defaults();
    try (Database own =
        switch (mode) {
          case "inMemory" -> Database.inMemory(options);
          case "buffered" -> Database.open(dir, options.durability(Durability.buffered()));
          default -> Database.open(dir, options.durability(Durability.strict()));
        }) {
      inParallel(
          8,
          thread -> {
            for (int i = 0; i < perThread; i++) {
              own.transact(tx -> add(tx.global(), "sum", 1));
            }
          });
      assertThat(number(own.global(), "sum")).isEqualTo(8L * perThread);
    }
  }

  /**
   * Writers overwrite x blindly, copiers set y to the x they read. A copy that comes after an x
   * must be a copy of that x, in the order of versions at every view. Fails without I3.
   */
  @Test
  void copies_ofABlindlyWrittenKey_neverComeAfterANewerOne() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    db.transact(
        tx -> {
          tx.in(run).put(SPACE, key("x"), Value.of(0));
          tx.in(run).put(SPACE, key("y"), Value.of(0));
        });
    Future<Long> auditor =
        threads.submit(
            () -> {
              long violations = 0;
              while (!done.get()) {
                violations += db.in(run).atOneView(SerializabilityStressTest::staleCopies);
              }
              return violations;
            });
    inParallel(
        3,
        thread -> {
          for (int i = 0; i < 4_000; i++) {
            Value next = Value.of(thread * 1_000_000L + i);
            if (thread == 0) {
              db.in(run).put(SPACE, key("x"), next);
            } else {
              db.transact(tx -> tx.in(run).put(SPACE, key("y"), tx.in(run).get(SPACE, "x")));
            }
          }
        });
    done.set(true);
    assertThat(auditor.get()).isZero();
  }

  private static long staleCopies(PinnedScope view) {
    Versioned<Value> x = view.getVersioned(SPACE, key("x"));
    Versioned<Value> y = view.getVersioned(SPACE, key("y"));
    return y.version() > x.version() && !y.value().equals(x.value()) ? 1 : 0;
  }

  /** While what it lost to is not yet visible, a transaction is not run again. I4 */
  @Test
  void conflict_withACommitBeingSynced_waitsForItBeforeTheNextAttempt() throws Exception {
    GatedDisk disk = new GatedDisk(new SimulatedDisk());
    try (Database gated =
        Database.open(
            disk,
            LogOptions.defaults(),
            DatabaseOptions.defaults().durability(Durability.strict()))) {
      gated.global().put(SPACE, key("k"), Value.of(1));
      disk.close();
      Future<Long> first = threads.submit(() -> gated.global().put(SPACE, key("k"), Value.of(10)));
      disk.awaitArrival();
      AtomicInteger attempts = new AtomicInteger();
      Future<Long> second =
          threads.submit(
              () ->
                  gated.transact(
                      tx -> {
                        attempts.incrementAndGet();
                        add(tx.global(), "k", 1);
                      }));
      while (gated.stats().transactions().conflicts() == 0) {
        Thread.onSpinWait();
      }
      disk.open();
      first.get();
      second.get();

      assertThat(attempts.get()).isEqualTo(2);
      assertThat(number(gated.global(), "k")).isEqualTo(11);
    }
  }

  @Test
  void scan_stoppedEarly_doesNotRelyOnTheRest() throws Exception {
    Database once = Database.inMemory(DatabaseOptions.defaults().retry(RetryPolicy.none()));
    RunId own = new Runs().create(once.global(), "once");
    once.in(own).put(SPACE, key("a"), Value.of(1));
    once.in(own).put(SPACE, key("b"), Value.of(1));

    once.transact(
        tx -> {
          tx.in(own).scan(SPACE, KeyRange.all(), (key, value, version, time) -> false);
          threads.submit(() -> once.in(own).put(SPACE, key("b"), Value.of(2))).get();
          tx.in(own).put(SPACE, key("c"), Value.of(3));
        });
    assertThat(number(once.in(own), "c")).isEqualTo(3);
    once.close();
  }

  @Test
  void blindWrites_sameKey_neverConflict() throws Exception {
    inParallel(
        4,
        thread -> {
          for (int i = 0; i < 2_000; i++) {
            db.in(run).put(SPACE, key("k"), Value.of(i));
          }
        });
    assertThat(db.stats().transactions().conflicts()).isZero();
    assertThat(number(db.in(run), "k")).isEqualTo(1_999);
  }

  private interface Work {
    void run(int thread) throws Exception;
  }

  private void inParallel(int count, Work work) throws Exception {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int thread = i;
      tasks.add(
          () -> {
            work.run(thread);
            return null;
          });
    }
    for (Future<Void> result : threads.invokeAll(tasks)) {
      result.get();
    }
  }

  private static void add(Scope s, String key, long delta) {
    s.put(SPACE, key(key), Value.of(number(s, key) + delta));
  }

  private static long number(Scope s, String key) {
    Value value = s.get(SPACE, key);
    return value == null ? 0 : ((Value.LongValue) value).value();
  }

  private static long total(Scope s) {
    long[] sum = new long[1];
    s.scan(
        SPACE,
        KeyRange.prefix(key("account")),
        (key, value, version, time) -> {
          sum[0] += ((Value.LongValue) value).value();
          return true;
        });
    return sum[0];
  }

  private static int count(Scope s, String prefix) {
    int[] n = new int[1];
    s.scan(
        SPACE,
        KeyRange.prefix(key(prefix)),
        (key, value, version, time) -> {
          n[0]++;
          return true;
        });
    return n[0];
  }

  private static byte[] key(String text) {
    return text.getBytes(UTF_8);
  }
}
