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
import dev.tidemark.transaction.RunInfo;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every fault at every disk operation while transactions over all primitives commit, with a
 * checkpoint in between. What is recovered is what all primitives held after one and the same
 * transaction, not before the last that was promised.
 */
@Tag("scalar") // the kernel does not matter here
class AtomicAllSevenCrashTest {
  private static final int TRANSACTIONS = 6;

  private enum Mode {
    STRICT(Durability.strict()),
    /** Syncs only when asked to, so that the operations of each repetition are the same. */
    BUFFERED(new Durability.Buffered(Duration.ofHours(1), Integer.MAX_VALUE, Long.MAX_VALUE));

    @SuppressWarnings("ImmutableEnumChecker") // records of numbers
    private final Durability durability;

    Mode(Durability durability) {
      this.durability = durability;
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void reopen_faultAtEveryOperation_isWholeOrNot(Mode mode) {
    long operations = new Life(new SimulatedDisk(), mode).operations();
    boolean[] recovered = new boolean[TRANSACTIONS + 1];
    int cases = 0;
    for (Fault fault : Fault.values()) {
      for (long operation = 1; operation <= operations; operation++) {
        Life life = new Life(new SimulatedDisk().failAt(operation, fault), mode);
        for (Survival survival : Survival.values()) {
          recovered[life.recovered(survival, operation)] = true;
          cases++;
        }
      }
    }
    assertThat(cases).isGreaterThan(400);
    assertThat(recovered).as("numbers of transactions that were recovered").doesNotContain(false);
  }

  /** Transactions until the disk fails, and what may be left of them. */
  private static final class Life {
    private final SimulatedDisk disk;
    private final Mode mode;
    private final ManualClock clock = new ManualClock();
    private final List<Together> states = new ArrayList<>(List.of(new Together()));
    private int acknowledged;
    private int synced;

    Life(SimulatedDisk disk, Mode mode) {
      this.disk = disk;
      this.mode = mode;
      try {
        live();
        synced = acknowledged;
      } catch (DatabaseException e) {
        assertThat(e).hasStackTraceContaining("simulated disk");
      }
    }

    long operations() {
      return disk.operations();
    }

    private Database open(SimulatedDisk on) {
      return DatabaseFixture.open(
          on,
          DatabaseOptions.defaults()
              .clock(clock)
              .durability(mode.durability)
              .checkpoints(CheckpointPolicy.manual().replayLogBytes(0)));
    }

    private void live() {
      try (Database db = open(disk)) {
        RunId run = new RunIndex().create(db.global(), "run").id();
        Random random = new Random(5);
        for (int i = 0; i < TRANSACTIONS; i++) {
          clock.advance(Duration.ofMillis(3));
          Together next = states.get(i).copy();
          states.add(next); // before the commit: it may survive though nobody acknowledged it
          db.transact(tx -> next.touch(tx.in(run)).change(tx.in(run), random));
          acknowledged++;
          if (i % 2 == 1 && DatabaseFixture.tryCheckpoint(db)) {
            synced = acknowledged;
          }
        }
      }
    }

    /** How many of the transactions are there after a crash; fails if one is there in part. */
    int recovered(Survival survival, long seed) {
      boolean allSurvive = survival == Survival.EVERYTHING || mode == Mode.STRICT;
      try (Database db = open(disk.crash(survival, seed))) {
        List<RunInfo> runs = db.runs(RunId.GLOBAL, 2);
        assertThat(runs).hasSizeLessThan(2);
        Together found = runs.isEmpty() ? new Together() : Together.of(db.in(runs.get(0).id()));
        DatabaseFixture.checkInvariants(db);
        int number = states.indexOf(found);
        assertThat(number)
            .as("number of transactions recovered, in %s", found)
            .isBetween(allSurvive ? acknowledged : synced, states.size() - 1);
        return number;
      }
    }
  }
}
