package dev.tidemark.bench.support.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VectorsTest {
  @Test
  void uniform_sameStream_givesSameVectorsInRange() {
    float[][] first = Vectors.uniform(Seed.stream(1, "data"), 50, 7);

    assertThat(first).isDeepEqualTo(Vectors.uniform(Seed.stream(1, "data"), 50, 7));
    for (float[] vector : first) {
      for (float x : vector) {
        assertThat(x).isBetween(-1f, 1f);
      }
    }
  }

  @Test
  void clustered_neighbours_areNearerThanInUniformData() {
    float[][] clustered =
        Vectors.clustered(Seed.stream(1, "mixture"), Seed.stream(1, "data"), 400, 64, 8);
    float[][] uniform = Vectors.uniform(Seed.stream(1, "data"), 400, 64);

    assertThat(contrast(clustered)).isLessThan(0.6 * contrast(uniform));
  }

  @Test
  void clustered_twoStreams_shareTheMixture() {
    float[][] data =
        Vectors.clustered(Seed.stream(1, "mixture"), Seed.stream(1, "data"), 400, 64, 8);
    float[][] queries =
        Vectors.clustered(Seed.stream(1, "mixture"), Seed.stream(1, "queries"), 20, 64, 8);
    float[][] strangers =
        Vectors.clustered(Seed.stream(1, "another"), Seed.stream(1, "queries"), 20, 64, 8);

    assertThat(meanNearest(queries, data)).isLessThan(0.8 * meanNearest(strangers, data));
  }

  @Test
  void clustered_intrinsicAboveDimension_isRefused() {
    assertThatThrownBy(() -> Vectors.clustered(new SplitMix64(1), new SplitMix64(2), 1, 4, 5))
        .hasMessageContaining("within 1 and 4");
  }

  @Test
  void shuffled_keys_areAPermutationOfSequential() {
    String[] shuffled = Keys.shuffled(new SplitMix64(3), "k", 100);

    assertThat(shuffled)
        .containsExactlyInAnyOrder(Keys.sequential("k", 100))
        .isNotEqualTo(Keys.sequential("k", 100));
    assertThat(Keys.sequential("k", 100)).isSorted().contains("k0000000042");
  }

  /** Distance to the nearest other vector over the distance to an average one. */
  private static double contrast(float[][] vectors) {
    double nearest = meanNearest(vectors, vectors);
    double average =
        IntStream.range(1, vectors.length)
            .mapToDouble(i -> distance(vectors[0], vectors[i]))
            .average()
            .orElseThrow();
    return nearest / average;
  }

  private static double meanNearest(float[][] queries, float[][] data) {
    return Arrays.stream(queries)
        .mapToDouble(
            query ->
                Arrays.stream(data)
                    .filter(vector -> vector != query)
                    .mapToDouble(vector -> distance(query, vector))
                    .min()
                    .orElseThrow())
        .average()
        .orElseThrow();
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }
}
