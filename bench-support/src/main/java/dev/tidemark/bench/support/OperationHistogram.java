package dev.tidemark.bench.support;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * Times each call of a {@code SingleShotTime} method by itself, for its percentiles: take it as a
 * parameter and enclose the operation in {@link #start} and {@link #stop}. Meant for operations of
 * 5 µs and more, since two clock readings fall into the time of each. Warm-up iterations are
 * forgotten.
 *
 * <p>It also measures what the timed thread allocates from the first to the last call of an
 * iteration, so that neither set-up nor tear-down counts. Each thread has its own histogram.
 */
@State(Scope.Thread)
public class OperationHistogram {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

  // Of fixed range: growing would allocate, and take time, within the operations that are measured.
  private final Histogram histogram = Histograms.upTo(LONGEST_NANOS);
  private long iterationStartMillis;
  private int batch;
  private int started;
  private long allocatedBefore;
  private long allocatedAfter;
  private long startNanos;

  /** JMH calls this before each iteration. */
  @Setup(Level.Iteration)
  public void begin(IterationParams iteration) {
    histogram.reset();
    iterationStartMillis = System.currentTimeMillis();
    batch = iteration.getBatchSize();
    started = 0;
  }

  /** Starts the clock of one operation. */
  public void start() {
    if (started++ == 0) {
      allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    }
    startNanos = System.nanoTime();
  }

  /** Stops the clock of the operation last started. */
  public void stop() {
    long nanos = System.nanoTime() - startNanos;
    histogram.recordValue(Math.min(Math.max(0, nanos), LONGEST_NANOS));
    if (started == batch) {
      allocatedAfter = THREADS.getCurrentThreadAllocatedBytes();
    }
  }

  /** JMH calls this after each iteration. */
  @TearDown(Level.Iteration)
  public void end(IterationParams iteration) {
    if (iteration.getType() != IterationType.MEASUREMENT || histogram.getTotalCount() == 0) {
      return;
    }
    ForkReport report = ForkReport.current();
    report.operations(iterationStartMillis, System.currentTimeMillis(), histogram);
    if (started == batch) {
      report.allocated(allocatedAfter - allocatedBefore, batch);
    }
  }
}
