package dev.tidemark.transaction;

import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.RunId;
import java.util.concurrent.atomic.AtomicLong;

/** Where a scope finds other runs, and the ids of new ones. */
final class RunDirectory {
  private static final int TICKS_PER_MILLI = 4096;

  private final MultiVersionMap map;
  private final RunId only;
  private final long orphanedThrough;
  private final AtomicLong lastTick = new AtomicLong();

  private RunDirectory(MultiVersionMap map, RunId only, long orphanedThrough) {
    this.map = map;
    this.only = only;
    this.orphanedThrough = orphanedThrough;
  }

  /**
   * Every run of a database.
   *
   * @param orphanedThrough as of which version runs were left active by a crash; 0 if never
   */
  static RunDirectory of(MultiVersionMap map, long orphanedThrough) {
    return new RunDirectory(map, null, orphanedThrough);
  }

  /** The one run that a replay holds. */
  static RunDirectory replaying(RunId run, MultiVersionMap map) {
    return new RunDirectory(map, run, 0);
  }

  /**
   * A run, whether it exists or not.
   *
   * @throws InvalidArgumentException for another run than the one of a replay
   */
  RunPartitions run(RunId run) {
    if (only != null && !only.equals(run)) {
      throw new InvalidArgumentException(
          "a replay of run "
              + only
              + " holds that run alone, but "
              + (run.equals(RunId.GLOBAL) ? "what belongs to no run" : "run " + run)
              + " was asked for; read it through Database.at");
    }
    return map.run(run);
  }

  long orphanedThrough() {
    return orphanedThrough;
  }

  /** An id above all that were made before, for a run made at a time. */
  RunId newId(long nowMicros) {
    long millis = nowMicros / 1000;
    long tick = millis * TICKS_PER_MILLI + nowMicros % 1000 * TICKS_PER_MILLI / 1000;
    return RunId.timeOrdered(lastTick.updateAndGet(last -> Math.max(last + 1, tick)));
  }
}
