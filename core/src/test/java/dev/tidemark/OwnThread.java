package dev.tidemark;

import java.util.concurrent.Executor;

/** Gives each task a thread: tasks that wait for each other must not share a pool's only one. */
final class OwnThread {
  static final Executor FOR_EACH = OwnThread::start;

  private OwnThread() {}

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "test-task");
    thread.setDaemon(true);
    thread.start();
  }
}
