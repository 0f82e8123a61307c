package dev.tidemark.vector.distance;

/**
 * The two sums every metric is made of, over float arrays of equal length.
 *
 * <p>The one-to-many forms return, bit for bit, what the one-to-one forms return. Two kernels may
 * differ in the last bits, so one search keeps to one kernel. The arrays must not hold NaN or
 * infinities; sums of values within {@link MeasuredVector#LARGEST} do not overflow.
 */
public abstract class DistanceKernel {
  /** For the kernels of this module; not for extension elsewhere. */
  protected DistanceKernel() {}

  /** A short name for logs and benchmark labels. */
  public abstract String name();

  /** Sum of {@code left[i] * right[i]}. */
  public abstract float dot(float[] left, float[] right);

  /** Sum of {@code (left[i] - right[i])²}. */
  public abstract float squaredDistance(float[] left, float[] right);

  /**
   * Writes {@code dot(query, rows[from + i])} to {@code sums[i]} for each row before {@code to}.
   */
  public abstract void dots(float[] query, float[][] rows, int from, int to, float[] sums);

  /**
   * Writes {@code squaredDistance(query, rows[from + i])} to {@code sums[i]} for each row before
   * {@code to}.
   */
  public abstract void squaredDistances(
      float[] query, float[][] rows, int from, int to, float[] sums);

  /** Writes {@code dot(query, rows[picks[i]])} to {@code sums[i]} for the first picks. */
  public abstract void dots(float[] query, float[][] rows, int[] picks, int count, float[] sums);

  /**
   * Writes {@code squaredDistance(query, rows[picks[i]])} to {@code sums[i]} for the first picks.
   */
  public abstract void squaredDistances(
      float[] query, float[][] rows, int[] picks, int count, float[] sums);
}
