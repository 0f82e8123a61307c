package dev.tidemark.vector.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.vector.distance.Kernels;
import dev.tidemark.vector.distance.MeasuredVector;
import dev.tidemark.vector.distance.Scorer;
import dev.tidemark.vector.distance.Similarity;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RowTableStressTest {
  private static final int KEYS = 100;
  private static final long VERSIONS = 30_000;

  private final RowTable<Long> table = new RowTable<>(1);
  private final AtomicLong fed = new AtomicLong();
  private final AtomicLong oldestView = new AtomicLong(Long.MAX_VALUE);

  /** Each version replaces the row of key (version mod KEYS) by one that scores its version. */
  @Test
  void search_whileRowsAreReplacedAndCompacted_returnsExactlyTheView() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Integer> searching = threads.submit(this::searchUntilAllIsFed);
      Future<?> feeding = threads.submit(this::feed);

      feeding.get();
      assertThat(searching.get()).isPositive();
      table.checkInvariants();
    } finally {
      threads.shutdownNow();
    }
  }

  private void feed() {
    for (long version = 1; version <= VERSIONS; version++) {
      table.append(key(version), vector((float) version), version, version);
      if (version % 1000 == 0) {
        table.compact(Math.min(oldestView.get(), version));
      }
      fed.set(version);
    }
  }

  private int searchUntilAllIsFed() {
    Scorer scorer = new Scorer(Similarity.DOT_PRODUCT, Kernels.scalar(), vector(1));
    int searches = 0;
    long view = 0;
    while (view < VERSIONS) {
      oldestView.set(view); // nothing this thread will read again is older
      view = fed.get();
      List<Hit<Long>> hits = table.search(scorer, KEYS, view, meta -> true, new Overlay<>());
      assertView(hits, view);
      searches++;
    }
    return searches;
  }

  private static void assertView(List<Hit<Long>> hits, long view) {
    assertThat(hits).hasSize((int) Math.min(KEYS, view));
    for (int i = 0; i < hits.size(); i++) {
      assertThat(hits.get(i).version()).isEqualTo(view - i);
      assertThat(hits.get(i).data()).isEqualTo(view - i);
    }
  }

  private static MeasuredVector vector(float value) {
    return MeasuredVector.of(new float[] {value}, 1);
  }

  private static byte[] key(long version) {
    return new byte[] {(byte) (version % KEYS)};
  }
}
