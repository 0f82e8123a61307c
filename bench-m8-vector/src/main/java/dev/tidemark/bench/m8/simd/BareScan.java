package dev.tidemark.bench.m8.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The least an exact scan can do: one dot product per row by fused multiply-add in four
 * accumulators, and the best row so far. Shares no code with what it is compared to.
 */
public final class BareScan {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int STRIDE = 4 * LANES;

  private BareScan() {}

  /**
   * The index of the row with the largest dot product, the first of several.
   *
   * @param rows at least one, each as long as the query
   */
  public static int best(float[][] rows, float[] query) {
    int best = 0;
    float largest = Float.NEGATIVE_INFINITY;
    for (int row = 0; row < rows.length; row++) {
      float dot = dot(rows[row], query);
      if (dot > largest) {
        largest = dot;
        best = row;
      }
    }
    return best;
  }

  private static float dot(float[] row, float[] query) {
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = FloatVector.zero(SPECIES);
    FloatVector sum2 = FloatVector.zero(SPECIES);
    FloatVector sum3 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= row.length - STRIDE; i += STRIDE) {
      sum0 = load(row, i).fma(load(query, i), sum0);
      sum1 = load(row, i + LANES).fma(load(query, i + LANES), sum1);
      sum2 = load(row, i + 2 * LANES).fma(load(query, i + 2 * LANES), sum2);
      sum3 = load(row, i + 3 * LANES).fma(load(query, i + 3 * LANES), sum3);
    }
    for (; i <= row.length - LANES; i += LANES) {
      sum0 = load(row, i).fma(load(query, i), sum0);
    }
    float sum = sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
    for (; i < row.length; i++) {
      sum += row[i] * query[i];
    }
    return sum;
  }

  private static FloatVector load(float[] values, int offset) {
    return FloatVector.fromArray(SPECIES, values, offset);
  }
}
