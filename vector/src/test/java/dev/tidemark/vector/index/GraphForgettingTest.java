package dev.tidemark.vector.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.vector.distance.Kernels;
import dev.tidemark.vector.distance.MeasuredVector;
import dev.tidemark.vector.distance.Scorer;
import dev.tidemark.vector.distance.Similarity;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a table with a graph lets go of. */
class GraphForgettingTest {
  private static final int DIMENSION = 3;
  private static final int KEYS = 40;
  private static final float WIDE = 0x1p50f;
  private static final long CREATED = 1;

  private final RowTable<Integer> table = new RowTable<>(DIMENSION);
  private final GraphUse use =
      new GraphUse(new GraphSpec(CREATED, Similarity.EUCLIDEAN, 6, 24, 1), 24, 0);
  private long version = CREATED;

  @BeforeAll
  static void settleTheKernel() {
    Kernels.settled().join();
  }

  private void write(float scale) {
    for (int i = 0; i < KEYS; i++) {
      version++;
      float[] vector = {scale * (1 + i % 7), scale, scale * i};
      byte[] key = ("key" + i).getBytes(StandardCharsets.UTF_8);
      table.append(key, MeasuredVector.of(vector, DIMENSION), i, version);
    }
  }

  private void forgetAllButTheLast() {
    table.prepare(use, version);
    table.forgetBefore(version);
    table.forgetBefore(version); // Now it knows that all before was fed.
    table.prepare(use, version);
  }

  private int found() {
    float[] query = {1, 2, 3};
    Scorer scorer =
        new Scorer(Similarity.EUCLIDEAN, Kernels.current(), MeasuredVector.of(query, DIMENSION));
    Search<Integer> search = new Search<>(scorer, 2 * KEYS, version, null, new Overlay<>());
    return table.search(search, use, 1).hits().size();
  }

  @Test
  void prepare_wideRowsReplacedAgainAndAgain_keepsFewOfTheDead() {
    for (int round = 0; round < 50; round++) {
      write(WIDE);
      forgetAllButTheLast();
    }

    assertThat(table.size()).isLessThan(10 * KEYS);
    assertThat(table.state().graph().links().apart()).hasSizeLessThan(10 * KEYS);
    assertThat(found()).isEqualTo(KEYS);
  }

  @Test
  void prepare_wideRowsReplacedByOthers_leavesNoneApart() {
    write(WIDE);
    forgetAllButTheLast();
    for (int round = 0; round < 20; round++) {
      write(1);
      forgetAllButTheLast();
    }

    assertThat(table.state().graph().links().apart()).isEmpty();
    table.state().graph().links().checkInvariants();
    assertThat(found()).isEqualTo(KEYS);
  }

  @Test
  void dropGraphBefore_collectionMadeAgainLater_letsGoOfTheGraph() {
    write(1);
    table.prepare(use, version);
    table.dropGraphBefore(CREATED);
    assertThat(table.state().graph()).isNotNull();

    table.dropGraphBefore(version);

    assertThat(table.state().graph()).isNull();
    assertThat(table.saveGraph(version)).isNull();
  }
}
