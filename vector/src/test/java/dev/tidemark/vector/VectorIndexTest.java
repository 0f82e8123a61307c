package dev.tidemark.vector;

import static dev.tidemark.vector.DistanceMetric.DOT_PRODUCT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.RunId;
import dev.tidemark.types.SharedArrays;
import dev.tidemark.types.Value;
import dev.tidemark.vector.index.Overlay;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VectorIndexTest {
  private final Database db = Database.inMemory(DatabaseOptions.defaults());
  private final RunId run = new Runs().create(db.global(), "nightly");
  private final Scope now = db.in(run);
  private final VectorStore vectors = new VectorStore();

  /** Rows in the index of a run, those included that no view sees any more. */
  static int rowsHeld(ReadScope scope) {
    return scope.atOneView(view -> view.index(VectorStore.ROWS, VectorIndex.class).size());
  }

  @BeforeEach
  void create() {
    vectors.createCollection(now, "docs", new CollectionConfig(1, DOT_PRODUCT));
  }

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void upserts_ofFewKeys_leaveFewRows() {
    upsert(100_000);

    assertThat(vectors.count(now, "docs")).isEqualTo(100);
    assertThat(rowsHeld(now)).isLessThan(1000);
  }

  @Test
  void upserts_underAReadView_areForgottenOnceItCloses() {
    upsert(100);
    try (ReadView view = db.readView()) {
      List<VectorMatch> before = search(view.in(run));
      upsert(20_000);

      assertThat(search(view.in(run))).isEqualTo(before);
      assertThat(vectors.count(view.in(run), "docs")).isEqualTo(100);
      assertThat(rowsHeld(now)).isGreaterThan(20_000);
    }
    upsert(200);

    assertThat(rowsHeld(now)).isLessThan(1000);
    assertThat(search(now)).hasSize(100);
  }

  @Test
  void deletedCollections_areForgottenWithTheirTables() {
    for (int i = 0; i < 300; i++) {
      String name = "passing-" + i;
      vectors.createCollection(now, name, new CollectionConfig(1 + i % 3, DOT_PRODUCT));
      vectors.insert(now, name, "a", new float[1 + i % 3]);
      vectors.deleteCollection(now, name);
      assertThat(rowsHeld(now)).isLessThan(150);
    }
  }

  @Test
  void rows_shareTheArrayOfTheStoredValue() {
    vectors.insert(now, "docs", "a", new float[] {7});
    Value.VectorValue stored = vectors.get(now, "docs", "a").orElseThrow().vector();

    SharedArrays.of(stored)[0] = 8; // never done outside a test

    assertThat(search(now)).extracting(VectorMatch::score).containsExactly(8f);
  }

  @Test
  void installed_keyMovesToAnotherDimension_endsTheOldRow() {
    VectorIndex index = new VectorIndex();
    byte[] key = "docs\0a".getBytes(UTF_8);

    index.installed(key, new Row(Value.vector(1), Value.emptyMap(), null).stored(), 1);
    index.installed(key, new Row(Value.vector(1, 2), Value.emptyMap(), null).stored(), 2);
    index.installed(key, null, 3);

    assertThat(index.rows("docs", 1).count(1, new Overlay<>())).isEqualTo(1);
    assertThat(index.rows("docs", 1).count(2, new Overlay<>())).isZero();
    assertThat(index.rows("docs", 2).count(2, new Overlay<>())).isEqualTo(1);
    assertThat(index.rows("docs", 2).count(3, new Overlay<>())).isZero();
    index.forgetBefore(2);
    assertThat(index.size()).isEqualTo(1);
    index.forgetBefore(3);
    assertThat(index.size()).isZero();
  }

  @Test
  void installed_deletionOfUnknownKey_isNothing() {
    VectorIndex index = new VectorIndex();

    index.installed("docs\0a".getBytes(UTF_8), null, 1);

    assertThat(index.size()).isZero();
  }

  @Test
  void installed_versionsOfAKeyOutOfOrder_areRefused() {
    VectorIndex index = new VectorIndex();
    byte[] key = "docs\0a".getBytes(UTF_8);
    Value row = new Row(Value.vector(1), Value.emptyMap(), null).stored();
    index.installed(key, row, 2);

    assertThatThrownBy(() -> index.installed(key, row, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Version 1");
  }

  private void upsert(int times) {
    for (int i = 0; i < times; i++) {
      vectors.insert(now, "docs", "k" + i % 100, new float[] {i});
    }
  }

  private List<VectorMatch> search(ReadScope scope) {
    return vectors.search(scope, "docs", new float[] {1}, 1000);
  }
}
