package dev.tidemark.types;

import java.time.Duration;

/**
 * How much of the past stays readable after newer commits. At least what is asked for is kept;
 * older states go in the background and may stay readable for a while.
 */
public sealed interface Retention {
  /** Nothing but what open views and transactions read. */
  record None() implements Retention {}

  /**
   * The state at every time within an age, counted back from the newest commit: a database that is
   * not written to forgets nothing.
   *
   * @param age 1 ms to 36,500 days
   */
  record Age(Duration age) implements Retention {
    public Age {
      if (age.compareTo(Duration.ofMillis(1)) < 0 || age.compareTo(Duration.ofDays(36_500)) > 0) {
        throw new InvalidArgumentException(
            "retention age " + age + " is outside 1 ms..36,500 days; choose one inside");
      }
    }
  }

  /**
   * The states after each of the newest commits.
   *
   * @param commits how many commits before the newest, at least 1
   */
  record Commits(long commits) implements Retention {
    public Commits {
      requirePositive("commits", commits);
    }
  }

  /**
   * As many of the newest states as fit.
   *
   * @param bytes estimated memory of the versions that newer ones superseded, at least 1
   */
  record Bytes(long bytes) implements Retention {
    public Bytes {
      requirePositive("bytes", bytes);
    }
  }

  static Retention none() {
    return new None();
  }

  static Retention age(Duration age) {
    return new Age(age);
  }

  static Retention commits(long commits) {
    return new Commits(commits);
  }

  static Retention bytes(long bytes) {
    return new Bytes(bytes);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new InvalidArgumentException(
          "retention " + name + " = " + value + " must be at least 1; to keep none, use none()");
    }
  }
}
