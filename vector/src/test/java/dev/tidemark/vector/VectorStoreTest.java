package dev.tidemark.vector;

import static dev.tidemark.vector.DistanceMetric.COSINE;
import static dev.tidemark.vector.DistanceMetric.DOT_PRODUCT;
import static dev.tidemark.vector.DistanceMetric.EUCLIDEAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Page;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorStoreTest {
  private final Database db = Database.inMemory(DatabaseOptions.defaults());
  private final RunId run = new Runs().create(db.global(), "nightly");
  private final Scope now = db.in(run);
  private final VectorStore vectors = new VectorStore();

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void createCollection_isListedAndDescribed() {
    CollectionConfig config = new CollectionConfig(3, EUCLIDEAN);

    long version = vectors.createCollection(now, "docs", config);
    create("archive", 7);

    CollectionInfo info = vectors.getCollection(now, "docs").orElseThrow();
    assertThat(info.name()).isEqualTo("docs");
    assertThat(info.config()).isEqualTo(config);
    assertThat(info.version()).isEqualTo(version);
    assertThat(info.timeMicros()).isPositive();
    assertThat(vectors.listCollections(now))
        .extracting(CollectionInfo::name)
        .containsExactly("archive", "docs");
    assertThat(vectors.exists(now, "docs")).isTrue();
    assertThat(vectors.exists(now, "none")).isFalse();
    assertThat(vectors.getCollection(now, "none")).isEmpty();
  }

  @Test
  void createCollection_existing_isRefusedAndKept() {
    create("docs", 3);

    assertThatThrownBy(() -> create("docs", 4))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("\"docs\" exists already");
    assertThat(vectors.getCollection(now, "docs").orElseThrow().config().dimension()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 8193})
  void collectionConfig_dimensionOutside_namesTheLimit(int dimension) {
    assertThatThrownBy(() -> new CollectionConfig(dimension, COSINE))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(dimension + " is outside 1..8192");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8192})
  void insert_dimensionAtTheLimit_isFound(int dimension) {
    create("docs", dimension);
    float[] ones = new float[dimension];
    Arrays.fill(ones, 1);

    vectors.insert(now, "docs", "a", ones);

    assertThat(vectors.search(now, "docs", ones, 1).get(0).score()).isCloseTo(1, within(1e-5f));
  }

  @Test
  void collectionName_illFormed_isRefused() {
    assertThatThrownBy(() -> create("_own", 3))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("\"_own\"")
        .hasMessageContaining("reserved");
    assertThatThrownBy(() -> create("", 3)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> create("a\0b", 3))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("NUL at index 1");
    assertThatThrownBy(() -> create("n".repeat(1025), 3))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("collection name")
        .hasMessageContaining("1025");
  }

  @Test
  void vectorKey_illFormed_isRefused() {
    create("docs", 1);

    assertThatThrownBy(() -> vectors.insert(now, "docs", "k".repeat(1025), new float[1]))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("vector key")
        .hasMessageContaining("1025");
    assertThatThrownBy(() -> vectors.insert(now, "docs", "", new float[1]))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("vector key is empty");
    assertThatThrownBy(() -> vectors.delete(now, "docs", "b\0c"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("vector key has a NUL");
    assertThatThrownBy(() -> vectors.deleteAll(now, "docs", List.of("a", "b\0c")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("vector key at index 1");
    assertThat(vectors.count(now, "docs")).isZero();
  }

  @Test
  void nameAndKey_atTheLimit_workTogether() {
    String name = "é".repeat(512);
    String key = "ü".repeat(512);
    create(name, 1);

    vectors.insert(now, name, key, new float[] {2});

    assertThat(vectors.listKeys(now, name)).containsExactly(key);
    assertThat(keys(vectors.search(now, name, new float[] {1}, 3))).containsExactly(key);
  }

  @Test
  void nameAndKey_aboveLoweredLimit_areRefused() {
    Limits low = new Limits(8, 64, 1024, 1024, 10, 100, 100, 4096, 100_000);
    try (Database small = Database.inMemory(DatabaseOptions.defaults().limits(low))) {
      assertThatThrownBy(
              () ->
                  vectors.createCollection(
                      small.global(), "ninebytes", new CollectionConfig(1, COSINE)))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("8");
    }
  }

  @Test
  void everyOperation_unknownCollection_namesItAndTheRemedy() {
    List<ThrowingCallable> operations =
        List.of(
            () -> vectors.deleteCollection(now, "none"),
            () -> vectors.insert(now, "none", "a", new float[1]),
            () -> vectors.insertAll(now, "none", List.of(new VectorItem("a", new float[1]))),
            () -> vectors.get(now, "none", "a"),
            () -> vectors.getAll(now, "none", List.of("a")),
            () -> vectors.delete(now, "none", "a"),
            () -> vectors.deleteAll(now, "none", List.of("a")),
            () -> vectors.updateMetadata(now, "none", "a", Value.emptyMap()),
            () -> vectors.count(now, "none"),
            () -> vectors.listKeys(now, "none"),
            () -> vectors.listKeys(now, "none", "", "a", 1),
            () -> vectors.scan(now, "none", "", "", 1),
            () -> vectors.history(now, "none", "a"),
            () -> vectors.history(now, "none", "a", 5, 1),
            () -> vectors.insert(now, "none", new VectorItem("a", new float[1])),
            () -> vectors.search(now, "none", new float[1], 1),
            () -> vectors.search(now, "none", new float[1], 1, MetadataFilter.and()));
    for (ThrowingCallable operation : operations) {
      assertThatThrownBy(operation)
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("collection \"none\"")
          .hasMessageContaining("createCollection");
    }
  }

  @Test
  void insert_thenGet_returnsVectorMetadataAndVersion() {
    create("docs", 2);
    float[] given = {1, -0f};

    long version = vectors.insert(now, "docs", "a", given, Value.map("tool", "grep"));
    given[0] = 9;

    VectorEntry entry = vectors.get(now, "docs", "a").orElseThrow();
    assertThat(entry)
        .isEqualTo(entry("a", Value.vector(1, -0f), Value.map("tool", "grep"), version));
    assertThat(vectors.get(now, "docs", "b")).isEmpty();
  }

  @Test
  void insert_existingKey_replacesVectorAndMetadata() {
    create("docs", 1);
    vectors.insert(now, "docs", "a", new float[] {1}, Value.map("tool", "grep"));

    long version = vectors.insert(now, "docs", "a", new float[] {2});

    assertThat(vectors.get(now, "docs", "a"))
        .contains(entry("a", Value.vector(2), Value.emptyMap(), version));
    assertThat(vectors.count(now, "docs")).isEqualTo(1);
    assertThat(vectors.search(now, "docs", new float[] {1}, 5))
        .containsExactly(new VectorMatch("a", 2, Value.emptyMap(), Optional.empty(), version));
  }

  @Test
  void insert_wrongDimension_namesBoth() {
    create("docs", 3);

    assertThatThrownBy(() -> vectors.insert(now, "docs", "a", new float[4]))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("has 4 values")
        .hasMessageContaining("dimension is 3");
    assertThat(vectors.count(now, "docs")).isZero();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void insert_notFinite_namesTheIndex(float bad) {
    create("docs", 3);

    assertThatThrownBy(() -> vectors.insert(now, "docs", "a", new float[] {1, 2, bad}))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("index 2 is " + bad);
    assertThatThrownBy(() -> vectors.search(now, "docs", new float[] {bad, 2, 3}, 1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("index 0 is " + bad);
  }

  @Test
  void insertAll_isOneCommit() {
    create("docs", 1);

    long version =
        vectors.insertAll(
            now,
            "docs",
            List.of(
                new VectorItem("a", new float[] {1}),
                new VectorItem("b", new float[] {2}, Value.map("n", 1)),
                new VectorItem("a", new float[] {3})));

    assertThat(vectors.getAll(now, "docs", List.of("b", "c", "a")))
        .isEqualTo(
            Map.of(
                "b", entry("b", Value.vector(2), Value.map("n", 1), version),
                "a", entry("a", Value.vector(3), Value.emptyMap(), version)));
  }

  @Test
  void insertAll_oneBadItem_failsWholeNamingItsIndex() {
    create("docs", 1);
    VectorItem good = new VectorItem("a", new float[] {1});

    assertThatThrownBy(
            () ->
                vectors.insertAll(
                    now, "docs", List.of(good, new VectorItem("b", new float[] {Float.NaN}))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("item at index 1, key \"b\"");
    assertThatThrownBy(
            () -> vectors.insertAll(now, "docs", List.of(good, new VectorItem("", new float[1]))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("index 1");
    assertThat(vectors.count(now, "docs")).isZero();
  }

  @Test
  void insertAll_itemMissingOrTooDeep_failsWholeNamingItsIndex() {
    create("docs", 1);
    VectorItem good = new VectorItem("a", new float[] {1});
    Value.MapValue deep = Value.emptyMap();
    for (int depth = 1; depth < Value.MAX_DEPTH - 1; depth++) {
      deep = Value.map("in", deep);
    }
    Value.MapValue tooDeep = Value.map("in", deep);

    assertThatThrownBy(() -> vectors.insertAll(now, "docs", Arrays.asList(good, null)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("item at index 1 is missing");
    VectorItem bad = new VectorItem("b", new float[1], tooDeep);
    assertThatThrownBy(() -> vectors.insertAll(now, "docs", List.of(good, bad)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("item at index 1, key \"b\"")
        .hasMessageContaining("nesting");
    assertThat(vectors.count(now, "docs")).isZero();
    vectors.insertAll(now, "docs", List.of(good, new VectorItem("b", new float[1], deep)));
    assertThat(vectors.get(now, "docs", "b").orElseThrow().metadata()).isEqualTo(deep);
  }

  @Test
  void batches_ofNothing_changeNothing() {
    create("docs", 1);
    long version = db.stats().version();

    vectors.insertAll(now, "docs", List.of());

    assertThat(vectors.deleteAll(now, "docs", List.of())).isZero();
    assertThat(vectors.getAll(now, "docs", List.of())).isEmpty();
    assertThat(db.stats().version()).isEqualTo(version);
  }

  @Test
  void getAllAndDeleteAll_oneBadKey_failWholeNamingItsIndex() {
    create("docs", 1);
    insert("a", 1);
    List<List<String>> bad =
        List.of(List.of("a", ""), List.of("a", "n\0l"), List.of("a", "\uD800"));
    for (List<String> keys : bad) {
      assertThatThrownBy(() -> vectors.getAll(now, "docs", keys))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("vector key at index 1");
      assertThatThrownBy(() -> vectors.deleteAll(now, "docs", keys))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("vector key at index 1");
    }
    List<String> tooLong = List.of("a", "k".repeat(1025));
    assertThatThrownBy(() -> vectors.deleteAll(now, "docs", tooLong))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("vector key at index 1")
        .hasMessageContaining("1025");
    assertThatThrownBy(() -> vectors.deleteAll(now, "docs", Arrays.asList("a", null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("vector key at index 1");
    assertThat(vectors.count(now, "docs")).isEqualTo(1);
  }

  @Test
  void getAll_keepsTheOrderGiven() {
    create("docs", 1);
    insert("a", 1);
    insert("b", 1);

    assertThat(vectors.getAll(now, "docs", List.of("b", "x", "a")).keySet())
        .containsExactly("b", "a");
  }

  @Test
  void delete_leavesNothingToFind() {
    create("docs", 1);
    insert("a", 1);
    insert("b", 2);

    assertThat(vectors.delete(now, "docs", "a")).isTrue();
    assertThat(vectors.delete(now, "docs", "a")).isFalse();

    assertThat(vectors.get(now, "docs", "a")).isEmpty();
    assertThat(vectors.count(now, "docs")).isEqualTo(1);
    assertThat(keys(vectors.search(now, "docs", new float[] {1}, 5))).containsExactly("b");
    assertThat(vectors.deleteAll(now, "docs", List.of("a", "b", "b"))).isEqualTo(1);
  }

  @Test
  void updateMetadata_keepsTheVector() {
    create("docs", 1);
    insert("a", 4);

    long version = vectors.updateMetadata(now, "docs", "a", Value.map("seen", true));

    assertThat(vectors.get(now, "docs", "a"))
        .contains(entry("a", Value.vector(4), Value.map("seen", true), version));
    assertThat(vectors.search(now, "docs", new float[] {1}, 1, MetadataFilter.eq("seen", true)))
        .containsExactly(
            new VectorMatch("a", 4, Value.map("seen", true), Optional.empty(), version));
  }

  @Test
  void updateMetadata_unknownKey_namesIt() {
    create("docs", 1);

    assertThatThrownBy(() -> vectors.updateMetadata(now, "docs", "x", Value.emptyMap()))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("\"docs\" has no vector \"x\"");
  }

  @Test
  void listKeys_pagesInByteOrder() {
    create("docs", 1);
    create("docs2", 1);
    vectors.insert(now, "docs2", "other", new float[1]);
    List<String> sorted = List.of("A", "a", "a/b", "z", "é", "\uFFFD", "\uD83D\uDE00");
    for (String key : sorted) {
      insert(key, 1);
    }

    assertThat(vectors.listKeys(now, "docs")).isEqualTo(sorted);
    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      Page<String> page = vectors.listKeys(now, "docs", "", cursor, 2);
      assertThat(page.items()).hasSizeBetween(1, 2);
      paged.addAll(page.items());
      cursor = page.cursor();
    } while (!cursor.isEmpty());
    assertThat(paged).isEqualTo(sorted);
    assertThatThrownBy(() -> vectors.listKeys(now, "docs", "", "", 0))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("limit = 0");
  }

  @Test
  void listings_prefixAndCursor_boundThem() {
    create("docs", 1);
    create("docs2", 1);
    vectors.insert(now, "docs2", "a3", new float[1]);
    List.of("a", "a1", "a2", "b", "\uD83D\uDE00").forEach(key -> insert(key, 1));

    assertThat(vectors.listKeys(now, "docs", "a", "", 9).items()).containsExactly("a", "a1", "a2");
    assertThat(vectors.listKeys(now, "docs", "a", "a", 1))
        .isEqualTo(new Page<>(List.of("a1"), "a1"));
    assertThat(vectors.listKeys(now, "docs", "a", "a2", 9)).isEqualTo(new Page<>(List.of(), ""));
    assertThat(vectors.listKeys(now, "docs", "a", "z", 9).items()).isEmpty();
    assertThat(vectors.listKeys(now, "docs", "b", "a", 9).items()).containsExactly("b");
    assertThat(vectors.scan(now, "docs", "a", "a1", 9).items())
        .containsExactly(vectors.get(now, "docs", "a2").orElseThrow());
    assertThat(vectors.scan(now, "docs", "\uD83D\uDE00", "", 1).cursor()).isEmpty();
    assertThatThrownBy(() -> vectors.scan(now, "docs", "\uD83D", "", 1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("prefix has an unpaired surrogate");
    assertThatThrownBy(() -> vectors.scan(now, "docs", "", "c\0c", 1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("cursor has a NUL");
  }

  @Test
  void listCollections_pagesByName() {
    List<String> names = List.of("A", "a", "a-b", "z", "é", "\uFFFD", "\uD83D\uDE00");
    names.forEach(name -> create(name, 1));

    Page<CollectionInfo> first = vectors.listCollections(now, "", 4);
    Page<CollectionInfo> second = vectors.listCollections(now, first.cursor(), 3);

    assertThat(first.items()).extracting(CollectionInfo::name).isEqualTo(names.subList(0, 4));
    assertThat(second.items()).extracting(CollectionInfo::name).isEqualTo(names.subList(4, 7));
    assertThat(second.hasNext()).isFalse();
    assertThat(vectors.listCollections(now, "missing is a place too", 9).items()).hasSize(4);
    assertThatThrownBy(() -> vectors.listCollections(now, "_x", 1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("cursor");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0})
  void listings_limitBelowOne_isRefused(int limit) {
    create("docs", 1);
    List<ThrowingCallable> listings =
        List.of(
            () -> vectors.listCollections(now, "", limit),
            () -> vectors.listKeys(now, "docs", "", "", limit),
            () -> vectors.scan(now, "docs", "", "", limit),
            () -> vectors.history(now, "docs", "a", KeyHistory.NEWEST, limit));
    for (ThrowingCallable listing : listings) {
      assertThatThrownBy(listing)
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("limit = " + limit + " must be at least 1");
    }
  }

  @Test
  void search_kEdges() {
    create("docs", 1);
    assertThat(vectors.search(now, "docs", new float[] {1}, 3)).isEmpty();
    insert("a", 1);
    insert("b", 2);

    assertThat(vectors.search(now, "docs", new float[] {1}, 0)).isEmpty();
    assertThat(keys(vectors.search(now, "docs", new float[] {1}, 1))).containsExactly("b");
    assertThat(keys(vectors.search(now, "docs", new float[] {1}, Integer.MAX_VALUE)))
        .containsExactly("b", "a");
    assertThatThrownBy(() -> vectors.search(now, "docs", new float[] {1}, -1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("k is -1");
    assertThatThrownBy(() -> vectors.search(now, "docs", new float[2], 0))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("has 2 values");
  }

  @Test
  void search_ties_goByKeyAlsoAtTheCut() {
    create("docs", 1);
    for (String key : List.of("é", "b", "a", "c", "\uD83D\uDE00")) {
      insert(key, 1);
    }

    assertThat(keys(vectors.search(now, "docs", new float[] {1}, 2))).containsExactly("a", "b");
    assertThat(keys(vectors.search(now, "docs", new float[] {1}, 9)))
        .containsExactly("a", "b", "c", "é", "\uD83D\uDE00");
  }

  @ParameterizedTest
  @EnumSource(DistanceMetric.class)
  void search_everyMetric_agreesWithDoubles(DistanceMetric metric) {
    int dimension = 37;
    vectors.createCollection(now, "docs", new CollectionConfig(dimension, metric));
    Random random = new Random(7);
    List<VectorItem> items = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      items.add(new VectorItem("key-" + i, gaussian(dimension, random)));
    }
    items.add(new VectorItem("zero", new float[dimension]));
    vectors.insertAll(now, "docs", items);
    float[] query = gaussian(dimension, random);

    List<VectorMatch> found = vectors.search(now, "docs", query, items.size());

    assertThat(found).hasSize(items.size());
    assertThat(found)
        .isSortedAccordingTo(
            Comparator.comparing(VectorMatch::score, Comparator.reverseOrder())
                .thenComparing(VectorMatch::key));
    Map<String, VectorEntry> stored = vectors.getAll(now, "docs", keys(found));
    for (VectorMatch match : found) {
      double expected = score(metric, query, stored.get(match.key()).vector().toArray());
      assertThat((double) match.score()).isCloseTo(expected, within(1e-4));
    }
    assertThat(vectors.search(now, "docs", query, 10)).isEqualTo(found.subList(0, 10));
  }

  @Test
  void search_withFilter_returnsEveryMatchItCan() {
    create("docs", 1);
    for (int i = 0; i < 100; i++) {
      Value.MapValue metadata = Value.map("even", i % 2 == 0, "third", i % 3);
      vectors.insert(now, "docs", "k" + (10 + i), new float[] {i}, metadata);
    }
    MetadataFilter filter =
        MetadataFilter.and(MetadataFilter.eq("even", true), MetadataFilter.eq("third", 0));

    assertThat(keys(vectors.search(now, "docs", new float[] {1}, 3, filter)))
        .containsExactly("k106", "k100", "k94");
    assertThat(vectors.search(now, "docs", new float[] {1}, 100, filter)).hasSize(17);
    assertThat(vectors.search(now, "docs", new float[] {1}, 9, MetadataFilter.eq("even", 1)))
        .isEmpty();
  }

  @Test
  void deleteCollection_thenRecreated_isEmptyAndMayDiffer() {
    create("docs", 2);
    create("docs2", 1);
    vectors.insert(now, "docs", "a", new float[] {1, 1});
    vectors.insert(now, "docs2", "keep", new float[] {1});

    vectors.deleteCollection(now, "docs");

    assertThat(vectors.exists(now, "docs")).isFalse();
    vectors.createCollection(now, "docs", new CollectionConfig(1, EUCLIDEAN));
    assertThat(vectors.count(now, "docs")).isZero();
    assertThat(vectors.listKeys(now, "docs")).isEmpty();
    assertThat(vectors.get(now, "docs", "a")).isEmpty();
    assertThat(vectors.search(now, "docs", new float[] {1}, 9)).isEmpty();
    vectors.insert(now, "docs", "a", new float[] {1});
    assertThat(vectors.search(now, "docs", new float[] {1}, 9))
        .extracting(VectorMatch::score)
        .containsExactly(1f);
    assertThat(vectors.listKeys(now, "docs2")).containsExactly("keep");
  }

  @Test
  void deleteCollection_moreRowsThanATransactionWrites_isRefusedUntilSomeAreDeleted() {
    Limits few = new Limits(1024, 4096, 1024, 1024, 10, 100, 4, 1 << 20, 1 << 30);
    try (Database small = Database.inMemory(DatabaseOptions.defaults().limits(few))) {
      Scope s = small.global();
      vectors.createCollection(s, "docs", new CollectionConfig(1, COSINE));
      for (int i = 0; i < 4; i++) {
        vectors.insert(s, "docs", "k" + i, new float[] {i});
      }

      assertThatThrownBy(() -> vectors.deleteCollection(s, "docs"))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("\"docs\"")
          .hasMessageContaining("deleteAll");
      assertThat(vectors.count(s, "docs")).isEqualTo(4);

      vectors.deleteAll(s, "docs", vectors.listKeys(s, "docs", "", "", 1).items());
      vectors.deleteCollection(s, "docs");

      assertThat(vectors.exists(s, "docs")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(EmbeddingModel.class)
  void createCollection_ofAModel_takesItsVectors(EmbeddingModel model) {
    CollectionConfig config = model.config();

    vectors.createCollection(now, model.name(), config);
    vectors.insert(now, model.name(), "a", new float[config.dimension()]);

    assertThat(vectors.getCollection(now, model.name()).orElseThrow().config()).isEqualTo(config);
    assertThat(config.metric()).isEqualTo(COSINE);
    assertThatThrownBy(
            () -> vectors.insert(now, model.name(), "b", new float[config.dimension() + 1]))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void collections_ofOneNameInTwoRuns_areApart() {
    RunId other = new Runs().create(db.global(), "other");
    create("docs", 1);
    vectors.createCollection(db.in(other), "docs", new CollectionConfig(2, COSINE));
    insert("a", 1);

    assertThat(vectors.count(db.in(other), "docs")).isZero();
    assertThat(vectors.search(db.in(other), "docs", new float[2], 5)).isEmpty();
  }

  private void create(String name, int dimension) {
    vectors.createCollection(
        now, name, new CollectionConfig(dimension, dimension > 2 ? COSINE : DOT_PRODUCT));
  }

  private void insert(String key, float value) {
    vectors.insert(now, "docs", key, new float[] {value});
  }

  /** An entry without a source, written by a commit. */
  private VectorEntry entry(
      String key, Value.VectorValue vector, Value.MapValue metadata, long version) {
    long time = vectors.get(now, "docs", key).orElseThrow().timeMicros();
    return new VectorEntry(key, vector, metadata, Optional.empty(), version, time);
  }

  private static List<String> keys(List<VectorMatch> matches) {
    return matches.stream().map(VectorMatch::key).toList();
  }

  private static float[] gaussian(int dimension, Random random) {
    float[] values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double score(DistanceMetric metric, float[] a, float[] b) {
    double dot = 0;
    double squares = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squares += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    if (metric == DOT_PRODUCT) {
      return dot;
    } else if (metric == EUCLIDEAN) {
      return 1 / (1 + Math.sqrt(squares));
    }
    return aa == 0 || bb == 0 ? 0 : dot / Math.sqrt(aa * bb);
  }
}
