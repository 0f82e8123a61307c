package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Durability;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Views taken while several runs commit in parallel. Some writers set all keys of their own run to
 * one value, others set a key in each of two runs: no view may see a part of that. I1
 */
class TornViewStressTest {
  private static final KeySpace OWN = new KeySpace(0x77, "own");
  private static final KeySpace PAIRS = new KeySpace(0x78, "pairs");
  private static final int KEYS = 30;
  private static final int COMMITS = 1_500;

  @TempDir private Path dir;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({"inMemory, 1, 1", "inMemory, 2, 2", "inMemory, 4, 4", "buffered, 2, 2"})
  void views_whileTwoRunsCommit_areNeverTorn(String mode, int writersEach, int readers)
      throws Exception {
    try (Database db = open(mode)) {
      RunId first = new Runs().create(db.global(), "first");
      RunId second = new Runs().create(db.global(), "second");
      AtomicInteger writing = new AtomicInteger();
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int i = 0; i < writersEach; i++) {
        String pair = "pair" + i;
        tasks.add(writer(writing, n -> fill(db, first, n)));
        tasks.add(writer(writing, n -> fill(db, second, n)));
        tasks.add(writer(writing, n -> putPair(db, first, second, pair, n)));
      }
      for (int i = 0; i < readers; i++) {
        tasks.add(() -> readWhile(writing, () -> readView(db, first, second)));
        tasks.add(() -> readWhile(writing, () -> transaction(db, first, second)));
      }
      for (Future<Long> done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isPositive();
      }
    }
  }

  private Database open(String mode) {
    DatabaseOptions options = DatabaseOptions.defaults();
    return mode.equals("inMemory")
        ? Database.inMemory(options)
        : Database.open(dir, options.durability(Durability.buffered()));
  }

  private interface Commit {
    void number(long n);
  }

  /** Makes its commits and returns how many. */
  private static Callable<Long> writer(AtomicInteger writing, Commit commit) {
    writing.incrementAndGet();
    return () -> {
      try {
        for (long n = 0; n < COMMITS; n++) {
          commit.number(n);
        }
        return (long) COMMITS;
      } finally {
        writing.decrementAndGet();
      }
    };
  }

  /** Reads until nobody writes any more, at least once, and returns how often. */
  private static long readWhile(AtomicInteger writing, Runnable read) {
    long reads = 0;
    do {
      read.run();
      reads++;
    } while (writing.get() > 0);
    return reads;
  }

  private static void fill(Database db, RunId run, long n) {
    db.transact(
        tx -> {
          Scope scope = tx.in(run);
          for (int i = 0; i < KEYS; i++) {
            scope.put(OWN, ("key" + i).getBytes(UTF_8), Value.of(n));
          }
        });
  }

  private static void putPair(Database db, RunId first, RunId second, String pair, long n) {
    db.transact(
        tx -> {
          tx.in(first).put(PAIRS, pair.getBytes(UTF_8), Value.of(n));
          tx.in(second).put(PAIRS, pair.getBytes(UTF_8), Value.of(n));
        });
  }

  private static void readView(Database db, RunId first, RunId second) {
    try (ReadView view = db.readView()) {
      assertWhole(view.in(first), view.in(second));
      assertWhole(view.in(first), view.in(second));
    }
  }

  private static void transaction(Database db, RunId first, RunId second) {
    db.transact(tx -> assertWhole(tx.in(first), tx.in(second)));
  }

  private static void assertWhole(ReadScope first, ReadScope second) {
    assertThat(values(first)).as("values of a run").hasSizeLessThan(2);
    assertThat(values(second)).as("values of a run").hasSizeLessThan(2);
    assertThat(pairs(first)).as("pairs").isEqualTo(pairs(second));
  }

  /** The values of a run's keys with the versions of their commits, read by key. */
  private static Set<Object> values(ReadScope scope) {
    Set<Object> values = new HashSet<>();
    for (int i = 0; i < KEYS; i++) {
      values.add(String.valueOf(scope.getVersioned(OWN, ("key" + i).getBytes(UTF_8))));
    }
    return values;
  }

  private static List<Value> pairs(ReadScope scope) {
    List<Value> pairs = new ArrayList<>();
    scope.scan(PAIRS, KeyRange.all(), (key, value, version, time) -> pairs.add(value));
    return pairs;
  }
}
