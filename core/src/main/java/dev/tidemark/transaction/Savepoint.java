package dev.tidemark.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Takes back what an operation of a transaction has written when it fails: whoever catches that and
 * goes on must not commit half of it. Notes what each write replaces while an operation runs.
 */
final class Savepoint {
  private final WriteSet writes;
  private final Runnable takenBack;
  private final List<Runnable> undo = new ArrayList<>();
  private int depth;

  /**
   * @param takenBack told when writes are gone again, a run's status perhaps among them
   */
  Savepoint(WriteSet writes, Runnable takenBack) {
    this.writes = writes;
    this.takenBack = takenBack;
  }

  /** Runs an operation; if it throws, nothing that it wrote stays. */
  <T> T whole(Supplier<T> operation) {
    int mark = undo.size();
    boolean done = false;
    depth++;
    try {
      T result = operation.get();
      done = true;
      return result;
    } finally {
      depth--;
      if (!done) {
        takeBack(mark);
      }
      if (depth == 0) {
        undo.clear();
      }
    }
  }

  private void takeBack(int mark) {
    for (int i = undo.size() - 1; i >= mark; i--) {
      undo.remove(i).run();
    }
    takenBack.run();
  }

  /** A key that had no write has one now. */
  void added(PendingWrite write) {
    if (depth > 0) {
      undo.add(() -> writes.remove(write));
    }
  }

  /** A key's write is about to become another. */
  void changing(PendingWrite write) {
    if (depth > 0) {
      undo.add(write.memento());
    }
  }
}
