package dev.tidemark.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.RunView;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Searches of runs that are deleted, forked and replayed. */
class VectorRunTest {
  private static final float[] QUERY = {1};

  @TempDir private Path directory;
  private final VectorStore vectors = new VectorStore();
  private final DatabaseOptions options =
      DatabaseOptions.defaults().retention(Retention.commits(1_000));

  private RunId runWithRows(Database db, int rows) {
    RunId run = new Runs().create(db.global(), "run");
    Scope scope = db.in(run);
    vectors.createCollection(scope, "docs", new CollectionConfig(1, DistanceMetric.EUCLIDEAN));
    for (int i = 0; i < rows; i++) {
      vectors.insert(scope, "docs", "k" + i, new float[] {i});
    }
    return run;
  }

  private List<String> search(ReadScope scope) {
    return vectors.search(scope, "docs", QUERY, 100).stream().map(VectorMatch::key).toList();
  }

  @Test
  void search_deletedRun_isUnknownButForThePast() {
    try (Database db = Database.open(directory, options)) {
      RunId other = runWithRows(db, 3);
      RunId run = runWithRows(db, 5);
      long before = db.stats().version();

      new Runs().delete(db.in(run));

      assertThatThrownBy(() -> search(db.in(run))).isInstanceOf(NotFoundException.class);
      assertThat(search(db.at(before).in(run))).hasSize(5);
      assertThat(search(db.in(other))).hasSize(3);
    }
    try (Database db = Database.open(directory, options)) {
      RunId other = db.runs(RunId.GLOBAL, 10).get(0).id();
      assertThat(db.runs(RunId.GLOBAL, 10)).hasSize(1);
      assertThat(search(db.in(other))).hasSize(3);
    }
  }

  private List<ThrowingCallable> reads(ReadScope scope) {
    return List.of(
        () -> vectors.getCollection(scope, "docs"),
        () -> vectors.listCollections(scope),
        () -> vectors.listCollections(scope, "", 1),
        () -> vectors.exists(scope, "docs"),
        () -> vectors.get(scope, "docs", "k0"),
        () -> vectors.getAll(scope, "docs", List.of("k0")),
        () -> vectors.count(scope, "docs"),
        () -> vectors.listKeys(scope, "docs"),
        () -> vectors.scan(scope, "docs", "", "", 1),
        () -> vectors.history(scope, "docs", "k0"),
        () -> vectors.search(scope, "docs", QUERY, 1));
  }

  private List<ThrowingCallable> writes(Scope scope) {
    CollectionConfig config = new CollectionConfig(1, DistanceMetric.COSINE);
    return List.of(
        () -> vectors.createCollection(scope, "more", config),
        () -> vectors.deleteCollection(scope, "docs"),
        () -> vectors.insert(scope, "docs", "k0", QUERY),
        () -> vectors.insertAll(scope, "docs", List.of(new VectorItem("k0", QUERY))),
        () -> vectors.updateMetadata(scope, "docs", "k0", Value.emptyMap()),
        () -> vectors.delete(scope, "docs", "k0"),
        () -> vectors.deleteAll(scope, "docs", List.of("k0")));
  }

  @Test
  void everyOperation_unknownOrDeletedRun_namesIt() {
    try (Database db = Database.inMemory(options)) {
      RunId deleted = runWithRows(db, 1);
      new Runs().delete(db.in(deleted));
      for (RunId run : List.of(deleted, RunId.random())) {
        Scope nowhere = db.in(run);
        List<ThrowingCallable> operations = new ArrayList<>(reads(nowhere));
        operations.addAll(writes(nowhere));
        for (ThrowingCallable operation : operations) {
          assertThatThrownBy(operation)
              .isInstanceOf(NotFoundException.class)
              .hasMessageContaining(run.toString());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETED", "FAILED", "CANCELLED", "ARCHIVED"})
  void everyOperation_runThatIsOver_onlyReads(RunStatus status) throws Throwable {
    try (Database db = Database.inMemory(options)) {
      RunId run = runWithRows(db, 1);
      new Runs().transition(db.in(run), status);
      for (ThrowingCallable write : writes(db.in(run))) {
        assertThatThrownBy(write)
            .isInstanceOf(InvalidArgumentException.class)
            .hasMessageContaining(status.name());
      }
      for (ThrowingCallable read : reads(db.in(run))) {
        read.call();
      }
      assertThat(search(db.in(run))).hasSize(1);
    }
  }

  @Test
  void search_fork_findsTheParentsRowsAndThenItsOwn() {
    try (Database db = Database.inMemory(options)) {
      RunId run = runWithRows(db, 5);
      long version = db.stats().version();
      vectors.delete(db.in(run), "docs", "k1");

      RunId fork = db.fork(run, version);

      assertThat(search(db.in(fork))).isEqualTo(search(db.at(version).in(run))).hasSize(5);
      vectors.insert(db.in(fork), "docs", "new", new float[] {1});
      assertThat(search(db.in(fork))).contains("new").hasSize(6);
      assertThat(search(db.in(run))).hasSize(4);
    }
  }

  @Test
  void search_everyStepOfAReplay_findsWhatWasFoundThen() {
    try (Database db = Database.open(directory, options)) {
      RunId run = runWithRows(db, 2);
      List<List<String>> live = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        if (i % 3 == 2) {
          vectors.delete(db.in(run), "docs", "x" + (i - 1));
        } else {
          vectors.insert(db.in(run), "docs", "x" + i, new float[] {i});
        }
        live.add(search(db.in(run)));
      }
      new Runs().create(db.global(), "another");

      RunView view = db.replay(run);

      List<RunView.Step> last =
          view.steps().subList(view.steps().size() - 300, view.steps().size());
      assertThat(last.stream().map(step -> search(step.scope())).toList()).isEqualTo(live);
    }
  }
}
