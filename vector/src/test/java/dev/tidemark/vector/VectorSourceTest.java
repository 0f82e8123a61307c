package dev.tidemark.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.EntryRef;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors that name the entry they embed. */
class VectorSourceTest {
  private static final EntryRef NOTE = EntryRef.of(KVStore.SPACE, "note");
  private static final EntryRef EVENT =
      EntryRef.of(new KeySpace(0x11, "event"), new byte[] {0, 0, 0, 0, 0, 0, 0, 9});
  private static final float[] ONE = {1};

  @TempDir private Path directory;
  private final VectorStore vectors = new VectorStore();
  private final DatabaseOptions options =
      DatabaseOptions.defaults().retention(Retention.commits(100));
  private RunId run;

  @BeforeEach
  void fill() {
    try (Database db = Database.open(directory, options)) {
      run = new Runs().create(db.global(), "nightly");
      Scope now = db.in(run);
      vectors.createCollection(now, "docs", new CollectionConfig(1, DistanceMetric.DOT_PRODUCT));
      vectors.insert(now, "docs", "a", new float[] {3}, Value.map("n", 1), NOTE);
      vectors.insertAll(
          now,
          "docs",
          List.of(
              new VectorItem("b", new float[] {2}).embedding(EVENT),
              new VectorItem("c", new float[] {1})));
    }
  }

  private void assertSources(ReadScope scope) {
    List<Optional<EntryRef>> expected =
        List.of(Optional.of(NOTE), Optional.of(EVENT), Optional.empty());
    assertThat(vectors.search(scope, "docs", ONE, 9))
        .extracting(VectorMatch::source)
        .isEqualTo(expected);
    assertThat(vectors.scan(scope, "docs", "", "", 9).items())
        .extracting(VectorEntry::source)
        .isEqualTo(expected);
    assertThat(vectors.get(scope, "docs", "a").orElseThrow().source()).contains(NOTE);
  }

  @Test
  void source_isReadBackAfterReopen() {
    try (Database db = Database.open(directory, options)) {
      assertSources(db.in(run));
    }
  }

  @Test
  void source_ofAFork_isTheSameEntryOfTheFork() {
    try (Database db = Database.open(directory, options)) {
      long version = db.stats().version();
      vectors.deleteAll(db.in(run), "docs", List.of("a", "b", "c"));

      assertSources(db.in(db.fork(run, version)));
      assertSources(db.at(version).in(run));
    }
  }

  @Test
  void updateMetadata_keepsTheSource() {
    try (Database db = Database.open(directory, options)) {
      vectors.updateMetadata(db.in(run), "docs", "a", Value.map("n", 2));

      assertSources(db.in(run));
      assertThat(vectors.get(db.in(run), "docs", "a").orElseThrow().metadata())
          .isEqualTo(Value.map("n", 2));
    }
  }

  @Test
  void insert_withoutSource_forgetsTheOneBefore() {
    try (Database db = Database.open(directory, options)) {
      Scope now = db.in(run);

      vectors.insert(now, "docs", "a", ONE);

      assertThat(vectors.get(now, "docs", "a").orElseThrow().source()).isEmpty();
      assertThat(vectors.history(now, "docs", "a").states())
          .extracting(state -> state.entry().orElseThrow().source())
          .containsExactly(Optional.empty(), Optional.of(NOTE));
    }
  }

  @Test
  void source_ofTheOwnTransaction_isFoundAndNeedNotExist() {
    try (Database db = Database.open(directory, options)) {
      db.transact(
          tx -> {
            Scope s = tx.in(run);
            EntryRef missing = EntryRef.of(KVStore.SPACE, "never written");
            vectors.insert(s, "docs", "d", new float[] {9}, Value.emptyMap(), missing);
            assertThat(vectors.search(s, "docs", ONE, 1))
                .extracting(VectorMatch::source)
                .containsExactly(Optional.of(missing));
          });
    }
  }

  @Test
  void source_keyAtTheLimit_isStored_above_isRefused() {
    try (Database db = Database.open(directory, options)) {
      Scope now = db.in(run);
      EntryRef longest = EntryRef.of(KVStore.SPACE, "k".repeat(4096));
      EntryRef tooLong = EntryRef.of(KVStore.SPACE, "k".repeat(4097));

      vectors.insert(now, "docs", "a", ONE, Value.emptyMap(), longest);

      assertThat(vectors.get(now, "docs", "a").orElseThrow().source()).contains(longest);
      assertThatThrownBy(() -> vectors.insert(now, "docs", "a", ONE, Value.emptyMap(), tooLong))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("source")
          .hasMessageContaining("4097")
          .hasMessageContaining("4096");
      VectorItem good = new VectorItem("x", ONE);
      VectorItem bad = new VectorItem("y", ONE).embedding(tooLong);
      assertThatThrownBy(() -> vectors.insertAll(now, "docs", List.of(good, bad)))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("item at index 1, key \"y\"");
      assertThat(vectors.get(now, "docs", "a").orElseThrow().source()).contains(longest);
      assertThat(vectors.count(now, "docs")).isEqualTo(3);
    }
  }
}
