package dev.tidemark.runs;

import java.util.OptionalInt;

/**
 * Something that was expected of a run and did not happen.
 *
 * @param id the benchmark
 * @param round of a failed fork, counted from 1; empty when the whole id is meant
 * @param reason for people
 */
public record Failure(String id, OptionalInt round, String reason) {

  public Failure {
    Checks.notBlank("id of a failure", id);
    Checks.notBlank("reason of a failure", reason);
  }
}
