package dev.tidemark.transaction;

import dev.tidemark.types.ConflictException;
import dev.tidemark.types.Key;

/**
 * Outcome of a compare-and-set. Losing is a result, not an error.
 *
 * @param applied whether the value was set
 * @param version the new version if applied, else the actual one
 * @param key the key
 * @param expectedVersion the version asked for
 */
public record CasResult(boolean applied, long version, Key key, long expectedVersion) {
  /**
   * The new version.
   *
   * @throws ConflictException if the value was not set
   */
  public long orThrow() {
    if (!applied) {
      throw new ConflictException("compare-and-set", key, expectedVersion, version);
    }
    return version;
  }
}
