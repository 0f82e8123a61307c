package dev.tidemark.vector.simd;

import dev.tidemark.vector.distance.DistanceKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel over the widest vectors of the machine: four partial vectors, then single ones, then
 * single floats.
 *
 * <p>No vector object crosses a method boundary: each method is fast once it alone is compiled,
 * whatever state its caller is in. Multiply and add stay separate, because a fused multiply-add
 * without hardware support is emulated at great cost. Lanes are summed here, not by {@code
 * reduceLanes}, whose order, and so whose last bits, may differ between compiled and interpreted
 * code.
 */
public final class SimdKernel extends DistanceKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int STRIDE = 4 * LANES;

  /**
   * Called by name, through reflection: nothing else in this module may link to this class.
   *
   * @throws UnsupportedOperationException if this machine's vectors hold fewer than four floats
   */
  public SimdKernel() {
    if (LANES < 4) {
      throw new UnsupportedOperationException("vectors of " + LANES + " floats");
    }
  }

  @Override
  public String name() {
    return "simd-" + SPECIES.vectorBitSize();
  }

  @Override
  public float dot(float[] left, float[] right) {
    return dotOf(left, right, new float[LANES]);
  }

  @Override
  public float squaredDistance(float[] left, float[] right) {
    return squaredDistanceOf(left, right, new float[LANES]);
  }

  @Override
  public void dots(float[] query, float[][] rows, int from, int to, float[] sums) {
    float[] lanes = new float[LANES];
    for (int row = from; row < to; row++) {
      sums[row - from] = dotOf(query, rows[row], lanes);
    }
  }

  @Override
  public void squaredDistances(float[] query, float[][] rows, int from, int to, float[] sums) {
    float[] lanes = new float[LANES];
    for (int row = from; row < to; row++) {
      sums[row - from] = squaredDistanceOf(query, rows[row], lanes);
    }
  }

  @Override
  public void dots(float[] query, float[][] rows, int[] picks, int count, float[] sums) {
    float[] lanes = new float[LANES];
    for (int i = 0; i < count; i++) {
      sums[i] = dotOf(query, rows[picks[i]], lanes);
    }
  }

  @Override
  public void squaredDistances(
      float[] query, float[][] rows, int[] picks, int count, float[] sums) {
    float[] lanes = new float[LANES];
    for (int i = 0; i < count; i++) {
      sums[i] = squaredDistanceOf(query, rows[picks[i]], lanes);
    }
  }

  private static float dotOf(float[] left, float[] right, float[] lanes) {
    assert left.length == right.length;
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = FloatVector.zero(SPECIES);
    FloatVector sum2 = FloatVector.zero(SPECIES);
    FloatVector sum3 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= left.length - STRIDE; i += STRIDE) {
      sum0 = sum0.add(load(left, i).mul(load(right, i)));
      sum1 = sum1.add(load(left, i + LANES).mul(load(right, i + LANES)));
      sum2 = sum2.add(load(left, i + 2 * LANES).mul(load(right, i + 2 * LANES)));
      sum3 = sum3.add(load(left, i + 3 * LANES).mul(load(right, i + 3 * LANES)));
    }
    for (; i <= left.length - LANES; i += LANES) {
      sum0 = sum0.add(load(left, i).mul(load(right, i)));
    }
    sum0.add(sum1).add(sum2.add(sum3)).intoArray(lanes, 0);
    float sum = total(lanes);
    for (; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  private static float squaredDistanceOf(float[] left, float[] right, float[] lanes) {
    assert left.length == right.length;
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = FloatVector.zero(SPECIES);
    FloatVector sum2 = FloatVector.zero(SPECIES);
    FloatVector sum3 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= left.length - STRIDE; i += STRIDE) {
      FloatVector d0 = load(left, i).sub(load(right, i));
      FloatVector d1 = load(left, i + LANES).sub(load(right, i + LANES));
      FloatVector d2 = load(left, i + 2 * LANES).sub(load(right, i + 2 * LANES));
      FloatVector d3 = load(left, i + 3 * LANES).sub(load(right, i + 3 * LANES));
      sum0 = sum0.add(d0.mul(d0));
      sum1 = sum1.add(d1.mul(d1));
      sum2 = sum2.add(d2.mul(d2));
      sum3 = sum3.add(d3.mul(d3));
    }
    for (; i <= left.length - LANES; i += LANES) {
      FloatVector d0 = load(left, i).sub(load(right, i));
      sum0 = sum0.add(d0.mul(d0));
    }
    sum0.add(sum1).add(sum2.add(sum3)).intoArray(lanes, 0);
    float sum = total(lanes);
    for (; i < left.length; i++) {
      float d0 = left[i] - right[i];
      sum += d0 * d0;
    }
    return sum;
  }

  private static float total(float[] lanes) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    for (int i = 0; i < LANES; i += 4) {
      sum0 += lanes[i];
      sum1 += lanes[i + 1];
      sum2 += lanes[i + 2];
      sum3 += lanes[i + 3];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  private static FloatVector load(float[] values, int offset) {
    return FloatVector.fromArray(SPECIES, values, offset);
  }
}
