package dev.tidemark.bench.m4;

import java.io.IOException;

/**
 * The least a group commit can do: a record of each waiting thread goes into one write, which one
 * of them makes and syncs for all.
 */
final class GroupedRecords {
  private final RecordFile file;
  private long entered;
  private long synced;
  private boolean led;

  GroupedRecords(RecordFile file) {
    this.file = file;
  }

  /** Returns once this thread's record is on disk. */
  void writeAndSync() throws IOException {
    long mine = enter();
    while (mine > 0) {
      lead();
      mine = awaitTurn(mine);
    }
  }

  /** The number of this thread's record, or 0 if it was written by another meanwhile. */
  private synchronized long enter() {
    return awaitTurn(++entered);
  }

  /** Waits until there is no leader; becomes it and returns the number, or 0 if it is synced. */
  private synchronized long awaitTurn(long number) {
    boolean interrupted = false;
    while (synced < number && led) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (synced >= number) {
      return 0;
    }
    led = true;
    return number;
  }

  private void lead() throws IOException {
    long from;
    long to;
    synchronized (this) {
      from = synced;
      to = entered;
    }
    try {
      file.writeAndSync(Math.toIntExact(to - from));
    } finally {
      end(to);
    }
  }

  private synchronized void end(long reached) {
    synced = reached;
    led = false;
    notifyAll();
  }
}
