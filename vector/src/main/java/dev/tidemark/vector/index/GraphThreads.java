package dev.tidemark.vector.index;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that build graphs, for every database of the process: half as many as there are
 * processors, gone when there is nothing to do. Tables take turns.
 */
final class GraphThreads {
  private static final int COUNT = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  private static final int IDLE_SECONDS = 5;
  private static final ThreadPoolExecutor POOL = pool();

  private GraphThreads() {}

  static void execute(Runnable slice) {
    POOL.execute(slice);
  }

  private static ThreadPoolExecutor pool() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            COUNT,
            COUNT,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "tidemark-graph");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
