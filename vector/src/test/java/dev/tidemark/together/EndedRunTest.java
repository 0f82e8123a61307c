package dev.tidemark.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseFixture;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.durability.SimulatedDisk.Survival;
import dev.tidemark.run.Cascade;
import dev.tidemark.run.RunIndex;
import dev.tidemark.run.RunOptions;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Durability;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every primitive in runs that are over, or gone. */
@Tag("scalar") // the kernel does not matter here
class EndedRunTest {
  private final RunIndex runs = new RunIndex();
  private final Database db = DatabaseFixture.inMemory(DatabaseOptions.defaults());

  static List<Participant> participants() {
    return Together.ALL;
  }

  @AfterEach
  void close() {
    DatabaseFixture.checkInvariants(db);
    db.close();
  }

  private Scope create() {
    Scope run = db.in(runs.create(db.global(), "run").id());
    new Together().touch(run);
    return run;
  }

  private void end(Scope run, RunStatus status) {
    if (status == RunStatus.FAILED) {
      runs.fail(run, "why");
    } else {
      runs.transition(run, status);
    }
  }

  private static void touch(Participant primitive, Scope run) {
    primitive.touch(run, new TreeMap<>());
  }

  @ParameterizedTest
  @MethodSource("participants")
  void write_runThatIsOver_isRefusedAndChangesNothing(Participant primitive) {
    for (RunStatus status : RunStatus.values()) {
      Scope run = create();
      Together before = Together.of(run);
      if (status.isFinished() || status == RunStatus.ARCHIVED) {
        end(run, status);
        assertThatThrownBy(() -> touch(primitive, run))
            .isInstanceOf(InvalidArgumentException.class)
            .hasMessageContaining(run.run() + " is " + status);
        assertThatThrownBy(() -> db.transact(tx -> touch(primitive, tx.in(run.run()))))
            .isInstanceOf(InvalidArgumentException.class);
        assertThat(Together.of(run)).isEqualTo(before);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("participants")
  void write_pausedRun_isAllowed(Participant primitive) {
    Scope run = create();
    runs.transition(run, RunStatus.PAUSED);
    Together model = Together.of(run);
    assertThat(model.touch(primitive, run)).isEqualTo(Together.of(run));
  }

  @ParameterizedTest
  @MethodSource("participants")
  void anything_unknownOrDeletedRun_isNotFound(Participant primitive) {
    Scope deleted = create();
    runs.delete(deleted, Cascade.RESTRICT);
    for (Scope run : List.of(deleted, db.in(RunId.random()))) {
      assertThatThrownBy(() -> primitive.change(run, new TreeMap<>(), new Random(7)))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining(run.run().toString());
      assertThatThrownBy(() -> primitive.contents(run))
          .isInstanceOfAny(
              NotFoundException.class,
              NoSuchElementException.class); // the record of a run is an Optional
    }
  }

  @Test
  void delete_runsThatHoldEverything_leavesNothing_alsoAfterReopenAndCrash() {
    SimulatedDisk disk = new SimulatedDisk();
    SimulatedDisk crashed;
    try (Database full = open(disk)) {
      RunOptions options = RunOptions.defaults().tags("a", "b").metadata(Value.map("k", 1));
      RunId run = runs.create(full.global(), "run", options).id();
      RunId child = runs.create(full.global(), "child", options.parent(run)).id();
      Together model = new Together().touch(full.in(run));
      Random random = new Random(7);
      for (int i = 0; i < 50; i++) {
        model.change(full.in(run), random);
      }
      new Together().touch(full.in(child));
      full.fork(child, full.stats().version());
      full.checkpoint();

      assertThat(runs.delete(full.in(run), Cascade.DELETE)).isEqualTo(3);

      crashed = disk.crash(Survival.NOTHING, 1);
      assertNothing(full);
    }
    for (SimulatedDisk each : List.of(disk, crashed)) {
      try (Database again = open(each)) {
        assertNothing(again);
      }
    }
  }

  private static Database open(SimulatedDisk disk) {
    return DatabaseFixture.open(disk, DatabaseOptions.defaults().durability(Durability.strict()));
  }

  private void assertNothing(Database emptied) {
    DatabaseFixture.doUpkeep(emptied);
    assertThat(runs.list(emptied.global(), "", 1).items()).isEmpty();
    assertThat(emptied.stats().store().keys()).isZero();
    assertThat(emptied.stats().store().indexLag()).isZero();
    DatabaseFixture.checkInvariants(emptied);
  }
}
