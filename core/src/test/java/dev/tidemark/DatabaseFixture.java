package dev.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.types.StorageFailureException;

/** What the tests of other modules need of a database beyond its public face. */
public final class DatabaseFixture {
  private static final LogOptions SMALL = new LogOptions(4096, 16_384, 32 << 20, Runnable::run);

  private DatabaseFixture() {}

  /**
   * A database on a simulated disk, its log in small segments. It does nothing in the background,
   * so that the operations of each repetition are the same.
   */
  @SuppressWarnings("exports") // tests run on the class path, where every package is open to others
  public static Database open(SimulatedDisk disk, DatabaseOptions options) {
    return Database.open(disk, SMALL, options, task -> {});
  }

  /** A database in memory that does nothing in the background. */
  public static Database inMemory(DatabaseOptions options) {
    return Database.inMemory(options, task -> {});
  }

  /**
   * Writes a checkpoint on a simulated disk. One that fails harms nothing, unless it is the log
   * that failed.
   *
   * @return whether it was written
   */
  public static boolean tryCheckpoint(Database db) {
    try {
      db.checkpoint();
      return true;
    } catch (StorageFailureException e) {
      assertThat(e).hasStackTraceContaining("simulated disk");
      return false;
    }
  }

  /** Does at once what a database otherwise does in the background. */
  public static void doUpkeep(Database db) {
    db.doUpkeep();
  }

  /** Throws AssertionError unless every structure in memory is whole. */
  public static void checkInvariants(Database db) {
    db.checkInvariants();
  }
}
