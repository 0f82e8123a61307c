package dev.tidemark.vector.distance;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Runs a kernel until compiled code makes it faster than the reference, or time is up.
 *
 * <p>Every form runs over dimensions that reach every loop and every tail, so that no branch the
 * compiler has never seen throws compiled code away in the first real searches.
 */
final class KernelWarmUp {
  private static final int[] DIMENSIONS = {128, 3, 100, 7, 207, 16, 33, 300};
  private static final int ROWS = 64;
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final int WINS_IN_A_ROW = 8;

  private final DistanceKernel kernel;
  private final DistanceKernel reference;
  private final int[] picks = IntStream.range(0, ROWS).toArray();
  private final float[] sums = new float[ROWS];

  KernelWarmUp(DistanceKernel kernel, DistanceKernel reference) {
    this.kernel = kernel;
    this.reference = reference;
  }

  /** Whether the kernel won in every form, several rounds in a row, before the time was up. */
  boolean isFasterInTime() {
    long start = System.nanoTime();
    int wins = 0;
    while (wins < WINS_IN_A_ROW) {
      if (System.nanoTime() - start > LIMIT_NANOS) {
        return false;
      }
      for (int dimension : DIMENSIONS) {
        run(kernel, rows(dimension));
      }
      wins = winsRound() ? wins + 1 : 0;
    }
    return true;
  }

  private boolean winsRound() {
    float[][] rows = rows(DIMENSIONS[0]);
    run(reference, rows);
    long start = System.nanoTime();
    run(reference, rows);
    long between = System.nanoTime();
    run(kernel, rows);
    return System.nanoTime() - between < between - start;
  }

  private void run(DistanceKernel measured, float[][] rows) {
    measured.dots(rows[0], rows, 0, ROWS, sums);
    measured.squaredDistances(rows[0], rows, 0, ROWS, sums);
    measured.dots(rows[0], rows, picks, ROWS, sums);
    measured.squaredDistances(rows[0], rows, picks, ROWS, sums);
    for (int i = 0; i < ROWS; i++) {
      sums[i] = measured.dot(rows[0], rows[i]) + measured.squaredDistance(rows[0], rows[i]);
    }
  }

  private static float[][] rows(int dimension) {
    float[][] rows = new float[ROWS][dimension];
    for (float[] row : rows) {
      for (int i = 0; i < dimension; i++) {
        row[i] = 1f / (i + 1);
      }
    }
    return rows;
  }
}
