package dev.tidemark.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.types.EntryRef;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.UnsupportedFormatException;
import dev.tidemark.types.Value;
import dev.tidemark.vector.IndexConfig.Hnsw;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is in databases already, written out: a change here is a change of format. */
class VectorFormatCompatibilityTest {
  @Test
  void spaces_keepTheirNumbers() {
    assertThat(VectorStore.ROWS.id()).isEqualTo(0x20);
    assertThat(VectorStore.COLLECTIONS.id()).isEqualTo(0x21);
  }

  @ParameterizedTest
  @EnumSource(DistanceMetric.class)
  void config_ofEachMetric_isAMap(DistanceMetric metric) {
    CollectionConfig config = new CollectionConfig(128, metric);
    Value index = Value.map("kind", "EXACT");

    assertIsStored(config, metric, index);
    assertThat(DistanceMetric.values())
        .extracting(Enum::name)
        .containsExactly("COSINE", "EUCLIDEAN", "DOT_PRODUCT");
  }

  @Test
  void config_withAGraph_namesWhatItIsMadeBy() {
    Hnsw graph = new Hnsw(8, 40, 60, -5);

    assertIsStored(
        new CollectionConfig(128, DistanceMetric.COSINE, graph),
        DistanceMetric.COSINE,
        Value.map("kind", "HNSW", "m", 8, "ef_construction", 40, "ef_search", 60, "seed", -5));
    assertIsStored(
        new CollectionConfig(128, DistanceMetric.COSINE, new IndexConfig.Auto(graph)),
        DistanceMetric.COSINE,
        Value.map("kind", "AUTO", "m", 8, "ef_construction", 40, "ef_search", 60, "seed", -5));
  }

  private static void assertIsStored(CollectionConfig config, DistanceMetric metric, Value index) {
    Value stored =
        Value.map("format", 2, "dimension", 128, "metric", metric.name(), "index", index);
    assertThat(CollectionFormat.encode(config)).isEqualTo(stored);
    assertThat(CollectionFormat.decode(stored)).isEqualTo(config);
  }

  @Test
  void config_ofFormatOne_isSearchedExactly() {
    Value stored = Value.map("format", 1, "dimension", 128, "metric", "COSINE");

    assertThat(CollectionFormat.decode(stored))
        .isEqualTo(new CollectionConfig(128, DistanceMetric.COSINE, IndexConfig.EXACT));
  }

  @Test
  void config_ofAnotherFormat_isRefused() {
    Value stored = Value.map("format", 3, "dimension", 128, "metric", "COSINE");

    assertThatThrownBy(() -> CollectionFormat.decode(stored))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("format version 3")
        .hasMessageContaining("version 2");
  }

  @Test
  void row_isAListOfVectorAndMetadata() {
    Row row = new Row(Value.vector(1, 2), Value.map("tool", "grep"), null);
    Value stored = Value.list(Value.vector(1, 2), Value.map("tool", "grep"));

    assertThat(row.stored()).isEqualTo(stored);
    assertThat(Row.of(stored)).isEqualTo(row);
  }

  @Test
  void row_withASource_hasItsKeySpaceAndKeyInThirdPlace() {
    Row row =
        new Row(Value.vector(1), Value.emptyMap(), EntryRef.of(new KeySpace(0x10, "kv"), "é"));
    Value source = Value.list(Value.of(0x10), Value.bytes("é".getBytes(StandardCharsets.UTF_8)));
    Value stored = Value.list(Value.vector(1), Value.emptyMap(), source);

    assertThat(row.stored()).isEqualTo(stored);
    assertThat(Row.of(stored)).isEqualTo(row);
  }

  @Test
  void rowKey_isNameNulKey() {
    try (Database db = Database.inMemory(DatabaseOptions.defaults())) {
      byte[] key = RowKeys.of(db.global(), "docs").encode("é");

      assertThat(key).isEqualTo("docs\0é".getBytes(StandardCharsets.UTF_8));
      assertThat(RowKeys.collectionOf(key)).isEqualTo("docs");
      assertThat(RowKeys.of(db.global(), "docs").decode(key)).isEqualTo("é");
    }
  }
}
