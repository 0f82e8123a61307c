package dev.tidemark.bench.support.run;

import dev.tidemark.bench.support.catalog.CatalogEntry;
import dev.tidemark.runs.Nanos;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Says on standard error what is being measured, how long that has taken and how long the rest
 * will. A terminal shows the running fork in a line that is overwritten; a log holds a line per
 * finished one.
 */
final class Progress {
  private static final String ERASE_LINE = "\r\u001B[K";

  private final PrintStream out;
  private final boolean terminal;
  private final int forks;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private Duration expectedRest;
  private Duration expectedDone = Duration.ZERO;
  private int done;

  /**
   * Starts the clock.
   *
   * @param forks how many there are
   * @param expected length of all of them
   * @param nanoTime the clock
   */
  Progress(PrintStream out, boolean terminal, int forks, Duration expected, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.forks = forks;
    this.expectedRest = expected;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  void started(CatalogEntry entry, int round) {
    if (terminal) {
      out.print(
          ERASE_LINE
              + "["
              + (done + 1)
              + "/"
              + forks
              + "] round "
              + round
              + " "
              + entry.id()
              + " ... "
              + clock());
      out.flush();
    }
  }

  void finished(CatalogEntry entry, ForkRecord fork) {
    done++;
    Duration expected = entry.roundLength().dividedBy(entry.modes().size());
    expectedDone = expectedDone.plus(expected);
    expectedRest = expectedRest.minus(expected);
    out.println(
        (terminal ? ERASE_LINE : "")
            + "["
            + done
            + "/"
            + forks
            + "] round "
            + fork.round()
            + " "
            + fork.id()
            + " "
            + outcome(fork)
            + ", "
            + clock());
  }

  private String clock() {
    return time(elapsed().toSeconds()) + " elapsed, about " + time(left()) + " left";
  }

  private Duration elapsed() {
    return Duration.ofNanos(nanoTime.getAsLong() - startNanos);
  }

  private static String outcome(ForkRecord fork) {
    if (!fork.succeeded()) {
      return "FAILED: " + fork.failure();
    }
    return fork.isSaturated()
        ? SummaryReport.saturated(fork.facts().openLoop().achieved())
        : Nanos.format(fork.mean());
  }

  /** The catalogue's estimate of the rest, corrected by how it fared so far. */
  private long left() {
    double slower =
        expectedDone.isZero() ? 1 : (double) elapsed().toNanos() / expectedDone.toNanos();
    return Math.max(0, Math.round(expectedRest.toMillis() / 1e3 * slower));
  }

  private static String time(long seconds) {
    long hours = seconds / 3600;
    return hours > 0
        ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, seconds / 60 % 60, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }
}
