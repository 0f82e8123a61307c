package dev.tidemark.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.Runs;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VectorStoreStressTest {
  private static final int KEYS = 50;
  private static final int BATCH = 5;
  private static final int ROUNDS = 4_000;

  private final Database db = Database.inMemory(DatabaseOptions.defaults());
  private final RunId run = new Runs().create(db.global(), "nightly");
  private final VectorStore vectors = new VectorStore();
  private final AtomicBoolean written = new AtomicBoolean();

  @AfterEach
  void close() {
    db.close();
  }

  /** Round r replaces five neighbouring keys by vectors and metadata that say r. */
  @Test
  void search_whileBatchesAreReplaced_seesWholeCommitsOnly() throws Exception {
    vectors.createCollection(
        db.in(run), "docs", new CollectionConfig(1, DistanceMetric.DOT_PRODUCT));
    for (int round = 0; round < KEYS / BATCH; round++) {
      write(round);
    }
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Integer>> searching = new ArrayList<>();
      searching.add(threads.submit(this::searchUntilAllIsWritten));
      searching.add(threads.submit(this::searchUntilAllIsWritten));
      Future<?> writing = threads.submit(this::writeAll);

      writing.get();
      for (Future<Integer> searches : searching) {
        assertThat(searches.get()).isPositive();
      }
    } finally {
      threads.shutdownNow();
    }
    // Rows are forgotten as commits go on, once the views that held them have ended.
    for (int round = ROUNDS; round < ROUNDS + 200; round++) {
      write(round);
    }
    assertThat(VectorIndexTest.rowsHeld(db.in(run))).isLessThan(2_000);
  }

  private void writeAll() {
    try {
      for (int round = KEYS / BATCH; round < ROUNDS; round++) {
        write(round);
      }
    } finally {
      written.set(true);
    }
  }

  private void write(int round) {
    List<VectorItem> items = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      String key = "k" + (round * BATCH + i) % KEYS;
      items.add(new VectorItem(key, new float[] {round}, Value.map("round", round)));
    }
    vectors.insertAll(db.in(run), "docs", items);
  }

  private int searchUntilAllIsWritten() {
    int searches = 0;
    boolean last;
    do {
      last = written.get();
      try (ReadView view = db.readView()) {
        ReadScope scope = view.in(run);
        List<VectorMatch> all = vectors.search(scope, "docs", new float[] {1}, KEYS);
        assertWhole(all);
        assertThat(vectors.count(scope, "docs")).isEqualTo(KEYS);
        assertThat(vectors.search(scope, "docs", new float[] {1}, 7)).isEqualTo(all.subList(0, 7));
      }
      assertWhole(vectors.search(db.in(run), "docs", new float[] {1}, KEYS));
      searches++;
    } while (!last);
    return searches;
  }

  /** The newest rounds, five matches each, all of one round by one commit. */
  private static void assertWhole(List<VectorMatch> all) {
    assertThat(all).hasSize(KEYS);
    int newest = (int) all.get(0).score();
    for (int i = 0; i < KEYS; i++) {
      VectorMatch match = all.get(i);
      assertThat((int) match.score()).isEqualTo(newest - i / BATCH);
      assertThat(match.metadata()).isEqualTo(Value.map("round", newest - i / BATCH));
      assertThat(match.version()).isEqualTo(all.get(i - i % BATCH).version());
    }
  }
}
