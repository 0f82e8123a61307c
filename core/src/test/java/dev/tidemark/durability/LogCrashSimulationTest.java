package dev.tidemark.durability;

import static dev.tidemark.durability.LogFixture.batches;
import static dev.tidemark.durability.LogFixture.mutation;
import static dev.tidemark.durability.LogFixture.open;
import static dev.tidemark.durability.LogFixture.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.durability.LogFixture.OpenLog;
import dev.tidemark.durability.SimulatedDisk.Fault;
import dev.tidemark.durability.SimulatedDisk.Survival;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.Durability;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault at every operation of a log's life: what was promised is there, nothing else is. */
class LogCrashSimulationTest {
  private static final int COMMITS = 60;

  static List<Durability> modes() {
    return WriteAheadLogTest.modes();
  }

  /** What the log promised before the fault. */
  private static final class Promise {
    private int appended;
    private int acknowledged;
    private int synced;
  }

  private static Promise run(SimulatedDisk disk, Durability mode) {
    Promise promise = new Promise();
    boolean strict = mode.equals(LogFixture.STRICT);
    try (OpenLog log = open(disk, mode)) {
      for (int version = 1; version <= COMMITS; version++) {
        promise.appended = version;
        log.commit(version, mutation(version));
        promise.acknowledged = version;
        if (strict || version % 7 == 0) {
          log.log().sync();
          promise.synced = version;
        }
      }
    } catch (DatabaseException e) {
      return promise;
    }
    promise.synced = COMMITS;
    return promise;
  }

  @ParameterizedTest
  @MethodSource("modes")
  void recover_faultAtEveryOperation_keepsThePromise(Durability mode) {
    SimulatedDisk whole = new SimulatedDisk();
    run(whole, mode);
    assertThat(whole.operations()).isGreaterThan(COMMITS);
    for (Fault fault : Fault.values()) {
      for (long operation = 1; operation <= whole.operations(); operation++) {
        SimulatedDisk disk = new SimulatedDisk().failAt(operation, fault);
        Promise promise = run(disk, mode);
        for (Survival survival : Survival.values()) {
          assertPromise(disk.crash(survival, operation), promise, survival, mode);
        }
      }
    }
  }

  private static void assertPromise(
      SimulatedDisk disk, Promise promise, Survival survival, Durability mode) {
    int atLeast = survival == Survival.EVERYTHING ? promise.acknowledged : promise.synced;
    List<CommitBatch> first = recovered(disk, mode);
    assertThat(first.size()).isBetween(atLeast, promise.appended);
    assertThat(first).isEqualTo(batches(first.size()));
    assertThat(recovered(disk.crash(Survival.NOTHING, 0), mode)).isEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void recover_powerCutDuringRecovery_findsTheSameAfterwards(Durability mode) {
    SimulatedDisk whole = new SimulatedDisk();
    run(whole, mode);
    for (long operation = 1; operation <= whole.operations(); operation++) {
      SimulatedDisk disk = new SimulatedDisk().failAt(operation, Fault.POWER_CUT);
      Promise promise = run(disk, mode);
      for (Survival survival : Survival.values()) {
        assertRestartable(disk, survival, operation, promise, mode);
      }
    }
  }

  private static void assertRestartable(
      SimulatedDisk crashed, Survival survival, long seed, Promise promise, Durability mode) {
    SimulatedDisk undisturbed = crashed.crash(survival, seed);
    int found = recovered(undisturbed, mode).size();
    // After a mere kill, power may still take what was never promised to survive that.
    int atLeast = survival == Survival.EVERYTHING ? promise.synced : found;
    for (long operation = 1; operation <= undisturbed.operations(); operation++) {
      SimulatedDisk disk = crashed.crash(survival, seed).failAt(operation, Fault.POWER_CUT);
      try {
        recovered(disk, mode);
      } catch (DatabaseException e) {
        assertThat(e).hasMessageContaining("simulated disk");
      }
      for (Survival next : Survival.values()) {
        List<CommitBatch> again = recovered(disk.crash(next, operation), mode);
        assertThat(again.size()).isBetween(atLeast, found);
        assertThat(again).isEqualTo(batches(again.size()));
      }
    }
  }
}
