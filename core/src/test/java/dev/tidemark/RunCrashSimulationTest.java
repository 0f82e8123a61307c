package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.durability.SimulatedDisk.Fault;
import dev.tidemark.durability.SimulatedDisk.Survival;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.RunInfo;
import dev.tidemark.transaction.Runs;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Limits;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every fault at every disk operation while runs are forked and deleted, with and without
 * checkpoints. Afterwards no half of a fork is seen or kept, a deleted run does not come back, and
 * what was acknowledged is there.
 */
class RunCrashSimulationTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final LogOptions SMALL = new LogOptions(4096, 16_384, 32 << 20, Runnable::run);
  private static final Runs RUNS = new Runs();
  private static final int ENTRIES = 17;

  @ParameterizedTest
  @EnumSource(Fault.class)
  void reopen_faultAtEveryOperation_forksAndDeletionsAreWhole(Fault fault) {
    long operations = new Life(new SimulatedDisk()).operations();
    int interrupted = 0;
    for (long operation = 1; operation <= operations; operation++) {
      Life life = new Life(new SimulatedDisk().failAt(operation, fault));
      interrupted += life.pendingFork != null || life.pendingDelete != null ? 1 : 0;
      for (Survival survival : Survival.values()) {
        life.assertRecovers(life.disk.crash(survival, operation));
      }
    }
    assertThat(interrupted).isGreaterThan(5);
  }

  @Test
  void fork_besideCheckpoints_isWholeAfterACrash() throws InterruptedException {
    SimulatedDisk disk = new SimulatedDisk();
    Life life = new Life();
    AtomicReference<RunId> fork = new AtomicReference<>();
    SimulatedDisk after;
    try (Database db = Life.open(disk)) {
      RunId parent = life.create(db, 700);
      Thread forker = new Thread(() -> fork.set(db.fork(parent, db.stats().version())));
      forker.start();
      do {
        db.checkpoint();
      } while (fork.get() == null);
      forker.join();
      after = disk.crash(Survival.NOTHING, 1);
      assertThat(db.at(db.stats().version()).runs(RunId.GLOBAL, 10)).hasSize(2);
      life.alive.put(fork.get(), life.alive.get(parent));
    }
    life.assertRecovers(after);
  }

  private static final class Life {
    private final SimulatedDisk disk;
    private final Map<RunId, Map<String, Value>> alive = new HashMap<>();
    private final Set<RunId> dead = new HashSet<>();

    /** What the fork that was under way would have held, and the run that was being deleted. */
    private Map<String, Value> pendingFork;

    private RunId pendingDelete;

    /** A life led by the caller. */
    Life() {
      this.disk = null;
    }

    Life(SimulatedDisk disk) {
      this.disk = disk;
      try {
        live();
      } catch (DatabaseException e) {
        assertThat(e).hasStackTraceContaining("simulated disk");
      }
    }

    long operations() {
      return disk.operations();
    }

    /** Commits of at most eight mutations, so that a fork takes several. */
    private static Database open(SimulatedDisk disk) {
      Limits d = Limits.defaults();
      Limits limits =
          new Limits(
              d.keyBytes(),
              d.encodedKeyBytes(),
              d.scalarBytes(),
              d.valueBytes(),
              d.nesting(),
              d.containerEntries(),
              8,
              d.transactionBytes(),
              d.maxBytes());
      DatabaseOptions options =
          DatabaseOptions.defaults()
              .limits(limits)
              .durability(Durability.strict())
              .checkpoints(CheckpointPolicy.manual().replayLogBytes(0));
      return Database.open(disk, SMALL, options, task -> {});
    }

    private void live() {
      try (Database db = open(disk)) {
        RunId parent = create(db, ENTRIES);
        fork(db, parent);
        db.checkpoint();
        RunId second = fork(db, parent);
        delete(db, parent);
        db.checkpoint();
        db.doUpkeep();
        db.checkpoint();
        delete(db, fork(db, second));
      }
    }

    private RunId create(Database db, int count) {
      RunId run = RUNS.create(db.global(), "parent");
      Map<String, Value> entries = new TreeMap<>();
      alive.put(run, entries);
      for (int i = 0; i < count; i++) {
        Value value = Value.of("value ".repeat(30) + i);
        db.in(run).put(SPACE, ("k" + i).getBytes(UTF_8), value);
        entries.put("k" + i, value);
      }
      return run;
    }

    private RunId fork(Database db, RunId parent) {
      pendingFork = alive.get(parent);
      RunId fork = db.fork(parent, db.stats().version());
      alive.put(fork, pendingFork);
      pendingFork = null;
      return fork;
    }

    private void delete(Database db, RunId run) {
      pendingDelete = run;
      RUNS.delete(db.in(run));
      alive.remove(run);
      dead.add(run);
      pendingDelete = null;
    }

    void assertRecovers(SimulatedDisk after) {
      try (Database db = open(after)) {
        Set<RunId> found = new HashSet<>();
        long keys = 0;
        for (RunInfo run : db.runs(RunId.GLOBAL, 100)) {
          found.add(run.id());
          keys += assertWhole(db.in(run.id()), run) + rows(run);
        }
        for (RunId run : alive.keySet()) {
          assertThat(found.contains(run) || run.equals(pendingDelete) || !isComplete(run)).isTrue();
        }
        assertThat(Collections.disjoint(found, dead)).isTrue();
        db.doUpkeep();
        assertThat(db.stats().store().keys()).isEqualTo(keys);
        db.checkInvariants();
      }
    }

    /** How many rows of the catalogue lead to the run. */
    private static int rows(RunInfo run) {
      return 2 + run.tags().size() + (run.parent().isPresent() ? 1 : 0);
    }

    private boolean isComplete(RunId run) {
      return alive.get(run).size() >= ENTRIES;
    }

    /** Returns how many entries, those of the engine included, the run has. */
    private long assertWhole(ReadScope scope, RunInfo run) {
      Map<String, Value> contents = contents(scope, SPACE);
      if (alive.containsKey(run.id())) {
        assertThat(contents).containsAllEntriesOf(alive.get(run.id()));
      } else if (run.origin().isPresent()) {
        assertThat(contents).isEqualTo(pendingFork);
      }
      return (long) contents.size() + contents(scope, KeySpace.RUN).size();
    }

    private static Map<String, Value> contents(ReadScope scope, KeySpace space) {
      Map<String, Value> found = new TreeMap<>();
      scope.scan(
          space,
          KeyRange.all(),
          (key, value, version, time) -> found.put(new String(key, UTF_8), value) == null);
      return found;
    }
  }
}
