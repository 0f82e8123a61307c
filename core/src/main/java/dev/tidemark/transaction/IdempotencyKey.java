package dev.tidemark.transaction;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Names;
import dev.tidemark.types.RunId;
import java.time.Duration;
import java.util.Objects;

/**
 * Names what a transaction does, so that it is done once however often it is asked for: after a
 * crash, or an error that left its outcome unknown, ask again with the same key. The first that
 * commits is remembered, by the same commit; one with the same key after it runs no body, writes
 * nothing, and returns the version, time and result of the first. Of two at the same time one waits
 * for the other in that way. A body that throws has not been done, and is not remembered; one that
 * writes nothing has.
 *
 * <p>Keys are remembered by the database, across its crashes, checkpoints, backups and the deletion
 * of runs; a fork remembers nothing of the run it was made from. That what is asked for is the same
 * is for the caller to see to: only the key is compared.
 *
 * @param name 1 to 255 bytes of UTF-8 without NUL
 * @param scope the run whose keys it differs from those of other runs by; {@link RunId#GLOBAL} for
 *     the database as a whole
 * @param remembered how long, by the database's clock, from when its transaction first asked for
 *     the time, at the earliest its beginning; 1 second to 365 days, and much longer than the
 *     transaction takes. After that the same key does it anew
 */
public record IdempotencyKey(String name, RunId scope, Duration remembered) {
  private static final int MOST_BYTES = 255;
  private static final Duration DEFAULT = Duration.ofHours(24);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(365);

  public IdempotencyKey {
    Names.key(name, "idempotency key", MOST_BYTES);
    Objects.requireNonNull(scope, "scope");
    if (remembered.compareTo(SHORTEST) < 0 || remembered.compareTo(LONGEST) > 0) {
      throw new InvalidArgumentException(
          "an idempotency key is remembered for 1 second to 365 days, not " + remembered);
    }
  }

  /** A key of the database as a whole, remembered for 24 hours. */
  public static IdempotencyKey of(String name) {
    return new IdempotencyKey(name, RunId.GLOBAL, DEFAULT);
  }

  /** The same key of a run. */
  public IdempotencyKey in(RunId run) {
    return new IdempotencyKey(name, run, remembered);
  }

  public IdempotencyKey rememberedFor(Duration time) {
    return new IdempotencyKey(name, scope, time);
  }

  byte[] nameBytes() {
    return Names.key(name, "idempotency key", MOST_BYTES);
  }
}
