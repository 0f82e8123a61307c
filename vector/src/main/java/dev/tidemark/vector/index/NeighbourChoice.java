package dev.tidemark.vector.index;

import dev.tidemark.vector.distance.DistanceKernel;
import dev.tidemark.vector.distance.MeasuredVector;
import dev.tidemark.vector.distance.Scorer;
import dev.tidemark.vector.distance.Similarity;

/**
 * Which candidates a node is linked to: algorithm 4 of the paper that {@link BeamSearch} names. A
 * candidate is kept if it is nearer to the node than to every one kept before it, so that links
 * lead in all directions and not only into the nearest cluster.
 */
final class NeighbourChoice {
  private static final int BLOCK = 8;

  /** Which rows must be linked whatever their distance. */
  interface Bonds {
    Bonds NONE = (row, other) -> false;

    boolean isBound(int row, int other);
  }

  private final Similarity similarity;
  private final DistanceKernel kernel;
  private final int[] kept;
  private final int[] block = new int[BLOCK];
  private final float[] raws = new float[BLOCK];
  private int count;

  /**
   * @param most links a node has at most
   */
  NeighbourChoice(Similarity similarity, DistanceKernel kernel, int most) {
    this.similarity = similarity;
    this.kernel = kernel;
    this.kept = new int[most];
  }

  /** Scores rows against one of them. */
  Scorer scorerOf(Columns<?> rows, int row) {
    return new Scorer(
        similarity, kernel, MeasuredVector.again(rows.vectors[row], rows.inverseNorms[row]));
  }

  /** The rows kept by the last choice, best first; {@link #count} of them. */
  int[] kept() {
    return kept;
  }

  int count() {
    return count;
  }

  /**
   * Chooses among candidates, best first.
   *
   * @param bonds candidates bound to the base are kept in any case
   */
  void choose(
      Columns<?> rows, long[] candidates, int candidateCount, int most, Bonds bonds, int base) {
    int bound = countBound(candidates, candidateCount, bonds, base);
    count = 0;
    for (int i = 0; i < candidateCount && count < most; i++) {
      int row = Scored.row(candidates[i]);
      if (bound > 0 && bonds.isBound(base, row)) {
        bound--;
        kept[count++] = row;
      } else if (count + bound < most && isApart(rows, row, Scored.raw(candidates[i]))) {
        kept[count++] = row;
      }
    }
  }

  /** Keeps more of other candidates, best first, until there are so many. */
  void extend(Columns<?> rows, long[] candidates, int candidateCount, int most) {
    for (int i = 0; i < candidateCount && count < most; i++) {
      int row = Scored.row(candidates[i]);
      if (isApart(rows, row, Scored.raw(candidates[i]))) {
        kept[count++] = row;
      }
    }
  }

  /** Keeps none. */
  void clear() {
    count = 0;
  }

  /** Adds a row to those kept. */
  void add(int row) {
    kept[count++] = row;
  }

  boolean keeps(int row) {
    for (int i = 0; i < count; i++) {
      if (kept[i] == row) {
        return true;
      }
    }
    return false;
  }

  private static int countBound(long[] candidates, int count, Bonds bonds, int base) {
    int bound = 0;
    for (int i = 0; i < count; i++) {
      bound += bonds.isBound(base, Scored.row(candidates[i])) ? 1 : 0;
    }
    return bound;
  }

  /** Whether no row kept so far is nearer to the row than the base is. */
  private boolean isApart(Columns<?> rows, int row, float toBase) {
    Scorer scorer = scorerOf(rows, row);
    for (int from = 0; from < count; from += BLOCK) {
      int size = Math.min(BLOCK, count - from);
      System.arraycopy(kept, from, block, 0, size);
      scorer.raws(rows.vectors, rows.inverseNorms, block, size, raws);
      for (int i = 0; i < size; i++) {
        if (raws[i] > toBase) {
          return false;
        }
      }
    }
    return true;
  }
}
