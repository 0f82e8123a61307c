package dev.tidemark.baseline.compare;

import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.RunRecord;

/**
 * How many sessions BASE holds. What changes between two sessions looks like a regression, whatever
 * the forks say, so few sessions confirm nothing.
 *
 * @param held at least 0; 0 without fork data
 */
public record Sessions(long held) {

  /** So many tell the spread between sessions. */
  public static final int NEEDED = 10;

  static Sessions of(RunRecord base) {
    return new Sessions(
        base.results().values().stream()
            .flatMap(result -> result.forks().stream())
            .map(ForkSample::session)
            .distinct()
            .count());
  }

  /** Whether a regression against this baseline counts as confirmed. */
  public boolean suffice() {
    return held >= NEEDED;
  }

  /** As {@code session 3 of 10}. */
  public String text() {
    return "session " + held + " of " + NEEDED;
  }
}
