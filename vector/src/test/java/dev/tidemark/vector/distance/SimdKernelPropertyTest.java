package dev.tidemark.vector.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

@Tag("simd")
class SimdKernelPropertyTest extends DistanceKernelContract {
  private final DistanceKernel kernel = Kernels.simd().orElseThrow();

  @Override
  DistanceKernel kernel() {
    return kernel;
  }

  @Property
  void dot_scalarAndSimd_agreeWithinTheSumOfTheirRounding(
      @ForAll("dimensions") int dimension,
      @ForAll("plain") VectorPalette palette,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] left = palette.vector(dimension, random);
    float[] right = palette.vector(dimension, random);

    assertThat((double) kernel.dot(left, right))
        .isCloseTo(Kernels.scalar().dot(left, right), within(2 * dotError(left, right)));
  }
}
