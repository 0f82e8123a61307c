package dev.tidemark.bench.m8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.support.ForkReport;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddingsTest {
  private static final int COUNT = 20;
  private static final int DIMENSION = 5;

  private Embeddings embeddings;

  @BeforeEach
  void fill() throws IOException {
    embeddings = Embeddings.filled(Embeddings.rows(COUNT, DIMENSION), Metric.COSINE);
  }

  @AfterEach
  void forget() {
    ForkReport.take();
  }

  @Test
  void finish_everythingStored_passesWithTheModeOfTheDatabase() throws IOException {
    embeddings.finish(COUNT);

    assertThat(ForkReport.take())
        .satisfies(facts -> assertThat(facts.failedChecks()).isEmpty())
        .satisfies(facts -> assertThat(facts.durability()).isEqualTo("inmemory"));
  }

  @Test
  void finish_oneVectorMore_fails() throws IOException {
    embeddings
        .store()
        .insert(embeddings.scope(), Embeddings.COLLECTION, "more", new float[DIMENSION]);
    embeddings.finish(COUNT);

    assertThat(ForkReport.take().failedChecks()).hasSize(1);
  }

  @Test
  void finish_anotherVector_fails() throws IOException {
    embeddings
        .store()
        .insert(embeddings.scope(), Embeddings.COLLECTION, embeddings.key(1), new float[DIMENSION]);
    embeddings.finish(COUNT);

    assertThat(ForkReport.take().failedChecks()).hasSize(1);
  }

  @Test
  void queries_seeded_areNoneOfTheRows() {
    float[][] rows = Embeddings.rows(COUNT, DIMENSION);

    assertThat(rows).isDeepEqualTo(Embeddings.rows(COUNT, DIMENSION));
    for (float[] query : Embeddings.queries(DIMENSION)) {
      for (float[] row : rows) {
        assertThat(query).isNotEqualTo(row);
      }
    }
  }
}
