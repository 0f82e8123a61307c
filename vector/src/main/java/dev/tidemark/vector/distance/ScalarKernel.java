package dev.tidemark.vector.distance;

/** The reference kernel in plain Java: four partial sums, so that additions overlap. */
final class ScalarKernel extends DistanceKernel {
  static final ScalarKernel INSTANCE = new ScalarKernel();

  private ScalarKernel() {}

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public float dot(float[] left, float[] right) {
    assert left.length == right.length;
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int i = 0;
    for (; i < left.length - 3; i += 4) {
      sum0 += left[i] * right[i];
      sum1 += left[i + 1] * right[i + 1];
      sum2 += left[i + 2] * right[i + 2];
      sum3 += left[i + 3] * right[i + 3];
    }
    for (; i < left.length; i++) {
      sum0 += left[i] * right[i];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  @Override
  public float squaredDistance(float[] left, float[] right) {
    assert left.length == right.length;
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int i = 0;
    for (; i < left.length - 3; i += 4) {
      float d0 = left[i] - right[i];
      float d1 = left[i + 1] - right[i + 1];
      float d2 = left[i + 2] - right[i + 2];
      float d3 = left[i + 3] - right[i + 3];
      sum0 += d0 * d0;
      sum1 += d1 * d1;
      sum2 += d2 * d2;
      sum3 += d3 * d3;
    }
    for (; i < left.length; i++) {
      float d0 = left[i] - right[i];
      sum0 += d0 * d0;
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  @Override
  public void dots(float[] query, float[][] rows, int from, int to, float[] sums) {
    for (int row = from; row < to; row++) {
      sums[row - from] = dot(query, rows[row]);
    }
  }

  @Override
  public void squaredDistances(float[] query, float[][] rows, int from, int to, float[] sums) {
    for (int row = from; row < to; row++) {
      sums[row - from] = squaredDistance(query, rows[row]);
    }
  }

  @Override
  public void dots(float[] query, float[][] rows, int[] picks, int count, float[] sums) {
    for (int i = 0; i < count; i++) {
      sums[i] = dot(query, rows[picks[i]]);
    }
  }

  @Override
  public void squaredDistances(
      float[] query, float[][] rows, int[] picks, int count, float[] sums) {
    for (int i = 0; i < count; i++) {
      sums[i] = squaredDistance(query, rows[picks[i]]);
    }
  }
}
