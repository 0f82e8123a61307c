package dev.tidemark.vector;

import static dev.tidemark.vector.DistanceMetric.COSINE;
import static dev.tidemark.vector.DistanceMetric.EUCLIDEAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.vector.IndexConfig.Hnsw;
import dev.tidemark.vector.distance.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Collections with a graph index, through the store. */
class VectorGraphTest {
  private static final int DIMENSION = 12;
  private static final int ROWS = 1_500;
  private static final int K = 10;
  private static final Hnsw SMALL = new Hnsw(8, 40, 24, 1);
  private static final SearchOptions GRAPH = SearchOptions.defaults();
  private static final SearchOptions EXACT = GRAPH.exactly();
  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.defaults().retention(Retention.commits(50));

  @TempDir private Path directory;
  private final Database db = Database.inMemory(OPTIONS);
  private final RunId run = new Runs().create(db.global(), "nightly");
  private final Scope now = db.in(run);
  private final VectorStore vectors = new VectorStore();
  private final Random random = new Random(5);

  @BeforeAll
  static void settleTheKernel() {
    Kernels.settled().join();
  }

  @BeforeEach
  void create() {
    create(now);
  }

  @AfterEach
  void close() {
    db.close();
  }

  private void create(Scope scope) {
    vectors.createCollection(scope, "docs", new CollectionConfig(DIMENSION, COSINE, SMALL));
  }

  @Test
  void search_preparedCollection_isAnsweredByTheGraphWithFewScored() {
    fill(now, 0, ROWS);
    vectors.prepare(now, "docs");

    SearchResult result = vectors.search(now, "docs", query(), K, GRAPH);

    assertThat(result.path()).isEqualTo(SearchPath.GRAPH);
    assertThat(result.scored()).isLessThan(ROWS / 2);
    assertThat(recall(now)).isGreaterThan(0.95);
  }

  @Test
  void search_beforeTheGraphIsBuilt_isExactAndSaysSo() {
    fill(now, 0, ROWS);
    float[] query = query();

    SearchResult first = vectors.search(now, "docs", query, K, GRAPH);

    // The background thread may have been quick.
    assertThat(first.path()).isIn(SearchPath.EXACT_UNBUILT, SearchPath.GRAPH);
    assertThat(vectors.search(now, "docs", query, K, EXACT).path()).isEqualTo(SearchPath.EXACT);
  }

  @Test
  void search_rowsNewerThanTheGraph_areFoundAtOnce() {
    fill(now, 0, ROWS);
    vectors.prepare(now, "docs");

    for (int i = 0; i < 50; i++) {
      float[] vector = query();
      vectors.insert(now, "docs", "new" + i, vector);
      SearchResult result = vectors.search(now, "docs", vector, 1, GRAPH);
      assertThat(result.path()).isEqualTo(SearchPath.GRAPH);
      assertThat(result.matches()).extracting(VectorMatch::key).containsExactly("new" + i);
    }
  }

  @Test
  void search_deletedAndReplacedRows_areNotFound() {
    fill(now, 0, ROWS);
    vectors.prepare(now, "docs");
    float[] query = query();
    for (int i = 0; i < 200; i++) {
      VectorMatch nearest = vectors.search(now, "docs", query, 1, GRAPH).matches().get(0);
      if (i % 2 == 0) {
        vectors.delete(now, "docs", nearest.key());
      } else {
        vectors.insert(now, "docs", nearest.key(), query());
      }
      assertThat(vectors.search(now, "docs", query, 3, GRAPH).matches())
          .noneMatch(
              match -> match.key().equals(nearest.key()) && match.score() == nearest.score());
    }
    assertThat(recall(now)).isGreaterThan(0.95);
  }

  @Test
  void search_readView_findsWhatItSeesAfterAllWasReplaced() {
    fill(now, 0, ROWS);
    vectors.prepare(now, "docs");
    try (ReadView view = db.readView()) {
      float[] query = query();
      List<VectorMatch> before = vectors.search(view.in(run), "docs", query, K, EXACT).matches();
      for (int round = 0; round < 2; round++) {
        fill(now, 0, ROWS);
        vectors.prepare(now, "docs");
      }

      assertThat(vectors.search(view.in(run), "docs", query, K, EXACT).matches()).isEqualTo(before);
      assertThat(recall(view.in(run))).isGreaterThan(0.95);
      assertThat(recall(now)).isGreaterThan(0.95);
    }
  }

  @Test
  void search_viewOlderThanTheGraph_isExactAndSaysSo() {
    fill(now, 0, ROWS);
    long before = db.stats().version();
    vectors.insert(now, "docs", "later", query());
    vectors.prepare(now, "docs");
    float[] query = query();

    SearchResult past = vectors.search(db.at(before).in(run), "docs", query, K, GRAPH);

    assertThat(past.path()).isEqualTo(SearchPath.EXACT_OLDER_VIEW);
    assertThat(past.matches())
        .isEqualTo(vectors.search(db.at(before).in(run), "docs", query, K, EXACT).matches());
  }

  @Test
  void search_pastViewSinceTheGraphBegan_isAnsweredByTheGraph() {
    fill(now, 0, ROWS);
    vectors.prepare(now, "docs");
    long version = db.stats().version();
    float[] query = query();
    vectors.insert(now, "docs", "later", query);
    vectors.prepare(now, "docs");

    SearchResult past = vectors.search(db.at(version).in(run), "docs", query, K, GRAPH);

    assertThat(past.path()).isEqualTo(SearchPath.GRAPH);
    assertThat(past.matches()).extracting(VectorMatch::key).doesNotContain("later");
  }

  @Test
  void search_filters_areExactWhereTheyTakeLittle() {
    fill(now, 0, ROWS);
    vectors.prepare(now, "docs");
    SearchOptions some = GRAPH.withEfSearch(5).withFilter(MetadataFilter.eq("half", 0));
    SearchOptions few = GRAPH.withEfSearch(5).withFilter(MetadataFilter.eq("hundredth", 0));
    SearchOptions none = GRAPH.withEfSearch(5).withFilter(MetadataFilter.eq("hundredth", -1));

    assertThat(vectors.search(now, "docs", query(), 5, some).path()).isEqualTo(SearchPath.GRAPH);
    assertThat(vectors.search(now, "docs", query(), 5, few).path())
        .isEqualTo(SearchPath.EXACT_CHEAPER);
    assertThat(vectors.search(now, "docs", query(), K, few).matches()).hasSize(K);
    assertThat(vectors.search(now, "docs", query(), K, none).matches()).isEmpty();
    assertThat(recall(now, GRAPH.withFilter(MetadataFilter.eq("half", 0)))).isGreaterThan(0.95);
  }

  @Test
  void search_wideQuery_isExactAndSaysSo() {
    fill(now, 0, ROWS);
    vectors.prepare(now, "docs");
    float[] wide = query();
    wide[0] = 1e30f;

    assertThat(vectors.search(now, "docs", wide, K, GRAPH).path())
        .isEqualTo(SearchPath.EXACT_WIDE_QUERY);
  }

  @Test
  void search_kBeyondTheWidth_findsAsMany() {
    fill(now, 0, ROWS);
    vectors.prepare(now, "docs");

    assertThat(vectors.search(now, "docs", query(), 40, GRAPH.withEfSearch(1)).matches())
        .hasSize(40);
    assertThat(vectors.search(now, "docs", query(), 2 * ROWS, GRAPH).matches()).hasSize(ROWS);
    assertThat(vectors.search(now, "docs", query(), 0, GRAPH).matches()).isEmpty();
  }

  @Test
  void search_inATransaction_seesItsOwnWritesAndRollsThemBack() throws Exception {
    fill(now, 0, ROWS);
    vectors.prepare(now, "docs");
    float[] query = query();
    String nearest = vectors.search(now, "docs", query, 1, GRAPH).matches().get(0).key();

    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      vectors.delete(tx.in(run), "docs", nearest);
                      vectors.insert(tx.in(run), "docs", "mine", query);
                      SearchResult own = vectors.search(tx.in(run), "docs", query, 3, GRAPH);
                      assertThat(own.path()).isEqualTo(SearchPath.GRAPH);
                      assertThat(own.matches().get(0).key()).isEqualTo("mine");
                      assertThat(own.matches())
                          .extracting(VectorMatch::key)
                          .doesNotContain(nearest);
                      throw new IllegalStateException("roll back");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(vectors.search(now, "docs", query, 1, GRAPH).matches().get(0).key())
        .isEqualTo(nearest);
  }

  @Test
  void search_inATransactionThatWrites_conflictsWithAnInsert() {
    fill(now, 0, ROWS);
    vectors.prepare(now, "docs");
    AtomicInteger attempts = new AtomicInteger();

    db.transact(
        tx -> {
          vectors.search(tx.in(run), "docs", query(), K, GRAPH);
          if (attempts.incrementAndGet() == 1) {
            float[] other = query();
            CompletableFuture.runAsync(() -> vectors.insert(now, "docs", "other", other)).join();
          }
          vectors.insert(tx.in(run), "docs", "mine", query());
        });

    assertThat(attempts).hasValue(2);
  }

  @Test
  void search_collectionMadeAgainWithAnotherMetric_usesTheOther() {
    fill(now, 0, ROWS);
    vectors.prepare(now, "docs");
    long before = db.stats().version();
    float[] query = query();
    List<VectorMatch> old = vectors.search(now, "docs", query, K, EXACT).matches();
    vectors.deleteCollection(now, "docs");
    vectors.createCollection(now, "docs", new CollectionConfig(DIMENSION, EUCLIDEAN, SMALL));
    fill(now, 0, ROWS);
    vectors.prepare(now, "docs");

    assertThat(vectors.search(now, "docs", query, K, GRAPH).path()).isEqualTo(SearchPath.GRAPH);
    assertThat(recall(now)).isGreaterThan(0.95);
    SearchResult past = vectors.search(db.at(before).in(run), "docs", query, K, GRAPH);
    assertThat(past.path()).isEqualTo(SearchPath.EXACT_OLDER_VIEW);
    assertThat(past.matches()).isEqualTo(old);
  }

  @Test
  void search_fork_hasAGraphOfItsOwn() {
    fill(now, 0, ROWS);
    vectors.prepare(now, "docs");
    Scope fork = db.in(db.fork(run, db.stats().version()));
    vectors.prepare(fork, "docs");
    float[] query = query();
    vectors.insert(fork, "docs", "forked", query);

    assertThat(vectors.search(fork, "docs", query, 1, GRAPH).path()).isEqualTo(SearchPath.GRAPH);
    assertThat(vectors.search(fork, "docs", query, 1, GRAPH).matches().get(0).key())
        .isEqualTo("forked");
    assertThat(vectors.search(now, "docs", query, 1, GRAPH).matches().get(0).key())
        .isNotEqualTo("forked");
    assertThat(recall(fork)).isGreaterThan(0.95);
  }

  @Test
  void search_deletedRun_isRefused() {
    fill(now, 0, ROWS);
    vectors.prepare(now, "docs");
    new Runs().delete(now);

    assertThatThrownBy(() -> vectors.search(now, "docs", query(), K, GRAPH))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> vectors.prepare(now, "docs")).isInstanceOf(NotFoundException.class);
  }

  @Test
  void search_afterReopen_findsTheSameWithoutAndWithTheGraph() throws Exception {
    List<VectorMatch> before;
    float[] query = query();
    try (Database first = Database.open(directory, OPTIONS)) {
      create(first.global());
      fill(first.global(), 0, ROWS);
      vectors.prepare(first.global(), "docs");
      before = vectors.search(first.global(), "docs", query, K, EXACT).matches();
    }
    try (Database second = Database.open(directory, OPTIONS)) {
      Scope scope = second.global();
      assertThat(vectors.search(scope, "docs", query, K, EXACT).matches()).isEqualTo(before);
      vectors.prepare(scope, "docs");
      assertThat(vectors.search(scope, "docs", query, K, GRAPH).path()).isEqualTo(SearchPath.GRAPH);
      assertThat(recall(scope)).isGreaterThan(0.95);
    }
  }

  @Test
  void search_afterACheckpoint_usesTheGraphKeptBesideIt() throws Exception {
    keepAGraph();
    try (Database second = Database.open(directory, OPTIONS)) {
      assertThat(second.recovery().indexes().restored()).isEqualTo(1);
      assertThat(second.recovery().indexes().problems()).isEmpty();
      SearchResult first = vectors.search(second.global(), "docs", query(), K, GRAPH);
      assertThat(first.path()).isEqualTo(SearchPath.GRAPH);
      assertThat(recall(second.global())).isGreaterThan(0.95);
      vectors.prepare(second.global(), "docs");
      assertThat(recall(second.global())).isGreaterThan(0.95);
    }
  }

  @Test
  void search_afterDamageToTheGraphKept_isExactUntilItIsBuiltAgain() throws Exception {
    Path kept = keepAGraph();
    byte[] bytes = Files.readAllBytes(kept);
    bytes[bytes.length / 2] ^= 1;
    Files.write(kept, bytes);
    try (Database second = Database.open(directory, OPTIONS)) {
      assertThat(second.recovery().indexes().restored()).isZero();
      assertThat(second.recovery().indexes().problems()).hasSize(1);
      float[] query = query();
      assertThat(vectors.search(second.global(), "docs", query, K, EXACT).matches()).hasSize(K);
      vectors.prepare(second.global(), "docs");
      assertThat(vectors.search(second.global(), "docs", query, K, GRAPH).path())
          .isEqualTo(SearchPath.GRAPH);
      assertThat(recall(second.global())).isGreaterThan(0.95);
    }
  }

  /** A directory with a checkpoint, a graph beside it, and commits after that. */
  private Path keepAGraph() throws IOException {
    try (Database first = Database.open(directory, OPTIONS)) {
      create(first.global());
      fill(first.global(), 0, ROWS);
      vectors.prepare(first.global(), "docs");
      fill(first.global(), 0, 100);
      vectors.prepare(first.global(), "docs");
      assertThat(first.checkpoint().indexSections()).isEqualTo(1);
      fill(first.global(), 50, 200);
      vectors.deleteAll(first.global(), "docs", List.of("k0", "k1", "k60"));
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".tmindex")).findAny().orElseThrow();
    }
  }

  @Test
  void auto_belowItsCount_isExactAndAtIt_isAGraph() {
    int fewest = IndexConfig.Auto.fewestVectors(DIMENSION);
    IndexConfig auto = new IndexConfig.Auto(new Hnsw(4, 8, 8, 0));
    vectors.createCollection(now, "auto", new CollectionConfig(DIMENSION, COSINE, auto));
    insertAll(now, "auto", 0, fewest - 1);
    vectors.prepare(now, "auto");
    assertThat(vectors.search(now, "auto", query(), K, GRAPH).path())
        .isEqualTo(SearchPath.EXACT_CHEAPER);

    insertAll(now, "auto", fewest - 1, fewest);
    vectors.prepare(now, "auto");
    assertThat(vectors.search(now, "auto", query(), K, GRAPH).path()).isEqualTo(SearchPath.GRAPH);
  }

  @ParameterizedTest
  @CsvSource({"2, 2, 1", "128, 128, 4096", "16, 4096, 1"})
  void hnsw_withinItsLimits_isStored(int m, int efConstruction, int efSearch) {
    Hnsw graph = new Hnsw(m, efConstruction, efSearch, Long.MIN_VALUE);
    vectors.createCollection(now, "edge", new CollectionConfig(1, COSINE, graph));

    assertThat(vectors.getCollection(now, "edge").orElseThrow().config().index()).isEqualTo(graph);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 10, 10, m 1 is outside 2..128",
    "129, 200, 10, m 129 is outside 2..128",
    "16, 15, 10, efConstruction 15 is outside 16..4096",
    "16, 4097, 10, efConstruction 4097 is outside 16..4096",
    "16, 16, 0, efSearch 0 is outside 1..4096",
    "16, 16, 4097, efSearch 4097 is outside 1..4096"
  })
  void hnsw_beyondItsLimits_isRefused(int m, int efConstruction, int efSearch, String message) {
    assertThatThrownBy(() -> new Hnsw(m, efConstruction, efSearch, 0))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void options_efSearchBeyondItsLimits_isRefused() {
    assertThat(GRAPH.withEfSearch(4096).efSearch()).isEqualTo(4096);
    assertThatThrownBy(() -> GRAPH.withEfSearch(4097))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("outside 0..4096");
    assertThatThrownBy(() -> GRAPH.withEfSearch(-1)).isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void options_threadsBeyondTheirLimits_areRefused() {
    assertThat(GRAPH.withThreads(64).threads()).isEqualTo(64);
    assertThatThrownBy(() -> GRAPH.withThreads(65))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("threads 65 is outside 1..64");
    assertThatThrownBy(() -> GRAPH.withThreads(0)).isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void search_severalThreads_findWhatOneFinds() {
    vectors.createCollection(now, "many", new CollectionConfig(DIMENSION, COSINE));
    insertAll(now, "many", 0, 20_001);
    for (int threads : new int[] {2, 3, 4, 64}) {
      float[] query = query();
      SearchOptions filtered = GRAPH.withFilter(MetadataFilter.eq("half", 1));

      SearchResult one = vectors.search(now, "many", query, 100, filtered);
      SearchResult shared = vectors.search(now, "many", query, 100, filtered.withThreads(threads));

      assertThat(shared).isEqualTo(one);
      assertThat(shared.scored()).isEqualTo(20_001);
    }
  }

  @Test
  void prepare_unknownCollection_isRefused() {
    assertThatThrownBy(() -> vectors.prepare(now, "nothing"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("nothing");
  }

  @Test
  void search_duringInsertsAndDeletes_neverReturnsWhatTheViewCannotSee() throws Exception {
    fill(now, 0, ROWS);
    vectors.prepare(now, "docs");
    AtomicBoolean written = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Double>> searching = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        long seed = i;
        searching.add(threads.submit(() -> searchUntil(written, new Random(seed))));
      }
      for (int round = 0; round < 12; round++) {
        fill(now, round * 97 % ROWS, Math.min(ROWS, round * 97 % ROWS + 150));
        deleteSome(round);
      }
      written.set(true);
      for (Future<Double> recall : searching) {
        assertThat(recall.get()).isGreaterThan(0.9);
      }
    } finally {
      threads.shutdownNow();
    }
    vectors.prepare(now, "docs");
    assertThat(recall(now)).isGreaterThan(0.95);
  }

  private void deleteSome(int round) {
    vectors.deleteAll(
        now, "docs", IntStream.range(0, 40).mapToObj(i -> "k" + (i * 31 + round) % ROWS).toList());
  }

  private double searchUntil(AtomicBoolean written, Random queries) {
    int found = 0;
    int wanted = 0;
    do {
      float[] query = vector(queries);
      try (ReadView view = db.readView()) {
        List<VectorMatch> best = vectors.search(view.in(run), "docs", query, K, EXACT).matches();
        for (VectorMatch match : vectors.search(view.in(run), "docs", query, K, GRAPH).matches()) {
          assertThat(vectors.get(view.in(run), "docs", match.key()).orElseThrow().version())
              .isEqualTo(match.version());
          found += best.contains(match) ? 1 : 0;
        }
        wanted += best.size();
      }
    } while (!written.get());
    return (double) found / wanted;
  }

  private double recall(ReadScope scope) {
    return recall(scope, GRAPH);
  }

  private double recall(ReadScope scope, SearchOptions options) {
    int found = 0;
    int wanted = 0;
    for (int i = 0; i < 50; i++) {
      float[] query = query();
      List<VectorMatch> best = vectors.search(scope, "docs", query, K, options.exactly()).matches();
      wanted += best.size();
      found +=
          (int)
              vectors.search(scope, "docs", query, K, options).matches().stream()
                  .filter(best::contains)
                  .count();
    }
    return (double) found / wanted;
  }

  private void fill(Scope scope, int from, int to) {
    insertAll(scope, "docs", from, to);
  }

  private void insertAll(Scope scope, String collection, int from, int to) {
    List<VectorItem> items = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Value.MapValue metadata = Value.map("half", i % 2, "hundredth", i % 100);
      items.add(new VectorItem("k" + i, query(), metadata));
    }
    vectors.insertAll(scope, collection, items);
  }

  private float[] query() {
    return vector(random);
  }

  private static float[] vector(Random random) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
