package dev.tidemark.transaction;

import dev.tidemark.types.Value;

/** Receives the entries of a scan. */
@FunctionalInterface
public interface EntryVisitor {
  /**
   * Takes one entry.
   *
   * @param key the user key, shared: not to be changed
   * @param version the commit that wrote the value, PENDING if it is this transaction
   * @return whether to go on
   */
  boolean visit(byte[] key, Value value, long version, long timeMicros);
}
