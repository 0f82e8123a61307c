package dev.tidemark.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Database;
import dev.tidemark.DatabaseFixture;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.ManualClock;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.durability.SimulatedDisk.Fault;
import dev.tidemark.durability.SimulatedDisk.Survival;
import dev.tidemark.run.RunIndex;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/**
 * Random transactions over all primitives, some rolled back, some cut short by a fault of the disk,
 * with crashes, reopenings and checkpoints between them, beside a model.
 */
@Tag("scalar") // the kernel does not matter here
class TogetherPropertyTest {
  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.defaults()
          .durability(Durability.strict())
          .retention(Retention.commits(1_000))
          .checkpoints(CheckpointPolicy.manual());

  private static final class Rollback extends Exception {
    private static final long serialVersionUID = 1;
  }

  @Property(tries = 100)
  void run_anyTransactionsAndCrashes_equalsTheModelAtEveryVersion(
      @ForAll @IntRange(min = 1, max = 25) int steps, @ForAll long seed) {
    Life life = new Life(seed);
    for (int i = 0; i < steps; i++) {
      life.step();
    }
    life.end();
  }

  /** A run, its disk, and what it held at every version. */
  private static final class Life {
    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final TreeMap<Long, Together> past = new TreeMap<>();
    private final RunId run;
    private SimulatedDisk disk = new SimulatedDisk();
    private Database db;

    Life(long seed) {
      random = new Random(seed);
      db = open();
      run = new RunIndex().create(db.global(), "model").id();
      past.put(db.stats().version(), new Together());
    }

    private Database open() {
      return DatabaseFixture.open(disk, OPTIONS.clock(clock));
    }

    private Together present() {
      return past.lastEntry().getValue();
    }

    void step() {
      clock.advance(Duration.ofMillis(random.nextInt(10)));
      switch (random.nextInt(10)) {
        case 0 -> crash();
        case 1 -> {
          db.close();
          db = open();
        }
        case 2 -> db.checkpoint();
        case 3 -> transactOnAFailingDisk();
        case 4 -> DatabaseFixture.doUpkeep(db);
        default -> transact();
      }
      assertThat(Together.of(db.in(run))).isEqualTo(present());
    }

    private void transact() {
      Together next = present().copy();
      boolean rolledBack = random.nextInt(4) == 0;
      try {
        long version =
            db.transact(
                tx -> {
                  for (int i = 1 + random.nextInt(4); i > 0; i--) {
                    next.change(tx.in(run), random);
                  }
                  next.touch(tx.in(run));
                  assertThat(Together.of(tx.in(run))).isEqualTo(next);
                  if (rolledBack) {
                    throw new Rollback();
                  }
                });
        past.put(version, next);
      } catch (Rollback e) {
        assertThat(rolledBack).isTrue();
      }
    }

    /** Everything acknowledged survives: the database is STRICT. */
    private void crash() {
      Survival[] survivals = Survival.values();
      disk = disk.crash(survivals[random.nextInt(survivals.length)], random.nextLong());
      Database crashed = db;
      db = open();
      crashed.close();
    }

    private void transactOnAFailingDisk() {
      Fault[] faults = Fault.values();
      disk.failAt(disk.operations() + 1 + random.nextInt(3), faults[random.nextInt(faults.length)]);
      Together next = present().copy();
      try {
        past.put(db.transact(tx -> next.change(tx.in(run), random).touch(tx.in(run))), next);
      } catch (DatabaseException e) {
        assertThat(e).hasStackTraceContaining("simulated disk");
      }
      SimulatedDisk failed = disk;
      crashAfterFault(failed);
      if (db.stats().version() > past.lastKey()) {
        past.put(db.stats().version(), next);
      }
    }

    private void crashAfterFault(SimulatedDisk failed) {
      Survival[] survivals = Survival.values();
      disk = failed.crash(survivals[random.nextInt(survivals.length)], random.nextLong());
      try {
        db.close();
      } catch (DatabaseException e) {
        assertThat(e).hasStackTraceContaining("simulated disk");
      }
      db = open();
    }

    void end() {
      for (Map.Entry<Long, Together> then : past.entrySet()) {
        assertThat(Together.of(db.at(then.getKey()).in(run)))
            .as("at version %s", then.getKey())
            .isEqualTo(then.getValue());
      }
      DatabaseFixture.checkInvariants(db);
      db.close();
    }
  }
}
