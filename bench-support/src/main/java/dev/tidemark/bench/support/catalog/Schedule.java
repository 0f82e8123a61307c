package dev.tidemark.bench.support.catalog;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The iterations of one fork.
 *
 * @param warmups warm-up iterations
 * @param warmupTime length of each; a single shot takes what it takes
 * @param iterations measured iterations
 * @param iterationTime length of each
 */
public record Schedule(int warmups, Duration warmupTime, int iterations, Duration iterationTime) {

  static Schedule of(BenchmarkListEntry declared) {
    boolean shot = declared.getMode() == Mode.SingleShotTime;
    return new Schedule(
        declared
            .getWarmupIterations()
            .orElse(shot ? Defaults.WARMUP_ITERATIONS_SINGLESHOT : Defaults.WARMUP_ITERATIONS),
        duration(declared.getWarmupTime().orElse(Defaults.WARMUP_TIME)),
        declared
            .getMeasurementIterations()
            .orElse(
                shot
                    ? Defaults.MEASUREMENT_ITERATIONS_SINGLESHOT
                    : Defaults.MEASUREMENT_ITERATIONS),
        duration(declared.getMeasurementTime().orElse(Defaults.MEASUREMENT_TIME)));
  }

  private static Duration duration(TimeValue time) {
    return Duration.ofMillis(time.convertTo(TimeUnit.MILLISECONDS));
  }

  /** The time all iterations take where their length is fixed. */
  Duration length() {
    return warmupTime.multipliedBy(warmups).plus(iterationTime.multipliedBy(iterations));
  }
}
