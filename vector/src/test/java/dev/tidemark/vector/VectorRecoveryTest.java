package dev.tidemark.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Durability;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.vector.distance.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorRecoveryTest {
  private static final int DIMENSION = 19;
  private static final int KEYS = 40;

  @TempDir private Path directory;
  private final VectorStore vectors = new VectorStore();

  /** One kernel before and after the reopening, so that scores can be compared by their bits. */
  @BeforeAll
  static void settleTheKernel() {
    Kernels.settled().join();
  }

  static Stream<Durability> durabilities() {
    return Stream.of(Durability.strict(), Durability.buffered());
  }

  @ParameterizedTest
  @MethodSource("durabilities")
  void reopen_returnsTheSameResultsBitForBit(Durability durability) {
    DatabaseOptions options = DatabaseOptions.defaults().durability(durability);
    RunId run;
    List<Object> before;
    try (Database db = Database.open(directory, options)) {
      run = new Runs().create(db.global(), "nightly");
      fill(db.in(run));
      before = everything(db.in(run));
    }

    try (Database db = Database.open(directory, options)) {
      assertThat(everything(db.in(run))).isEqualTo(before);
      long version = vectors.insert(db.in(run), "cosine", "late", new float[DIMENSION]);
      assertThat(version).isGreaterThan(db.recovery().lastVersion());
      assertThat(vectors.listKeys(db.in(run), "cosine")).contains("late");
    }
  }

  @Test
  void reopen_fromACheckpoint_returnsTheSameResultsBitForBit() {
    RunId run;
    List<Object> before;
    try (Database db = Database.open(directory, DatabaseOptions.defaults())) {
      run = new Runs().create(db.global(), "nightly");
      fill(db.in(run));
      before = everything(db.in(run));
      db.checkpoint();
    }

    try (Database db = Database.open(directory, DatabaseOptions.defaults())) {
      assertThat(db.recovery().commits()).isZero();
      assertThat(everything(db.in(run))).isEqualTo(before);
      vectors.insert(db.in(run), "cosine", "late", new float[DIMENSION]);
      assertThat(vectors.listKeys(db.in(run), "cosine")).contains("late");
    }
  }

  @ParameterizedTest
  @MethodSource("durabilities")
  void openCopyMadeWhileOpen_hasEverythingAcknowledged(Durability durability, @TempDir Path copy)
      throws IOException {
    DatabaseOptions options = DatabaseOptions.defaults().durability(durability);
    try (Database db = Database.open(directory, options)) {
      RunId run = new Runs().create(db.global(), "nightly");
      fill(db.in(run));
      copyFiles(copy);

      try (Database copied = Database.open(copy, options)) {
        assertThat(everything(copied.in(run))).isEqualTo(everything(db.in(run)));
      }
    }
  }

  @Test
  void reopen_afterManyUpserts_holdsFewRows() {
    DatabaseOptions options = DatabaseOptions.defaults();
    RunId run;
    try (Database db = Database.open(directory, options)) {
      run = new Runs().create(db.global(), "nightly");
      vectors.createCollection(db.in(run), "docs", new CollectionConfig(1, DistanceMetric.COSINE));
      for (int i = 0; i < 20_000; i++) {
        vectors.insert(db.in(run), "docs", "k" + i % 10, new float[] {i});
      }
    }

    try (Database db = Database.open(directory, options)) {
      assertThat(vectors.count(db.in(run), "docs")).isEqualTo(10);
      assertThat(vectors.search(db.in(run), "docs", new float[] {1}, 99)).hasSize(10);
      assertThat(VectorIndexTest.rowsHeld(db.in(run))).isLessThan(1000);
    }
  }

  /** Three collections with upserts, deletes and one that was made again with less. */
  private void fill(Scope scope) {
    Random random = new Random(5);
    for (DistanceMetric metric : DistanceMetric.values()) {
      String name = metric.name().toLowerCase(Locale.ROOT);
      vectors.createCollection(scope, name, new CollectionConfig(DIMENSION, metric));
      for (int i = 0; i < 2 * KEYS; i++) {
        Value.MapValue metadata = Value.map("step", i, "even", i % 2 == 0);
        vectors.insert(
            scope, name, "k" + random.nextInt(KEYS), vector(DIMENSION, random), metadata);
      }
      vectors.deleteAll(scope, name, List.of("k1", "k2", "k3"));
    }
    vectors.createCollection(scope, "again", new CollectionConfig(2, DistanceMetric.COSINE));
    vectors.insert(scope, "again", "old", new float[2]);
    vectors.deleteCollection(scope, "again");
    vectors.createCollection(scope, "again", new CollectionConfig(3, DistanceMetric.COSINE));
    vectors.insert(scope, "again", "new", new float[3]);
  }

  /** What every read returns; floats in records are compared by their bits. */
  private List<Object> everything(ReadScope scope) {
    List<Object> all = new ArrayList<>();
    for (CollectionInfo info : vectors.listCollections(scope)) {
      String name = info.name();
      float[] query = vector(info.config().dimension(), new Random(6));
      List<String> keys = vectors.listKeys(scope, name);
      all.add(info);
      all.add(vectors.count(scope, name));
      all.add(vectors.getAll(scope, name, keys));
      all.add(vectors.search(scope, name, query, 10));
      all.add(vectors.search(scope, name, query, KEYS, MetadataFilter.eq("even", true)));
    }
    return all;
  }

  private void copyFiles(Path target) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  private static float[] vector(int dimension, Random random) {
    float[] values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
