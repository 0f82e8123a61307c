package dev.tidemark.durability;

import java.util.function.Supplier;

/** The thread that syncs what committers have written. */
final class Flusher {
  private final LogProgress progress;
  private final Supplier<DiskFile> file;
  private final SyncTimer timer;
  private final Thread thread;

  /**
   * @param file the file that holds everything written and not synced
   */
  Flusher(LogProgress progress, Supplier<DiskFile> file, SyncTimer timer) {
    this.progress = progress;
    this.file = file;
    this.timer = timer;
    this.thread = new Thread(this::run, "tidemark-log-flusher");
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      for (long due = progress.awaitFlushDue(); due >= 0; due = progress.awaitFlushDue()) {
        timer.start();
        file.get().sync();
        timer.stop(due - progress.synced());
        progress.synced(due);
      }
    } catch (Throwable e) {
      progress.fail(e);
    }
  }

  /** Ends the thread after a sync it may be in. */
  void stop() {
    progress.stopFlusher();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
