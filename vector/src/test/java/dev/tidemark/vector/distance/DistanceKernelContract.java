package dev.tidemark.vector.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What every kernel must do, held against sums in doubles. */
abstract class DistanceKernelContract {
  private static final double ROUNDING = 0x1p-24;

  abstract DistanceKernel kernel();

  @Provide
  Arbitrary<Integer> dimensions() {
    return VectorPalette.dimensions();
  }

  @Provide
  Arbitrary<VectorPalette> plain() {
    return VectorPalette.plain();
  }

  @Property
  void dot_plainVectors_isWithinRoundingOfTheExactSum(
      @ForAll("dimensions") int dimension,
      @ForAll("plain") VectorPalette palette,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] left = palette.vector(dimension, random);
    float[] right = palette.vector(dimension, random);

    assertThat((double) kernel().dot(left, right))
        .isCloseTo(WideSums.dot(left, right), within(dotError(left, right)));
  }

  @Property
  void squaredDistance_plainVectors_isWithinRoundingOfTheExactSum(
      @ForAll("dimensions") int dimension,
      @ForAll("plain") VectorPalette palette,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] left = palette.vector(dimension, random);
    float[] right = palette.vector(dimension, random);
    double exact = WideSums.squaredDistance(left, right);
    double error = (dimension + 4) * (ROUNDING * exact + Float.MIN_VALUE);

    assertThat((double) kernel().squaredDistance(left, right)).isCloseTo(exact, within(error));
  }

  @Property
  void sums_argumentsSwapped_areTheSameBits(
      @ForAll("dimensions") int dimension,
      @ForAll("plain") VectorPalette palette,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] left = palette.vector(dimension, random);
    float[] right = palette.vector(dimension, random);

    assertSameBits(kernel().dot(left, right), kernel().dot(right, left));
    assertSameBits(kernel().squaredDistance(left, right), kernel().squaredDistance(right, left));
  }

  @Property(tries = 300)
  void sums_oneToMany_areTheBitsOfOneToOne(
      @ForAll("dimensions") int dimension,
      @ForAll("plain") VectorPalette palette,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] query = palette.vector(dimension, random);
    float[][] rows = new float[7][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = palette.vector(dimension, random);
    }
    float[] dots = new float[5];
    float[] distances = new float[5];

    kernel().dots(query, rows, 2, 7, dots);
    kernel().squaredDistances(query, rows, 2, 7, distances);

    for (int i = 0; i < 5; i++) {
      assertSameBits(dots[i], kernel().dot(query, rows[i + 2]));
      assertSameBits(distances[i], kernel().squaredDistance(query, rows[i + 2]));
    }

    int[] picks = {6, 0, 3, 0, 1};
    kernel().dots(query, rows, picks, 4, dots);
    kernel().squaredDistances(query, rows, picks, 4, distances);

    for (int i = 0; i < 4; i++) {
      assertSameBits(dots[i], kernel().dot(query, rows[picks[i]]));
      assertSameBits(distances[i], kernel().squaredDistance(query, rows[picks[i]]));
    }
    assertSameBits(dots[4], kernel().dot(query, rows[6]));
  }

  @Property(tries = 300)
  void sums_vectorWithItself_areSquaredNormAndZero(
      @ForAll("dimensions") int dimension,
      @ForAll("plain") VectorPalette palette,
      @ForAll long seed) {
    float[] vector = palette.vector(dimension, new Random(seed));

    assertThat(kernel().dot(vector, vector)).isNotNegative();
    assertThat(kernel().squaredDistance(vector, vector.clone())).isZero();
  }

  @Example
  void dots_fromEqualsTo_leavesTheSumsAlone() {
    float[] sums = {7};

    kernel().dots(new float[] {1}, new float[][] {{2}}, 1, 1, sums);

    assertThat(sums).containsExactly(7);
  }

  @Example
  void dot_vectorsOfDifferentLength_isRefused() {
    assertThatThrownBy(() -> kernel().dot(new float[9], new float[8]))
        .isInstanceOf(AssertionError.class);
  }

  static double dotError(float[] left, float[] right) {
    double sizes = 0;
    for (int i = 0; i < left.length; i++) {
      sizes += Math.abs((double) left[i] * right[i]);
    }
    return (left.length + 2) * (ROUNDING * sizes + Float.MIN_VALUE);
  }

  private static void assertSameBits(float actual, float expected) {
    assertThat(Float.floatToRawIntBits(actual)).isEqualTo(Float.floatToRawIntBits(expected));
  }
}
