package dev.tidemark.vector.distance;

import dev.tidemark.types.InvalidArgumentException;

/**
 * A vector that was checked and measured once, so that scoring it is arithmetic only.
 *
 * <p>A vector is <em>wide</em> when its largest absolute value lies outside [{@link #SMALLEST},
 * {@link #LARGEST}]: float sums over it could overflow or vanish, so a pair with a wide member is
 * summed in doubles. The zero vector is not wide.
 */
public final class MeasuredVector {
  /** 2<sup>-40</sup>. */
  public static final float SMALLEST = 0x1p-40f;

  /** 2<sup>40</sup>. */
  public static final float LARGEST = 0x1p40f;

  private final float[] values;
  private final float inverseNorm;

  private MeasuredVector(float[] values, float inverseNorm) {
    this.values = values;
    this.inverseNorm = inverseNorm;
  }

  /**
   * Checks and measures {@code values}, which are kept, not copied, and must not change afterwards.
   *
   * @throws InvalidArgumentException if there are not exactly {@code dimension} values, or one is
   *     NaN or infinite; the message names its index
   */
  public static MeasuredVector of(float[] values, int dimension) {
    if (values.length != dimension) {
      throw new InvalidArgumentException(
          "The vector has %d values, the collection's dimension is %d; pass exactly %d"
              .formatted(values.length, dimension, dimension));
    }
    return new MeasuredVector(values, inverseNorm(values));
  }

  /** A vector that was measured before, with the {@link #inverseNorm} it was given then. */
  public static MeasuredVector again(float[] values, float inverseNorm) {
    return new MeasuredVector(values, inverseNorm);
  }

  private static float inverseNorm(float[] values) {
    float largest = 0;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      float size = Math.abs(values[i]);
      // Written so that NaN fails it, too.
      if (!(size <= Float.MAX_VALUE)) {
        throw notFinite(i, values[i]);
      }
      largest = Math.max(largest, size);
      squares += (double) size * size;
    }
    if (largest == 0) {
      return 0;
    }
    boolean wide = largest < SMALLEST || largest > LARGEST;
    return wide ? Float.NaN : (float) (1 / Math.sqrt(squares));
  }

  private static InvalidArgumentException notFinite(int index, float value) {
    return new InvalidArgumentException(
        "The vector's value at index %d is %s; every value must be a finite number"
            .formatted(index, value));
  }

  /** The values themselves, not a copy. */
  public float[] values() {
    return values;
  }

  /** 1 / L2 norm; 0 for the zero vector, NaN for a wide one. */
  public float inverseNorm() {
    return inverseNorm;
  }

  /** Whether float sums over this vector could overflow or vanish. */
  public boolean isWide() {
    return isWide(inverseNorm);
  }

  /** Whether {@code inverseNorm}, as {@link #inverseNorm()} gave it, marks a wide vector. */
  public static boolean isWide(float inverseNorm) {
    return Float.isNaN(inverseNorm);
  }
}
