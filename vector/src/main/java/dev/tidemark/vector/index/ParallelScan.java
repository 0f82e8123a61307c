package dev.tidemark.vector.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/**
 * Scores rows in several threads, the caller's and those of the common pool. Each searches a part
 * by itself; since hits are in a total order, the best of all parts are those of one scan.
 */
final class ParallelScan {
  /** Rows that another thread is not worth being woken for. */
  private static final int FEW = 4096;

  private ParallelScan() {}

  /** Scores and offers {@code [0..size)}. */
  static <M> void offer(ExactScan<M> result, int size, int threads) {
    int parts = Math.max(1, Math.min(threads, size / FEW));
    int length = (size + parts - 1) / parts;
    List<ForkJoinTask<ExactScan<M>>> others = new ArrayList<>(parts - 1);
    for (int from = length; from < size; from += length) {
      int begin = from;
      int end = Math.min(from + length, size);
      others.add(ForkJoinPool.commonPool().submit(() -> scan(result.another(), begin, end)));
    }
    result.offer(0, Math.min(length, size));
    others.forEach(part -> result.offerAll(part.join()));
  }

  private static <M> ExactScan<M> scan(ExactScan<M> part, int from, int to) {
    part.offer(from, to);
    return part;
  }
}
