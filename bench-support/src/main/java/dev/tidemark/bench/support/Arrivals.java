package dev.tidemark.bench.support;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * An open loop: operations that arrive at a fixed rate, whether or not those before are done, as
 * requests of many users do. Take it as a parameter of a {@code SingleShotTime} method and enclose
 * the operation in {@link #await} and {@link #done}.
 *
 * <p>The latency of an operation runs from the moment it was due, so that an operation that had to
 * wait behind a slow one counts its wait: a closed loop would not have asked meanwhile (Tene's
 * <i>coordinated omission</i>). The result of such an id is the mean and the percentiles of these
 * latencies. If the thread cannot do 98 % of what arrives, latency grows with the length of the
 * measurement and says nothing: the result is then the rate that was reached, and no latency.
 */
@State(Scope.Thread)
public class Arrivals {
  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

  /** A parked thread wakes up late by about this much; the rest is spent spinning. */
  private static final long WAKE_UP_NANOS = 200_000;

  private final Histogram latencies = Histograms.upTo(LONGEST_NANOS);
  private long iterationStartMillis;
  private int arrived;
  private double rate;
  private long firstNanos;
  private long dueNanos;
  private long doneNanos;

  /** JMH calls this before each iteration. */
  @Setup(Level.Iteration)
  public void begin() {
    latencies.reset();
    iterationStartMillis = System.currentTimeMillis();
    arrived = 0;
  }

  /**
   * Returns when the next operation is due, at once if it is overdue.
   *
   * @param perSecond arrivals per second, the same in all calls of an iteration
   */
  public void await(int perSecond) {
    if (arrived == 0) {
      rate = perSecond;
      firstNanos = System.nanoTime();
    }
    dueNanos = firstNanos + Math.round(arrived * (TimeUnit.SECONDS.toNanos(1) / rate));
    arrived++;
    for (long left = left(); left > 0; left = left()) {
      if (left > WAKE_UP_NANOS) {
        LockSupport.parkNanos(left - WAKE_UP_NANOS);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  private long left() {
    return dueNanos - System.nanoTime();
  }

  /** Ends the operation that was last due. */
  public void done() {
    doneNanos = System.nanoTime();
    latencies.recordValue(Math.min(doneNanos - dueNanos, LONGEST_NANOS));
  }

  /** JMH calls this after each iteration. */
  @TearDown(Level.Iteration)
  public void end(IterationParams iteration) {
    long count = latencies.getTotalCount();
    if (iteration.getType() != IterationType.MEASUREMENT || count == 0) {
      return;
    }
    // Of the last period only as much as its operation took: the rate is over whole periods.
    long period = Math.round(TimeUnit.SECONDS.toNanos(1) / rate);
    long span = Math.max(doneNanos - firstNanos, count * period);
    ForkReport.current().operations(iterationStartMillis, System.currentTimeMillis(), latencies);
    ForkReport.current().arrivals(rate, count, span);
  }
}
