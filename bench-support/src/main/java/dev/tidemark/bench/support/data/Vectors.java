package dev.tidemark.bench.support.data;

/**
 * Seeded vectors. A data set and the queries against it are different streams of one seed, so that
 * no query is a stored vector.
 */
public final class Vectors {
  private static final int CLUSTERS = 64;
  private static final double CENTRE_SPREAD = 1.0;
  private static final double CLUSTER_SPREAD = 0.6;
  private static final double NOISE = 0.02;

  private Vectors() {}

  /** {@code count} vectors with independent coordinates in [-1, 1). */
  public static float[][] uniform(SplitMix64 stream, int count, int dimension) {
    float[][] vectors = new float[count][dimension];
    for (float[] vector : vectors) {
      for (int i = 0; i < dimension; i++) {
        vector[i] = (float) (2 * stream.nextDouble() - 1);
      }
    }
    return vectors;
  }

  /**
   * {@code count} vectors of a mixture of Gaussians that lie near a linear subspace: 64 overlapping
   * clusters within {@code intrinsic} dimensions, mapped into {@code dimension} coordinates with a
   * little noise.
   *
   * <p>The mixture itself depends on {@code mixture} alone, so that data and queries share their
   * clusters.
   *
   * @throws IllegalArgumentException unless 1 ≤ intrinsic ≤ dimension
   */
  public static float[][] clustered(
      SplitMix64 mixture, SplitMix64 stream, int count, int dimension, int intrinsic) {
    if (intrinsic < 1 || intrinsic > dimension) {
      throw new IllegalArgumentException(
          "intrinsic dimension must be within 1 and " + dimension + ", not " + intrinsic);
    }
    double[][] centres = gaussians(mixture, CLUSTERS, intrinsic, CENTRE_SPREAD);
    double[][] basis = gaussians(mixture, dimension, intrinsic, 1 / Math.sqrt(intrinsic));
    float[][] vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      vectors[i] = embed(member(centres[stream.nextInt(CLUSTERS)], stream), basis, stream);
    }
    return vectors;
  }

  private static double[] member(double[] centre, SplitMix64 stream) {
    double[] point = centre.clone();
    for (int i = 0; i < point.length; i++) {
      point[i] += CLUSTER_SPREAD * stream.nextGaussian();
    }
    return point;
  }

  private static float[] embed(double[] point, double[][] basis, SplitMix64 stream) {
    float[] vector = new float[basis.length];
    for (int row = 0; row < basis.length; row++) {
      double sum = NOISE * stream.nextGaussian();
      for (int i = 0; i < point.length; i++) {
        sum += basis[row][i] * point[i];
      }
      vector[row] = (float) sum;
    }
    return vector;
  }

  private static double[][] gaussians(SplitMix64 stream, int rows, int columns, double spread) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      for (int i = 0; i < columns; i++) {
        row[i] = spread * stream.nextGaussian();
      }
    }
    return matrix;
  }
}
