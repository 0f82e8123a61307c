package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.durability.SimulatedDisk.Fault;
import dev.tidemark.durability.SimulatedDisk.Survival;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Change;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.types.ValuePath;
import dev.tidemark.types.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault at every disk operation of a database's life, with checkpoints and a log that is cut
 * off behind them, then every way a crash can treat what was not synced. After each, the database
 * must open as it was after some commit (R3, R4), not before the last one its mode had promised
 * (R5), nor, if STRICT, before one that a reader saw (I2); and opening it again must find the same
 * (R1, R2).
 */
class CrashRecoverySimulationTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final LogOptions SMALL = new LogOptions(4096, 16_384, 32 << 20, Runnable::run);

  /** Syncs only when asked to, so that the operations of each repetition are the same. */
  private static final Durability BUFFERED =
      new Durability.Buffered(Duration.ofHours(1), Integer.MAX_VALUE, Long.MAX_VALUE);

  static List<Durability> modes() {
    return List.of(BUFFERED, Durability.strict());
  }

  @ParameterizedTest
  @MethodSource("modes")
  void reopen_faultAtEveryOperation_isAPrefixWithAllThatWasPromised(Durability mode) {
    SimulatedDisk undisturbed = new SimulatedDisk();
    long operations = new Life(undisturbed, mode).operations();
    assertThat(undisturbed.list())
        .as("checkpoints written and the log before them deleted")
        .doesNotContain("log-0000000001.tmlog")
        .filteredOn(name -> name.endsWith(".tmcheckpoint"))
        .hasSize(2);
    assertThat(new Life(new SimulatedDisk(), mode).operations()).isEqualTo(operations);
    int cases = 0;
    for (Fault fault : Fault.values()) {
      for (long operation = 1; operation <= operations; operation++) {
        Life life = new Life(new SimulatedDisk().failAt(operation, fault), mode);
        for (Survival survival : Survival.values()) {
          life.assertRecovers(survival, operation);
          cases++;
        }
      }
    }
    System.out.printf(
        "%s: %d crash points x %d faults x %d kinds of survival = %d cases recovered%n",
        mode.getClass().getSimpleName(),
        operations,
        Fault.values().length,
        Survival.values().length,
        cases);
    assertThat(cases).isGreaterThan(1_000);
  }

  /** A fixed workload over two sessions, run until the disk fails, and what it may expect then. */
  private static final class Life {
    private static final int SESSIONS = 2;
    private static final int ROUNDS = 6;

    private final SimulatedDisk disk;
    private final Durability mode;
    private final ManualClock clock = new ManualClock();
    private final List<RunId> runs = new ArrayList<>(List.of(RunId.GLOBAL));

    /** State after each version: "run/key" to value, version and time. */
    private final List<Map<String, Versioned<Value>>> history =
        new ArrayList<>(List.of(new TreeMap<>()));

    private long acknowledged;
    private long synced;
    private long seen;

    Life(SimulatedDisk disk, Durability mode) {
      this.disk = disk;
      this.mode = mode;
      try {
        for (int session = 0; session < SESSIONS; session++) {
          live(session);
          synced = acknowledged;
        }
      } catch (DatabaseException e) {
        assertThat(e).hasStackTraceContaining("simulated disk");
      }
    }

    long operations() {
      return disk.operations();
    }

    private static Database open(SimulatedDisk disk, Durability mode, ManualClock clock) {
      DatabaseOptions options =
          DatabaseOptions.defaults()
              .clock(clock)
              .durability(mode)
              .checkpoints(CheckpointPolicy.manual().replayLogBytes(0));
      return Database.open(disk, SMALL, options);
    }

    private void live(int session) {
      try (Database db = open(disk, mode, clock)) {
        try {
          createRun(db);
          for (int round = 0; round < ROUNDS; round++) {
            work(db, "s" + session + "r" + round);
            if (round % 2 == 1) {
              checkpoint(db);
            }
          }
        } finally {
          seen = db.stats().version();
        }
      }
    }

    private void createRun(Database db) {
      next(state -> {});
      runs.add(new Runs().create(db.global(), "run"));
      acknowledge();
    }

    private void work(Database db, String name) {
      put(db, 1, name, "new");
      put(db, runs.size() - 1, "counter", name);
      put(db, 0, name, "x".repeat(900));
      transact(db, name);
      edit(db, "moved-" + name);
      delete(db, 1, name);
      sync(db);
      put(db, 1, name, "again");
    }

    private void put(Database db, int run, String key, String value) {
      next(state -> state.accept(run + "/" + key, Value.of(value)));
      db.in(runs.get(run)).put(SPACE, key.getBytes(UTF_8), Value.of(value));
      acknowledge();
    }

    private void delete(Database db, int run, String key) {
      next(state -> state.accept(run + "/" + key, null));
      db.in(runs.get(run)).delete(SPACE, key.getBytes(UTF_8));
      acknowledge();
    }

    /** Moves a value from one run to another and counts it in a third place. */
    private void transact(Database db, String key) {
      byte[] bytes = key.getBytes(UTF_8);
      Value moved = Value.map("moved", key, "vector", new float[] {1, 2});
      next(
          state -> {
            state.accept("0/" + key, null);
            state.accept("1/moved-" + key, moved);
            state.accept("0/count", Value.of(history.size()));
          });
      long count = history.size() - 1L;
      db.transact(
          tx -> {
            tx.global().delete(SPACE, bytes);
            tx.in(runs.get(1)).put(SPACE, ("moved-" + key).getBytes(UTF_8), moved);
            tx.global().put(SPACE, "count".getBytes(UTF_8), Value.of(count));
          });
      acknowledge();
    }

    private void edit(Database db, String key) {
      ValuePath count = ValuePath.of("count");
      ValuePath shared = ValuePath.of("vector");
      next(
          state -> {
            Value edited = history.get(history.size() - 1).get("1/" + key).value();
            edited = new Change(count, Value.of(history.size())).onto(edited);
            state.accept("1/" + key, new Change(shared, null).onto(edited));
          });
      long version = history.size() - 1L;
      db.transact(
          tx -> {
            tx.in(runs.get(1)).edit(SPACE, key.getBytes(UTF_8), count, Value.of(version));
            tx.in(runs.get(1)).removePath(SPACE, key.getBytes(UTF_8), shared);
          });
      acknowledge();
    }

    private void sync(Database db) {
      db.sync();
      synced = acknowledged;
    }

    private void checkpoint(Database db) {
      if (DatabaseFixture.tryCheckpoint(db)) {
        synced = acknowledged;
      }
    }

    /** Adds the state that the next commit makes. */
    private void next(Consumer<BiConsumer<String, Value>> change) {
      clock.advance(Duration.ofMillis(3));
      Instant now = clock.instant();
      long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
      long version = history.size();
      Map<String, Versioned<Value>> state = new TreeMap<>(history.get(history.size() - 1));
      change.accept(
          (key, value) -> {
            if (value == null) {
              state.remove(key);
            } else {
              state.put(key, new Versioned<>(value, version, micros));
            }
          });
      history.add(state);
    }

    private void acknowledge() {
      acknowledged++;
    }

    void assertRecovers(Survival survival, long seed) {
      SimulatedDisk after = disk.crash(survival, seed);
      long version = assertOpens(after, survival);
      SimulatedDisk again = after.crash(Survival.NOTHING, seed);
      assertThat(assertOpens(again, survival)).isEqualTo(version); // R1, R2
    }

    private long assertOpens(SimulatedDisk after, Survival survival) {
      boolean strict = mode instanceof Durability.Strict;
      long promised = strict ? Math.max(acknowledged, seen) : synced;
      long atLeast = survival == Survival.EVERYTHING ? acknowledged : promised;
      try (Database db = open(after, mode, clock)) {
        long version = db.stats().version();
        assertThat(version).isBetween(atLeast, history.size() - 1L); // R4, R5, I2
        assertThat(contents(db)).isEqualTo(history.get((int) version)); // R3
        db.checkInvariants();
        return version;
      }
    }

    private Map<String, Versioned<Value>> contents(Database db) {
      Map<String, Versioned<Value>> all = new TreeMap<>();
      for (int i = 0; i < runs.size(); i++) {
        try {
          collect(db.in(runs.get(i)), i + "/", all);
        } catch (NotFoundException e) {
          assertThat(e).hasMessageContaining(runs.get(i).toString());
        }
      }
      return all;
    }

    private static void collect(Scope scope, String prefix, Map<String, Versioned<Value>> into) {
      scope.scan(
          SPACE,
          KeyRange.all(),
          (key, value, version, timeMicros) -> {
            into.put(prefix + new String(key, UTF_8), new Versioned<>(value, version, timeMicros));
            return true;
          });
    }
  }
}
