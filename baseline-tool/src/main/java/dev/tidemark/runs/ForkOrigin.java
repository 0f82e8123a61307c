package dev.tidemark.runs;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which fork of which run.
 *
 * @param session names the run the fork belongs to
 * @param round counted from 1
 * @param order position within the round, counted from 0
 */
public record ForkOrigin(
    String session, int round, int order, Optional<Instant> startedAt, OptionalLong pid) {

  public ForkOrigin {
    if (round < 1 || order < 0) {
      throw new IllegalArgumentException(
          "fork with round " + round + " and order " + order + "; the least are 1 and 0");
    }
  }

  ForkOrigin inRound(int newRound) {
    return new ForkOrigin(session, newRound, order, startedAt, pid);
  }
}
