package dev.tidemark.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What went wrong with vectors elsewhere: docs/FAILURES.md has the list. */
class VectorKnownFailuresTest {
  private static final CollectionConfig LINE = new CollectionConfig(1, DistanceMetric.DOT_PRODUCT);
  private static final float[] ONE = {1};

  @TempDir private Path directory;
  private final VectorStore vectors = new VectorStore();

  @BeforeEach
  void create() {
    try (Database db = open()) {
      vectors.createCollection(db.global(), "docs", LINE);
    }
  }

  private Database open() {
    return Database.open(directory, DatabaseOptions.defaults());
  }

  private Map<String, Float> stored(ReadScope scope) {
    Map<String, Float> stored = new TreeMap<>();
    vectors
        .scan(scope, "docs", "", "", Integer.MAX_VALUE)
        .items()
        .forEach(entry -> stored.put(entry.key(), entry.vector().toArray()[0]));
    return stored;
  }

  private Map<String, Float> found(ReadScope scope) {
    Map<String, Float> found = new TreeMap<>();
    List<VectorMatch> matches = vectors.search(scope, "docs", ONE, Integer.MAX_VALUE);
    matches.forEach(match -> found.put(match.key(), match.score()));
    assertThat(matches).hasSameSizeAs(found.keySet());
    return found;
  }

  /** Writers of one key left vectors that no key led to, and a search that met one failed. */
  @Test
  void insert_sameKeysByFourThreads_leaveNoGhost() {
    try (Database db = open()) {
      Scope now = db.global();
      CompletableFuture<?>[] writers =
          IntStream.range(0, 4)
              .mapToObj(writer -> CompletableFuture.runAsync(() -> writeFewKeys(now, writer)))
              .toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(writers).join();

      assertThat(found(now)).isEqualTo(stored(now)).hasSize(3);
      assertThat(vectors.count(now, "docs")).isEqualTo(3);
    }
    try (Database db = open()) {
      assertThat(found(db.global())).isEqualTo(stored(db.global())).hasSize(3);
    }
  }

  private void writeFewKeys(Scope now, int writer) {
    for (int i = 0; i < 600; i++) {
      String key = "k" + i % 3;
      if (i % 7 == 6) {
        vectors.delete(now, "docs", key);
      }
      vectors.insert(now, "docs", key, new float[] {1000 * writer + i});
    }
  }

  /** A restored collection gave a new vector the place of a living one. */
  @Test
  void insert_afterReopenFromACheckpoint_overwritesNoOther() {
    Map<String, Float> expected = new TreeMap<>();
    try (Database db = open()) {
      for (int i = 0; i < 100; i++) {
        vectors.insert(db.global(), "docs", "old" + i, new float[] {i});
        expected.put("old" + i, (float) i);
      }
      for (int i = 0; i < 100; i += 3) {
        vectors.delete(db.global(), "docs", "old" + i);
        expected.remove("old" + i);
      }
      db.checkpoint();
    }
    try (Database db = open()) {
      assertThat(db.recovery().commits()).isZero();
      for (int i = 0; i < 50; i++) {
        vectors.insert(db.global(), "docs", "new" + i, new float[] {-i});
        expected.put("new" + i, 0f - i);
      }
      assertThat(stored(db.global())).isEqualTo(expected);
      assertThat(found(db.global())).isEqualTo(expected);
    }
  }

  /** Filters were applied to the best few only, so that selective ones found too little. */
  @Test
  void search_filterThatTakesTheFarthestOnly_findsThem() {
    try (Database db = open()) {
      Scope now = db.global();
      vectors.insertAll(
          now,
          "docs",
          IntStream.range(0, 20_000)
              .mapToObj(i -> new VectorItem("k" + i, new float[] {i}, Value.map("rare", i < 3)))
              .toList());

      assertThat(vectors.search(now, "docs", ONE, 3, MetadataFilter.eq("rare", true)))
          .extracting(VectorMatch::key)
          .containsExactly("k2", "k1", "k0");
    }
  }

  /** Neighbouring numbers were taken for equal. */
  @Test
  void search_filterOfNeighbouringNumbers_tellsThemApart() {
    long large = 1L << 53;
    double small = 1e-17;
    try (Database db = open()) {
      Scope now = db.global();
      vectors.insert(now, "docs", "a", ONE, Value.map("n", large, "x", small));
      vectors.insert(now, "docs", "b", ONE, Value.map("n", large + 1, "x", 2 * small));

      assertThat(vectors.search(now, "docs", ONE, 9, MetadataFilter.eq("n", large + 1)))
          .extracting(VectorMatch::key)
          .containsExactly("b");
      assertThat(vectors.search(now, "docs", ONE, 9, MetadataFilter.eq("n", (double) large)))
          .extracting(VectorMatch::key)
          .containsExactly("a");
      assertThat(vectors.search(now, "docs", ONE, 9, MetadataFilter.eq("x", small)))
          .extracting(VectorMatch::key)
          .containsExactly("a");
    }
  }

  /** Versions began anew after a deletion, so that something new passed for the old. */
  @Test
  void insert_afterDelete_hasALaterVersion() {
    try (Database db = open()) {
      Scope now = db.global();
      long before = vectors.insert(now, "docs", "a", ONE);
      long created = vectors.getCollection(now, "docs").orElseThrow().version();
      vectors.delete(now, "docs", "a");
      assertThat(vectors.insert(now, "docs", "a", ONE)).isGreaterThan(before);
      vectors.deleteCollection(now, "docs");
      vectors.createCollection(now, "docs", LINE);

      assertThat(vectors.getCollection(now, "docs").orElseThrow().version()).isGreaterThan(created);
      assertThat(vectors.insert(now, "docs", "a", ONE)).isGreaterThan(before);
    }
  }
}
