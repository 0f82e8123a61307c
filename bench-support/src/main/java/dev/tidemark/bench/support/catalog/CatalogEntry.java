package dev.tidemark.bench.support.catalog;

import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;

/**
 * One id: a benchmark method with one value for each of its parameters.
 *
 * @param id the stable name of the result
 * @param tier the layer it exercises
 * @param suite last part of its package: {@code m1}, {@code m8}, {@code cross}
 * @param profile the smallest profile that runs it
 * @param method class and method as JMH names them
 * @param modes JMH modes, one fork each
 * @param params value of each {@code @Param}
 * @param batch calls per iteration of a single shot, else 1
 * @param batchStrict the same when commits are synchronous
 * @param itemsPerCall items one call handles
 * @param threads benchmark threads
 * @param schedule iterations of one fork
 * @param setUp expected set-up of one fork
 * @param shot expected length of one single-shot iteration
 */
public record CatalogEntry(
    String id,
    Tier tier,
    String suite,
    Profile profile,
    String method,
    List<Mode> modes,
    Map<String, String> params,
    int batch,
    int batchStrict,
    int itemsPerCall,
    int threads,
    Schedule schedule,
    Duration setUp,
    Duration shot) {
  private static final Duration JVM_START = Duration.ofMillis(500);

  /** Calls per iteration in a durability mode. */
  public int batch(BenchMode mode) {
    return mode == BenchMode.STRICT ? batchStrict : batch;
  }

  /** Whether iterations are counted calls instead of a stretch of time. */
  public boolean isSingleShot() {
    return modes.contains(Mode.SingleShotTime);
  }

  /** Expected length of one round of this id. */
  public Duration roundLength() {
    Duration iterations =
        isSingleShot()
            ? shot.multipliedBy(schedule.warmups() + schedule.iterations())
            : schedule.length();
    return JVM_START.plus(setUp).plus(iterations).multipliedBy(modes.size());
  }
}
