package dev.tidemark.transaction;

import dev.tidemark.index.DerivedIndex;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;

/** A scope whose reads all see one version, for operations that combine an index with entries. */
public sealed interface PinnedScope extends ReadScope permits TransactionScope, ViewScope {
  /** Another run, at the same view or in the same transaction, whether it exists or not. */
  PinnedScope in(RunId run);

  /** The version seen. */
  long version();

  /** The time expiry is judged by, in microseconds since the epoch. */
  long nowMicros();

  /**
   * The run's index over a key space, which has taken in everything this view sees; null if nothing
   * was ever written there.
   *
   * @param type the class the key space's provider makes
   */
  <I extends DerivedIndex> I index(KeySpace space, Class<I> type);

  /**
   * Declares that a result rests on every entry of a range: in a transaction that writes, a change
   * to any of them is then a conflict.
   */
  void relyOn(KeySpace space, KeyRange range);

  /**
   * Walks this transaction's own writes in a range, in key order; deleted keys have a null value.
   */
  void pending(KeySpace space, KeyRange range, EntryVisitor visitor);
}
