package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.durability.SimulatedDisk.Fault;
import dev.tidemark.durability.SimulatedDisk.Survival;
import dev.tidemark.index.KeptIndex;
import dev.tidemark.index.KeptIndexProvider;
import dev.tidemark.transaction.PinnedScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.types.Value.StringValue;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every fault at every disk operation of a life with checkpoints and kept indexes, and every way a
 * crash treats what was not synced: the index must know afterwards what the entries say, above all
 * where versions were taken back and given to other commits.
 */
class IndexSectionCrashSimulationTest {
  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.defaults()
          .durability(
              new Durability.Buffered(Duration.ofHours(1), Integer.MAX_VALUE, Long.MAX_VALUE))
          .checkpoints(CheckpointPolicy.manual().replayLogBytes(0));

  private int restored;

  private static void live(SimulatedDisk disk, String name) {
    try (Database db = DatabaseFixture.open(disk, OPTIONS)) {
      for (int round = 0; round < 2; round++) {
        put(db, "a", name + round);
        KeptIndexProvider.whenWriting(
            () -> put(db, "late", "late"), () -> DatabaseFixture.tryCheckpoint(db));
        put(db, "b" + round, name);
        db.global().delete(KeptIndexProvider.SPACE, "a".getBytes(UTF_8));
      }
    } catch (DatabaseException e) {
      assertThat(e).hasStackTraceContaining("simulated disk");
    }
  }

  private static void put(Database db, String key, String text) {
    db.global().put(KeptIndexProvider.SPACE, key.getBytes(UTF_8), Value.of(text));
  }

  private void assertRight(SimulatedDisk disk) {
    try (Database db = DatabaseFixture.open(disk, OPTIONS);
        ReadView view = db.readView()) {
      Map<String, String> scanned = new TreeMap<>();
      PinnedScope scope = (PinnedScope) view.in(RunId.GLOBAL);
      scope.scan(
          KeptIndexProvider.SPACE,
          KeyRange.all(),
          (key, value, version, time) ->
              scanned.put(new String(key, UTF_8), ((StringValue) value).value()) == null);
      KeptIndex index = scope.index(KeptIndexProvider.SPACE, KeptIndex.class);
      assertThat(index == null ? Map.of() : index.at(view.version())).isEqualTo(scanned);
      restored += db.recovery().indexes().restored();
      db.checkInvariants();
    }
  }

  @Test
  void reopen_faultAtEveryOperation_givesTheIndexThatTheEntriesSay() {
    SimulatedDisk undisturbed = new SimulatedDisk();
    live(undisturbed, "x");
    int cases = 0;
    for (Fault fault : new Fault[] {Fault.POWER_CUT, Fault.ERROR}) {
      for (long operation = 1; operation <= undisturbed.operations(); operation++) {
        SimulatedDisk disk = new SimulatedDisk().failAt(operation, fault);
        live(disk, "x");
        for (Survival survival : Survival.values()) {
          SimulatedDisk after = disk.crash(survival, operation);
          assertRight(after);
          live(after, "y");
          assertRight(after.crash(Survival.NOTHING, operation));
          cases++;
        }
      }
    }
    System.out.printf("%d cases, an index restored in %d openings%n", cases, restored);
    assertThat(restored).isGreaterThan(cases / 2);
  }
}
