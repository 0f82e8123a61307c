package dev.tidemark.primitives;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A number of threads that begin the same task at once. */
public final class Parallel implements AutoCloseable {
  private final int count;
  private final ExecutorService threads;
  private final CyclicBarrier start;

  /**
   * What each thread does.
   *
   * @param <T> what it returns
   */
  @FunctionalInterface
  public interface Task<T> {
    T call(int thread) throws Exception;
  }

  public Parallel(int count) {
    this.count = count;
    this.threads = Executors.newFixedThreadPool(count);
    this.start = new CyclicBarrier(count);
  }

  /** Runs a task on all threads; returns their results by number of the thread. */
  public <T> List<T> call(Task<T> task) throws Exception {
    List<Future<T>> running = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int thread = i;
      running.add(
          threads.submit(
              () -> {
                start.await();
                return task.call(thread);
              }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> each : running) {
      results.add(each.get());
    }
    return results;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
