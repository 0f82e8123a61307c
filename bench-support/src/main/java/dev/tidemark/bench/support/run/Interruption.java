package dev.tidemark.bench.support.run;

import dev.tidemark.bench.support.InterruptSignal;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C: the first one lets the running fork finish, the second ends the process at once.
 *
 * <p>A terminal sends the signal to the fork too, which ignores it once it has a report. One that
 * is hit before is not recorded, and a resumed run repeats it.
 */
public final class Interruption {
  /** Exit code of a process that Ctrl-C ended. */
  public static final int EXIT_CODE = 130;

  private final AtomicBoolean requested = new AtomicBoolean();

  /** Whether the run should end after the current fork. */
  public boolean requested() {
    return requested.get();
  }

  /** Asks the run to end after the current fork; a second request ends the process. */
  public void request() {
    if (requested.getAndSet(true)) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
    System.err.println("Finishing the current fork; press Ctrl-C again to end at once.");
  }

  /** Takes over the signal of this process. */
  public void activate() {
    InterruptSignal.handle(this::request);
  }
}
