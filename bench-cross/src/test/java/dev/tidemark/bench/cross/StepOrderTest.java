package dev.tidemark.bench.cross;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import dev.tidemark.vector.VectorStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each scenario does all its steps, in their order: a step left out or moved fails here. */
class StepOrderTest {
  private static final int STORED = 40;

  private final Database db = Database.inMemory(DatabaseOptions.defaults());
  private final RunId run = new Runs().create(db.global(), "library");
  private final Scope now = db.in(run);
  private final KVStore kv = new KVStore();
  private final VectorStore vectors = new VectorStore();
  private final Library library = new Library(db, run, Library.embeddings(STORED + 1));

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void storeSearchRead_bothPrimitives_writtenByOneCommit() {
    library.fill(STORED);
    Committed<Library.Found> committed = library.storeSearchRead(STORED, library.document(STORED));

    String key = library.key(STORED);
    assertThat(kv.getVersioned(now, key).orElseThrow().version()).isEqualTo(committed.version());
    assertThat(vectors.get(now, Library.COLLECTION, key).orElseThrow().version())
        .isEqualTo(committed.version());
  }

  @Test
  void storeSearchRead_searchAndRead_comeAfterTheWritesAndBeforeTheCommit() {
    library.fill(STORED);
    Library.Found found = library.storeSearchRead(STORED, library.document(STORED)).value();

    assertThat(found.nearest().key()).isEqualTo(library.key(STORED));
    assertThat(found.nearest().version()).isEqualTo(Versioned.PENDING);
    assertThat(found.document().value()).isEqualTo(library.document(STORED));
    assertThat(found.document().version()).isEqualTo(Versioned.PENDING);
  }

  @Test
  void storeSearchRead_noCollection_changesNothing() {
    assertThatThrownBy(() -> library.storeSearchRead(0, library.document(0)))
        .isInstanceOf(NotFoundException.class);
    assertThat(kv.exists(now, library.key(0))).isFalse();
  }

  @Test
  void searchRead_nearestDocuments_areReadAfterTheSearch() {
    library.fill(STORED);
    float[] query = Library.embeddings(STORED)[7];
    Map<String, Value> read = library.searchRead(query);

    List<String> nearest =
        vectors.search(now, Library.COLLECTION, query, 10).stream().map(m -> m.key()).toList();
    assertThat(read.keySet()).containsExactlyElementsOf(nearest).contains(library.key(7));
    assertThat(read).containsEntry(library.key(7), library.document(7));
  }

  @Test
  void stored_valueAndEmbeddingOfTwoCommits_isNotWhole() {
    library.fill(1);

    assertThat(library.stored(0, 1)).isZero();
  }

  @Test
  void putInEach_everyRun_getsTheKeyByOneCommit() {
    List<RunId> runs = List.of(run, new Runs().create(db.global(), "other"));
    long version = RunsBenchmark.putInEach(db, runs, "a", Value.of(1));

    assertThat(runs)
        .allSatisfy(
            each ->
                assertThat(kv.getVersioned(db.in(each), "a").orElseThrow().version())
                    .isEqualTo(version));
    assertThat(RunsBenchmark.isInEach(db, runs, "a", Value.of(1))).isTrue();
  }

  @Test
  void isInEach_oneRunWrittenLater_isFalse() {
    List<RunId> runs = List.of(run, new Runs().create(db.global(), "other"));
    RunsBenchmark.putInEach(db, runs, "a", Value.of(1));
    kv.put(now, "a", Value.of(1));

    assertThat(RunsBenchmark.isInEach(db, runs, "a", Value.of(1))).isFalse();
  }
}
