package dev.tidemark.bench.support;

import java.time.Duration;
import java.util.Locale;

/** How much of a module's catalogue a run covers; each profile contains the ones before it. */
public enum Profile {
  /** Every benchmark once, in process, at its smallest size; never compared. */
  SMOKE(1, Duration.ofSeconds(60)),
  /** The gated ids and one per primitive. */
  QUICK(5, Duration.ofSeconds(150)),
  /** What a module runs when nothing is asked. */
  STANDARD(5, Duration.ofMinutes(20)),
  /** Every id and parameter. */
  FULL(10, Duration.ofHours(12));

  private final int rounds;
  private final Duration budget;

  Profile(int rounds, Duration budget) {
    this.rounds = rounds;
    this.budget = budget;
  }

  /** Rounds a run of this profile has unless told otherwise: fresh JVMs per id. */
  public int rounds() {
    return rounds;
  }

  /** The longest one module may take at this profile. */
  public Duration budget() {
    return budget;
  }

  /** Whether a run of this profile includes an id whose smallest profile is {@code smallest}. */
  public boolean includes(Profile smallest) {
    return smallest.compareTo(this) <= 0;
  }

  /** The name used on the command line and in records. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
