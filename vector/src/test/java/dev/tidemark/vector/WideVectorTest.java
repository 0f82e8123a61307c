package dev.tidemark.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.Scope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors whose sums of floats would overflow or vanish, and vectors of zeros. */
class WideVectorTest {
  private final Database db = Database.inMemory(DatabaseOptions.defaults());
  private final Scope now = db.global();
  private final VectorStore vectors = new VectorStore();

  @AfterEach
  void close() {
    db.close();
  }

  private Map<String, Float> scores(DistanceMetric metric, float[] query, float[]... rows) {
    vectors.createCollection(now, "docs", new CollectionConfig(query.length, metric));
    for (int i = 0; i < rows.length; i++) {
      vectors.insert(now, "docs", "row" + i, rows[i]);
    }
    List<VectorMatch> found = vectors.search(now, "docs", query, rows.length);
    assertThat(found).hasSize(rows.length);
    assertThat(found).extracting(VectorMatch::score).allMatch(Float::isFinite);
    return found.stream()
        .collect(Collectors.toMap(VectorMatch::key, VectorMatch::score, (a, b) -> a, TreeMap::new));
  }

  /** Inside and outside of the bounds 2^-40 and 2^40, up to the ends of a float's range. */
  @ParameterizedTest
  @ValueSource(
      floats = {
        Float.MIN_VALUE,
        0x1p-149f * 3,
        0x1p-60f,
        0x1p-41f,
        0x1p-40f,
        0x1p40f,
        0x1.8p40f,
        0x1p64f,
        0x1p127f,
        Float.MAX_VALUE / 2
      })
  void cosine_ofAnySize_isThatOfTheDirection(float size) {
    float[] query = {size, size};
    Map<String, Float> scores =
        scores(
            DistanceMetric.COSINE,
            query,
            new float[] {size, size},
            new float[] {size, -size},
            new float[] {-size, -size},
            new float[] {1, 1},
            new float[] {0, size});

    assertThat(scores.get("row0")).isCloseTo(1, within(1e-6f));
    assertThat(scores.get("row1")).isCloseTo(0, within(1e-6f));
    assertThat(scores.get("row2")).isCloseTo(-1, within(1e-6f));
    assertThat(scores.get("row3")).isCloseTo(1, within(1e-6f));
    assertThat(scores.get("row4")).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
  }

  @Test
  void euclidean_hugeRows_areFarAndTheirCopiesAreAtOne() {
    float[] huge = {Float.MAX_VALUE, Float.MAX_VALUE};
    Map<String, Float> scores =
        scores(
            DistanceMetric.EUCLIDEAN,
            huge,
            huge,
            new float[] {-Float.MAX_VALUE, -Float.MAX_VALUE},
            new float[2]);

    assertThat(scores.get("row0")).isEqualTo(1f);
    assertThat(scores.get("row1")).isBetween(0f, 1e-38f);
    assertThat(scores.get("row2")).isBetween(0f, 1e-37f);
  }

  @Test
  void dot_beyondTheRangeOfAFloat_isTheLargestOfItsSign() {
    float[] huge = {0x1p100f, 0x1p100f};
    Map<String, Float> scores =
        scores(
            DistanceMetric.DOT_PRODUCT,
            huge,
            huge,
            new float[] {-0x1p100f, -0x1p100f},
            new float[] {0x1p100f, -0x1p100f},
            new float[] {0x1p-100f, 0});

    assertThat(scores.get("row0")).isEqualTo(Float.MAX_VALUE);
    assertThat(scores.get("row1")).isEqualTo(-Float.MAX_VALUE);
    assertThat(scores.get("row2")).isZero();
    assertThat(scores.get("row3")).isEqualTo(1f);
  }

  @ParameterizedTest
  @EnumSource(DistanceMetric.class)
  void zeros_inRowAndQuery_haveFiniteScores(DistanceMetric metric) {
    Map<String, Float> scores =
        scores(metric, new float[3], new float[3], new float[] {3, 0, 4}, new float[] {-0f, 0, 0});

    float same = metric == DistanceMetric.EUCLIDEAN ? 1 : 0;
    assertThat(scores.get("row0")).isEqualTo(same);
    assertThat(scores.get("row1")).isEqualTo(metric == DistanceMetric.EUCLIDEAN ? 1 / 6f : 0);
    assertThat(scores.get("row2")).isEqualTo(same);
  }

  @Test
  void wideRows_amongOrdinaryOnes_areRankedWithThem() {
    float[][] rows = new float[200][];
    for (int i = 0; i < rows.length; i++) {
      float angle = (float) Math.cos(Math.PI * i / rows.length);
      float scale = i % 3 == 0 ? 0x1p60f : i % 3 == 1 ? 0x1p-60f : 1;
      rows[i] = new float[] {angle * scale, (float) Math.sqrt(1 - angle * angle) * scale};
    }

    scores(DistanceMetric.COSINE, new float[] {1, 0}, rows);

    assertThat(vectors.search(now, "docs", new float[] {1, 0}, 20))
        .extracting(match -> Integer.parseInt(match.key().substring(3)))
        .isEqualTo(java.util.stream.IntStream.range(0, 20).boxed().toList());
  }
}
