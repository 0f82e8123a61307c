package dev.tidemark.bench.support.run;

import dev.tidemark.bench.support.catalog.CatalogEntry;
import dev.tidemark.runs.Nanos;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Says on standard error what has been measured and how long the rest will take. */
final class Progress {
  private final PrintStream out;
  private final int forks;
  private final long startNanos = System.nanoTime();
  private Duration expectedRest;
  private Duration expectedDone = Duration.ZERO;
  private int done;

  Progress(PrintStream out, int forks, Duration expected) {
    this.out = out;
    this.forks = forks;
    this.expectedRest = expected;
  }

  void finished(CatalogEntry entry, ForkRecord fork) {
    done++;
    expectedDone = expectedDone.plus(entry.roundLength());
    expectedRest = expectedRest.minus(entry.roundLength());
    out.printf(
        Locale.ROOT,
        "[%d/%d] round %d %s %s, about %s left%n",
        done,
        forks,
        fork.round(),
        fork.id(),
        outcome(fork),
        left());
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
  private String left() {
    double slower = (double) (System.nanoTime() - startNanos) / expectedDone.toNanos();
    long seconds = Math.max(0, Math.round(expectedRest.toSeconds() * slower));
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }
}
