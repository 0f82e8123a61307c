package dev.tidemark.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.HistoryUnavailableException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Retention;
import dev.tidemark.types.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Searches of the past. Version 1 makes a collection; version v > 1 writes key v modulo 20, every
 * third time by deleting it, else as the vector [v].
 */
class VectorTimeTravelTest {
  private static final int KEYS = 20;
  private static final int KEPT = 150;
  private static final int COMMITS = 5_000;
  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.defaults().retention(Retention.commits(KEPT));

  @TempDir private Path directory;
  private final VectorStore vectors = new VectorStore();
  private final AtomicBoolean written = new AtomicBoolean();
  private Database db;

  @BeforeEach
  void open() {
    db = Database.inMemory(OPTIONS);
  }

  @Test
  void search_pastVersions_findWhatWasThere() {
    try (Database any = db) {
      create(any);
      for (long version = 2; version <= COMMITS; version++) {
        write(any, version);
        if (version % 100 == 0) {
          for (long past = version; past >= Math.max(1, version - KEPT); past -= 7) {
            assertPast(any.at(past).global(), past);
          }
        }
      }
      assertThat(VectorIndexTest.rowsHeld(any.global())).isLessThan(1_500);
      assertThatThrownBy(() -> any.at(COMMITS / 2)).isInstanceOf(HistoryUnavailableException.class);
    }
  }

  @Test
  void search_afterReopen_findsWhatRetentionKept() {
    db.close();
    try (Database first = Database.open(directory, OPTIONS)) {
      fill(first);
    }
    try (Database again = Database.open(directory, OPTIONS)) {
      for (long past = COMMITS; past >= COMMITS - KEPT; past--) {
        assertPast(again.at(past).global(), past);
      }
      assertThatThrownBy(() -> again.at(COMMITS - KEPT - 2))
          .isInstanceOf(HistoryUnavailableException.class);
    }
  }

  @Test
  void search_afterReopenFromACheckpoint_findsWhatRetentionKept() {
    db.close();
    try (Database first = Database.open(directory, OPTIONS)) {
      fill(first);
      first.checkpoint();
    }
    try (Database again = Database.open(directory, OPTIONS)) {
      assertThat(again.recovery().commits()).isZero();
      for (long past = COMMITS; past >= COMMITS - KEPT; past--) {
        assertPast(again.at(past).global(), past);
      }
    }
  }

  @Test
  void history_hasWhatRetentionKept_alsoAfterReopen() {
    db.close();
    try (Database first = Database.open(directory, OPTIONS)) {
      fill(first);
      assertHistory(first, KeyHistory.NEWEST, COMMITS);
      first.checkpoint();
    }
    try (Database again = Database.open(directory, OPTIONS)) {
      assertHistory(again, KeyHistory.NEWEST, COMMITS);
      assertHistory(again, COMMITS, COMMITS - KEYS);
      VectorHistory past = vectors.history(again.at(COMMITS - 50).global(), "docs", "k0");
      assertThat(past.states().get(0).version()).isEqualTo(COMMITS - 60);
      assertThat(vectors.history(again.global(), "docs", "never").states()).isEmpty();
    }
  }

  /** The key 0 was written by every twentieth commit; its newest states come first, by pages. */
  private void assertHistory(Database any, long before, long newest) {
    List<VectorHistory.State> states = new ArrayList<>();
    long cursor = before;
    do {
      VectorHistory page = vectors.history(any.global(), "docs", "k0", cursor, 2);
      states.addAll(page.states());
      cursor = page.cursor();
      assertThat(page.completeFrom()).isLessThanOrEqualTo(newest - KEPT + 2 * KEYS);
    } while (cursor > 0);
    assertThat(states).hasSizeGreaterThanOrEqualTo((int) ((KEPT - (COMMITS - newest)) / KEYS));
    long version = newest;
    for (VectorHistory.State state : states) {
      assertThat(state.version()).isEqualTo(version);
      assertThat(state.entry().map(VectorEntry::vector))
          .isEqualTo(
              isDeletion(version) ? Optional.empty() : Optional.of(Value.vector((float) version)));
      version -= KEYS;
    }
  }

  @Test
  void history_ofACollectionMadeAgain_hasWhatTheKeyWasBefore() {
    try (Database any = db) {
      create(any);
      Scope now = any.global();
      long first = vectors.insert(now, "docs", "a", new float[] {1});
      long deleted = vectors.deleteCollection(now, "docs");
      vectors.createCollection(now, "docs", new CollectionConfig(2, DistanceMetric.COSINE));
      long second = vectors.insert(now, "docs", "a", new float[] {1, 2});

      List<VectorHistory.State> states = vectors.history(now, "docs", "a").states();

      assertThat(states)
          .extracting(VectorHistory.State::version)
          .containsExactly(second, deleted, first);
      assertThat(states)
          .extracting(state -> state.entry().map(entry -> entry.vector().dimension()).orElse(0))
          .containsExactly(2, 0, 1);
    }
  }

  @Test
  void search_pastBeforeTheCollection_isNotFound() {
    try (Database any = db) {
      any.global()
          .put(VectorStore.COLLECTIONS, new byte[] {'x'}, CollectionFormat.encode(config()));
      create(any);

      assertThatThrownBy(() -> vectors.count(any.at(1).global(), "docs"))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void search_pastWhileItIsForgotten_isNeverWrong() throws Exception {
    create(db);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Integer> searches = threads.submit((Callable<Integer>) this::searchUntilWritten);
      threads.submit(this::writeAll).get();
      assertThat(searches.get()).isPositive();
    } finally {
      threads.shutdownNow();
      db.close();
    }
  }

  private void fill(Database any) {
    create(any);
    for (long version = 2; version <= COMMITS; version++) {
      write(any, version);
    }
  }

  private void writeAll() {
    try {
      for (long version = 2; version <= 4 * COMMITS; version++) {
        write(db, version);
      }
    } finally {
      written.set(true);
    }
  }

  private int searchUntilWritten() {
    Random random = new Random(1);
    int searches = 0;
    while (!written.get()) {
      long past = db.stats().version() - random.nextInt(KEPT + 100);
      try {
        if (past >= 1) {
          assertPast(db.at(past).global(), past);
          searches++;
        }
      } catch (HistoryUnavailableException e) {
        assertThat(e.horizon()).isGreaterThan(past);
      }
    }
    return searches;
  }

  private void create(Database any) {
    vectors.createCollection(any.global(), "docs", config());
  }

  private static CollectionConfig config() {
    return new CollectionConfig(1, DistanceMetric.DOT_PRODUCT);
  }

  private void write(Database any, long version) {
    Scope now = any.global();
    String key = "k" + version % KEYS;
    if (isDeletion(version)) {
      vectors.delete(now, "docs", key);
    } else {
      vectors.insert(now, "docs", key, new float[] {version});
    }
  }

  private void assertPast(ReadScope past, long version) {
    List<Float> expected = new ArrayList<>();
    for (long write = version; write > Math.max(1, version - KEYS); write--) {
      if (!isDeletion(write)) {
        expected.add((float) write);
      }
    }
    List<VectorMatch> found = vectors.search(past, "docs", new float[] {1}, KEYS);
    assertThat(found).extracting(VectorMatch::score).isEqualTo(expected);
    assertThat(vectors.count(past, "docs")).isEqualTo(expected.size());
    assertThat(vectors.listKeys(past, "docs")).hasSize(expected.size());
  }

  /** A key is deleted in the third of its rounds each, so it exists then. */
  private static boolean isDeletion(long version) {
    return version / KEYS % 3 == 2;
  }
}
