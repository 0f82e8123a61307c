package dev.tidemark.transaction;

import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Value;
import dev.tidemark.types.ValuePath;
import java.util.function.Function;

/**
 * One run, for reading and writing. From {@code Database.in} each call is a commit of its own; from
 * {@link Transaction#in} calls take part in the transaction.
 */
public sealed interface Scope extends ReadScope permits AutoCommitScope, TransactionScope {
  /**
   * Sets a key's value.
   *
   * @param key the user key, kept and not copied: not to be changed
   * @param expiresAtMicros time from which the key is absent, or {@link Mutation#NEVER}
   * @return the version of the commit, or PENDING inside a transaction
   */
  long put(KeySpace space, byte[] key, Value value, long expiresAtMicros);

  /** As {@link #put(KeySpace, byte[], Value, long)}, without expiry. */
  default long put(KeySpace space, byte[] key, Value value) {
    return put(space, key, value, Mutation.NEVER);
  }

  /**
   * Deletes a key.
   *
   * @return whether it existed
   */
  boolean delete(KeySpace space, byte[] key);

  /**
   * Sets a part of a key's value: an entry of a map, made if need be, or an item of a list, where
   * the index of its size adds one. All else is left as whoever commits first makes it: two commits
   * conflict only where one path leads to, or through, where the other leads. Adding or removing an
   * item counts as a change of its list. The expiry stays.
   *
   * @param path where, not the root
   * @return the version of the commit, or PENDING inside a transaction
   * @throws NotFoundException if the key is absent, or the path leads through a container that is
   *     missing or of another kind, or beyond the end of a list
   * @throws LimitExceededException if the whole value becomes larger than allowed
   */
  long edit(KeySpace space, byte[] key, ValuePath path, Value value);

  /**
   * Removes a part of a key's value, as {@link #edit} sets one.
   *
   * @return whether it existed
   */
  boolean removePath(KeySpace space, byte[] key, ValuePath path);

  /**
   * Sets a key's value if its version is the expected one.
   *
   * @param expectedVersion ABSENT to create the key, PENDING for this transaction's own write
   */
  CasResult compareAndSet(KeySpace space, byte[] key, long expectedVersion, Value value);

  /**
   * Runs several operations as one: inside a transaction as part of it, of which nothing stays if
   * the body throws, even if the transaction goes on; else as a transaction of their own, run again
   * after a conflict until it wins, whatever the database's retry policy.
   */
  <T> Committed<T> atomically(Function<? super TransactionScope, T> body);
}
