package dev.tidemark.bench.m8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.m8.simd.BareScan;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.types.Value;
import dev.tidemark.vector.VectorMatch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchOracleTest {
  private static final float[] QUERY = {1, 0};
  private static final float[][] ROWS = {{0, 1}, {1, 0}, {1, 1}};

  private final SearchOracle oracle = new SearchOracle(Metric.DOTPRODUCT, ROWS, row -> row != 2);

  @AfterEach
  void forget() {
    ForkReport.take();
  }

  @Test
  void check_nearestFirst_passes() {
    oracle.check(QUERY, 2, List.of(match(1, 1), match(0, 0)));

    assertThat(failedChecks()).isZero();
  }

  @Test
  void check_rowTheFilterLeavesOut_fails() {
    oracle.check(QUERY, 2, List.of(match(1, 1), match(2, 1)));

    assertThat(failedChecks()).isPositive();
  }

  @Test
  void check_fewerThanAskedFor_fails() {
    oracle.check(QUERY, 2, List.of(match(1, 1)));

    assertThat(failedChecks()).isPositive();
  }

  @Test
  void check_anotherScore_fails() {
    oracle.check(QUERY, 1, List.of(match(1, 0.9f)));

    assertThat(failedChecks()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 15, 16, 17, 63, 64, 127, 128, 200})
  void bareScan_anyDimension_findsTheLargestDotProduct(int dimension) {
    float[][] rows = Embeddings.rows(50, dimension);
    float[] query = Embeddings.queries(dimension)[0];
    double found = Metric.DOTPRODUCT.score(query, rows[BareScan.best(rows, query)]);

    for (float[] row : rows) {
      assertThat(Metric.DOTPRODUCT.score(query, row)).isLessThanOrEqualTo(found + 1e-4);
    }
  }

  private static VectorMatch match(int row, float score) {
    String key = Embeddings.keys(row + 1)[row];
    return new VectorMatch(key, score, Value.emptyMap(), Optional.empty(), 1);
  }

  private static int failedChecks() {
    return ForkReport.take().failedChecks().size();
  }
}
