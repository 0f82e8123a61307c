package dev.tidemark.transaction;

import dev.tidemark.transaction.ReadSet.Conflict;
import dev.tidemark.types.ClosedException;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.DeadlineExceededException;
import dev.tidemark.types.RunId;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A transaction that is begun, used and ended by calls. It is not run again after a conflict.
 *
 * <p>Bound to no thread: it may be handed from one to another, but only one at a time may use it.
 * What the same thread does through the database's own scopes meanwhile is no part of it, and may
 * conflict with it. Close it in any case: an open one keeps old versions alive.
 */
public final class ManualTransaction implements AutoCloseable {
  private enum State {
    OPEN,
    COMMITTING,
    ENDED
  }

  private final Transactions transactions;
  private final Commit commit;
  private final Transaction tx;
  private final String begunAt;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

  /**
   * @param begunAt where, for the report of one left open
   */
  ManualTransaction(Transactions transactions, Commit commit, Transaction tx, String begunAt) {
    this.transactions = transactions;
    this.commit = commit;
    this.tx = tx;
    this.begunAt = begunAt;
  }

  /** A run inside this transaction. */
  public TransactionScope in(RunId run) {
    return tx.in(run);
  }

  /** The scope of what belongs to no run. */
  public TransactionScope global() {
    return tx.global();
  }

  /** The version this transaction reads. */
  public long version() {
    return tx.version();
  }

  /**
   * Ends the transaction and makes its writes take effect; if it throws, none of them does.
   *
   * @return the version of the commit; of a transaction that wrote nothing, the version it read
   * @throws ConflictException if another commit changed what this one relied on; what it lost to is
   *     visible then, so that a transaction begun now will not lose to it again
   * @throws DeadlineExceededException if its time has passed
   * @throws ClosedException if it has ended already
   * @throws DatabaseException if a limit is exceeded or the log fails
   */
  public long commit() {
    if (!state.compareAndSet(State.OPEN, State.COMMITTING)) {
      throw new ClosedException(
          "the transaction has ended already, by commit, rollback, close, or the close of its"
              + " database; begin another");
    }
    boolean done = false;
    try {
      Conflict conflict = tx.hasWrites() ? transactions.commitOnce(commit) : null;
      if (conflict != null) {
        throw conflict.toException();
      }
      done = true;
      return tx.hasWrites() ? commit.version() : tx.version();
    } finally {
      end(!done);
    }
  }

  /**
   * Ends the transaction without effect.
   *
   * @throws ClosedException if it has ended already
   */
  public void rollback() {
    if (!tryRollback()) {
      throw new ClosedException("the transaction has ended already; there is nothing to roll back");
    }
  }

  /** As {@link #rollback}, but does nothing if the transaction has ended. */
  @Override
  public void close() {
    tryRollback();
  }

  private boolean tryRollback() {
    boolean open = state.compareAndSet(State.OPEN, State.COMMITTING);
    if (open) {
      end(tx.hasWrites());
    }
    return open;
  }

  private void end(boolean isAbort) {
    tx.view().end();
    commit.clear();
    transactions.ended(this, isAbort);
    state.set(State.ENDED);
  }

  /**
   * Rolls back what was left open; a commit under way is waited for.
   *
   * @return where the transaction was begun, or null if it was not left open
   */
  String reclaim() {
    if (tryRollback()) {
      return begunAt;
    }
    for (int round = 0; state.get() != State.ENDED; round++) {
      Pause.of(round);
    }
    return null;
  }
}
