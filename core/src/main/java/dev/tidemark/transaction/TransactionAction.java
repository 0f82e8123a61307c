package dev.tidemark.transaction;

/** A {@link TransactionBody} without a result. */
@FunctionalInterface
public interface TransactionAction<E extends Exception> {
  void run(Transaction tx) throws E;
}
