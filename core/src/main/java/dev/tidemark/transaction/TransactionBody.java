package dev.tidemark.transaction;

/**
 * The operations of a transaction. Run again after a conflict, so its effects outside the database
 * must bear repetition. What it throws rolls the transaction back and reaches the caller unchanged.
 */
@FunctionalInterface
public interface TransactionBody<T, E extends Exception> {
  T apply(Transaction tx) throws E;
}
