package dev.tidemark.vector;

import static dev.tidemark.types.KeyHistory.NEWEST;
import static dev.tidemark.vector.DistanceMetric.DOT_PRODUCT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionAction;
import dev.tidemark.transaction.TransactionScope;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VectorTransactionTest {
  private static final float[] QUERY = {1};

  private final Database db =
      Database.inMemory(
          DatabaseOptions.defaults().retry(RetryPolicy.none()).retention(Retention.commits(100)));
  private final RunId run = new Runs().create(db.global(), "nightly");
  private final Scope now = db.in(run);
  private final VectorStore vectors = new VectorStore();
  private final KVStore kv = new KVStore();

  private static final class Rollback extends Exception {
    private static final long serialVersionUID = 1;
  }

  @BeforeEach
  void create() {
    vectors.createCollection(now, "docs", new CollectionConfig(1, DOT_PRODUCT));
    insert(now, "a", 1);
    insert(now, "b", 2);
  }

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void ownWrites_areFoundCountedAndListed() {
    db.transact(
        tx -> {
          Scope s = tx.in(run);
          assertThat(insert(s, "c", 3)).isEqualTo(Versioned.PENDING);
          insert(s, "a", 9);
          vectors.delete(s, "docs", "b");

          assertThat(vectors.search(s, "docs", QUERY, 5))
              .containsExactly(pendingMatch("a", 9), pendingMatch("c", 3));
          assertThat(vectors.search(s, "docs", QUERY, 1)).containsExactly(pendingMatch("a", 9));
          assertThat(vectors.count(s, "docs")).isEqualTo(2);
          assertThat(vectors.listKeys(s, "docs")).containsExactly("a", "c");
          assertThat(vectors.get(s, "docs", "b")).isEmpty();
          assertThat(found(now)).containsExactly("b", "a");
        });
    assertThat(found(now)).containsExactly("a", "c");
  }

  @Test
  void ownWrites_areScannedAndInTheHistory() {
    Committed<Void> committed =
        db.transactResult(
            tx -> {
              TransactionScope s = tx.in(run);
              insert(s, "c", 3);
              vectors.updateMetadata(s, "docs", "a", Value.map("n", 1));
              vectors.delete(s, "docs", "b");

              List<VectorEntry> entries = vectors.scan(s, "docs", "", "", 9).items();
              assertThat(entries)
                  .containsExactly(
                      pendingEntry("a", 1, Value.map("n", 1), s),
                      pendingEntry("c", 3, Value.emptyMap(), s));
              assertThat(vectors.history(s, "docs", "a").states().get(0).entry())
                  .contains(entries.get(0));
              VectorHistory.State deleted =
                  vectors.history(s, "docs", "b", NEWEST, 1).states().get(0);
              assertThat(deleted.entry()).isEmpty();
              assertThat(deleted.version()).isEqualTo(Versioned.PENDING);
              return null;
            });

    assertThat(vectors.scan(now, "docs", "", "", 9).items())
        .extracting(VectorEntry::version)
        .containsOnly(committed.version());
    assertThat(vectors.scan(now, "docs", "", "", 9).items())
        .extracting(VectorEntry::timeMicros)
        .containsOnly(committed.timeMicros());
    assertThat(vectors.history(now, "docs", "b").states().get(0).version())
        .isEqualTo(committed.version());
  }

  private static VectorEntry pendingEntry(
      String key, float value, Value.MapValue metadata, TransactionScope s) {
    return new VectorEntry(
        key, Value.vector(value), metadata, Optional.empty(), Versioned.PENDING, s.nowMicros());
  }

  @Test
  void batchThatFails_leavesNothingToTheTransaction() {
    List<VectorItem> items =
        List.of(new VectorItem("c", new float[] {3}), new VectorItem("d", new float[2]));
    db.transact(
        tx -> {
          Scope s = tx.in(run);
          assertThatThrownBy(() -> vectors.insertAll(s, "docs", items))
              .isInstanceOf(InvalidArgumentException.class)
              .hasMessageContaining("item at index 1, key \"d\"");
          assertThatThrownBy(() -> vectors.deleteAll(s, "docs", List.of("a", "")))
              .isInstanceOf(InvalidArgumentException.class)
              .hasMessageContaining("index 1");
          kv.put(s, "went on", true);
        });

    assertThat(kv.exists(now, "went on")).isTrue();
    assertThat(found(now)).containsExactly("b", "a");
  }

  @Test
  void rollback_leavesNothing() {
    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      Scope s = tx.in(run);
                      insert(s, "c", 3);
                      vectors.delete(s, "docs", "a");
                      vectors.createCollection(s, "more", new CollectionConfig(1, DOT_PRODUCT));
                      vectors.deleteCollection(s, "docs");
                      throw new Rollback();
                    }))
        .isInstanceOf(Rollback.class);

    assertThat(found(now)).containsExactly("b", "a");
    assertThat(vectors.count(now, "docs")).isEqualTo(2);
    assertThat(vectors.exists(now, "more")).isFalse();
  }

  @Test
  void insertThatFails_leavesTheTransactionToItsBody() {
    db.transact(
        tx -> {
          insert(tx.in(run), "c", 3);
          assertThatThrownBy(() -> vectors.insert(tx.in(run), "docs", "d", new float[2]))
              .isInstanceOf(InvalidArgumentException.class);
        });

    assertThat(found(now)).containsExactly("c", "b", "a");
  }

  @Test
  void valueAndEmbedding_commitAsOne() {
    Committed<List<VectorMatch>> committed =
        db.transactResult(
            tx -> {
              Scope s = tx.in(run);
              kv.put(s, "c", "text");
              insert(s, "c", 3);
              return vectors.search(s, "docs", QUERY, 1);
            });

    assertThat(committed.value()).containsExactly(pendingMatch("c", 3));
    long version = committed.version();
    assertThat(kv.getVersioned(now, "c").orElseThrow().version()).isEqualTo(version);
    assertThat(vectors.get(now, "docs", "c").orElseThrow().version()).isEqualTo(version);
    assertThat(vectors.search(now, "docs", QUERY, 1))
        .containsExactly(new VectorMatch("c", 3, Value.emptyMap(), Optional.empty(), version));
  }

  @Test
  void collection_createdFilledAndReplacedInOneTransaction() {
    db.transact(
        tx -> {
          Scope s = tx.in(run);
          vectors.deleteCollection(s, "docs");
          assertThatThrownBy(() -> vectors.count(s, "docs")).isInstanceOf(NotFoundException.class);
          vectors.createCollection(s, "docs", new CollectionConfig(2, DOT_PRODUCT));
          vectors.insert(s, "docs", "a", new float[] {5, 0});
          assertThat(vectors.search(s, "docs", new float[] {1, 0}, 9))
              .containsExactly(pendingMatch("a", 5));
          assertThat(vectors.count(s, "docs")).isEqualTo(1);
        });

    assertThat(vectors.search(now, "docs", new float[] {1, 0}, 9))
        .extracting(VectorMatch::key)
        .containsExactly("a");
    assertThat(vectors.count(now, "docs")).isEqualTo(1);
  }

  @Test
  void readView_seesNothingThatCameLater() {
    insert(now, "c", 3);
    try (ReadView view = db.readView()) {
      ReadScope then = view.in(run);
      List<VectorMatch> before = vectors.search(then, "docs", QUERY, 9);
      insert(now, "a", 100);
      insert(now, "d", 100);
      vectors.delete(now, "docs", "b");
      assertView(then, before);

      vectors.deleteCollection(now, "docs");
      assertView(then, before);
      assertThat(vectors.exists(now, "docs")).isFalse();

      vectors.createCollection(now, "docs", new CollectionConfig(2, DOT_PRODUCT));
      vectors.insert(now, "docs", "a", new float[2]);
      assertView(then, before);
      assertThat(vectors.count(now, "docs")).isEqualTo(1);
    }
  }

  private void assertView(ReadScope then, List<VectorMatch> before) {
    assertThat(vectors.search(then, "docs", QUERY, 9)).isEqualTo(before);
    assertThat(vectors.count(then, "docs")).isEqualTo(3);
    assertThat(vectors.listKeys(then, "docs")).containsExactly("a", "b", "c");
    assertThat(vectors.get(then, "docs", "b").orElseThrow().vector()).isEqualTo(Value.vector(2));
  }

  @Test
  void searchThenInsert_concurrentInsert_conflicts() {
    assertConflict(
        tx -> {
          String nearest = vectors.search(tx.in(run), "docs", QUERY, 1).get(0).key();
          elsewhere(() -> insert(now, "c", 3));
          kv.put(tx.in(run), "nearest", nearest);
        });
    assertThat(kv.exists(now, "nearest")).isFalse();
  }

  @Test
  void countThenWrite_concurrentDelete_conflicts() {
    assertConflict(
        tx -> {
          int count = vectors.count(tx.in(run), "docs");
          elsewhere(() -> vectors.delete(now, "docs", "a"));
          kv.put(tx.in(run), "count", count);
        });
  }

  @Test
  void scanOfAPrefixThenWrite_conflictsWithAnInsertInsideItOnly() {
    db.transact(
        tx -> {
          vectors.scan(tx.in(run), "docs", "a", "", 9);
          elsewhere(() -> insert(now, "c", 3));
          kv.put(tx.in(run), "scanned", true);
        });
    assertConflict(
        tx -> {
          vectors.scan(tx.in(run), "docs", "a", "", 9);
          elsewhere(() -> insert(now, "a2", 3));
          kv.put(tx.in(run), "scanned", false);
        });
    assertThat(kv.getBoolean(now, "scanned")).contains(true);
  }

  @Test
  void historyThenWrite_concurrentChangeOfTheKey_conflicts() {
    assertConflict(
        tx -> {
          vectors.history(tx.in(run), "docs", "a");
          elsewhere(() -> insert(now, "a", 3));
          kv.put(tx.in(run), "seen", true);
        });
  }

  @Test
  void updateMetadata_concurrentInsertOfTheKey_conflicts() {
    assertConflict(
        tx -> {
          vectors.updateMetadata(tx.in(run), "docs", "a", Value.map("n", 1));
          elsewhere(() -> insert(now, "a", 3));
        });
    assertThat(vectors.get(now, "docs", "a").orElseThrow().metadata()).isEqualTo(Value.emptyMap());
  }

  @Test
  void createCollection_concurrently_isOneWinner() {
    assertConflict(
        tx -> {
          vectors.createCollection(tx.in(run), "new", new CollectionConfig(1, DOT_PRODUCT));
          elsewhere(
              () -> vectors.createCollection(now, "new", new CollectionConfig(2, DOT_PRODUCT)));
        });
    assertThat(vectors.getCollection(now, "new").orElseThrow().config().dimension()).isEqualTo(2);
  }

  @Test
  void searchOfEmptyCollection_thenWrite_conflictsWithTheFirstInsert() {
    vectors.createCollection(now, "empty", new CollectionConfig(1, DOT_PRODUCT));
    assertConflict(
        tx -> {
          assertThat(vectors.search(tx.in(run), "empty", QUERY, 1)).isEmpty();
          elsewhere(() -> vectors.insert(now, "empty", "first", QUERY));
          kv.put(tx.in(run), "empty", true);
        });
  }

  @Test
  void searchThenWrite_changeInAnotherCollection_doesNotConflict() {
    vectors.createCollection(now, "docs2", new CollectionConfig(1, DOT_PRODUCT));

    db.transact(
        tx -> {
          vectors.search(tx.in(run), "docs", QUERY, 1);
          elsewhere(() -> vectors.insert(now, "docs2", "x", QUERY));
          kv.put(tx.in(run), "done", true);
        });

    assertThat(kv.exists(now, "done")).isTrue();
  }

  @Test
  void untrackedSearchThenWrite_concurrentInsert_isNoConflict() {
    db.transact(
        tx -> {
          insert(tx.in(run), "own", 9);
          List<VectorMatch> best = vectors.search(tx.in(run).untracked(), "docs", QUERY, 1);
          assertThat(best).containsExactly(pendingMatch("own", 9));
          elsewhere(() -> insert(now, "c", 3));
          kv.put(tx.in(run), "nearest", best.get(0).key());
        });

    assertThat(found(now)).containsExactly("own", "c", "b", "a");
  }

  @Test
  void searchOnly_concurrentInsert_isNoConflict() {
    db.transact(
        tx -> {
          elsewhere(() -> insert(now, "c", 3));
          assertThat(found(tx.in(run))).containsExactly("b", "a");
        });
  }

  @Test
  void insert_concurrentDeleteCollection_conflicts() {
    assertConflict(
        tx -> {
          insert(tx.in(run), "c", 3);
          elsewhere(() -> vectors.deleteCollection(now, "docs"));
        });
    assertThat(vectors.exists(now, "docs")).isFalse();
  }

  @Test
  void deleteCollection_concurrentInsert_conflicts() {
    assertConflict(
        tx -> {
          vectors.deleteCollection(tx.in(run), "docs");
          elsewhere(() -> insert(now, "c", 3));
        });
    assertThat(found(now)).containsExactly("c", "b", "a");
  }

  @Test
  void inserts_ofDifferentKeys_doNotConflict() {
    db.transact(
        tx -> {
          insert(tx.in(run), "c", 3);
          elsewhere(() -> insert(now, "d", 4));
        });

    assertThat(found(now)).containsExactly("d", "c", "b", "a");
  }

  private void assertConflict(TransactionAction<RuntimeException> body) {
    assertThatThrownBy(() -> db.transact(body)).isInstanceOf(ConflictException.class);
  }

  /** On another thread, as a commit of its own while this thread's transaction is open. */
  private static void elsewhere(Runnable commit) {
    CompletableFuture.runAsync(commit).join();
  }

  private long insert(Scope scope, String key, float value) {
    return vectors.insert(scope, "docs", key, new float[] {value});
  }

  private List<String> found(ReadScope scope) {
    return vectors.search(scope, "docs", QUERY, 99).stream().map(VectorMatch::key).toList();
  }

  private static VectorMatch pendingMatch(String key, float score) {
    return new VectorMatch(key, score, Value.emptyMap(), Optional.empty(), Versioned.PENDING);
  }
}
