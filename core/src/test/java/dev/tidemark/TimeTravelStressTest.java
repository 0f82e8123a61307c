package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.HistoryUnavailableException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeyHistory.State;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Retention;
import dev.tidemark.types.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Reads of the past while a writer prunes it. Commit n writes key n modulo 10 in round n / 10:
 * every third round deletes it, the others set it to n.
 */
class TimeTravelStressTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final int KEYS = 10;
  private static final int COMMITS = 60_000;
  private static final int KEPT = 100;

  private final Database db =
      Database.inMemory(DatabaseOptions.defaults().retention(Retention.commits(KEPT)));
  private final AtomicBoolean written = new AtomicBoolean();

  /** How often a past state was read, and how often it was gone. */
  private record Outcomes(int read, int gone) {}

  @Test
  void past_whileItIsPruned_isNeverReadWrong() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Outcomes>> readers = new ArrayList<>();
      for (int seed = 1; seed <= 2; seed++) {
        Random random = new Random(seed);
        readers.add(threads.submit((Callable<Outcomes>) () -> readUntilWritten(random)));
      }
      threads.submit(this::writeAll).get();
      for (Future<Outcomes> reader : readers) {
        assertThat(reader.get().read()).isPositive();
        assertThat(reader.get().gone()).isPositive();
      }
    } finally {
      threads.shutdownNow();
    }
    db.checkInvariants();
  }

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void at_presentTimeWhileCommitting_namesTheSameVersionForEver() throws Exception {
    DatabaseOptions options = DatabaseOptions.defaults().retention(Retention.commits(1_000_000));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Database busy = Database.inMemory(options)) {
      busy.global().put(SPACE, key(0), Value.of(0));
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 1; i <= 2; i++) {
        byte[] own = key(i);
        writers.add(threads.submit(() -> putOften(busy, own)));
      }
      Map<Instant, Long> versions = new TreeMap<>();
      while (writers.stream().anyMatch(writer -> !writer.isDone())) {
        Instant past = Instant.now().minusNanos(1_000);
        versions.put(past, busy.at(past).version());
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      versions.forEach((time, version) -> assertThat(busy.at(time).version()).isEqualTo(version));
      assertThat(versions).hasSizeGreaterThan(10);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void putOften(Database db, byte[] key) {
    for (int i = 0; i < COMMITS; i++) {
      db.global().put(SPACE, key, Value.of(i));
    }
  }

  private void writeAll() {
    try {
      Scope now = db.global();
      for (int n = 1; n <= COMMITS; n++) {
        if (isDeletion(n)) {
          now.delete(SPACE, key(n % KEYS));
        } else {
          now.put(SPACE, key(n % KEYS), Value.of(n));
        }
      }
    } finally {
      written.set(true);
    }
  }

  private Outcomes readUntilWritten(Random random) {
    int read = 0;
    int gone = 0;
    while (!written.get()) {
      long newest = db.stats().version();
      // Around the horizon, where the pruner works.
      long version = newest - KEPT + 20 - random.nextInt(150);
      if (version >= 2L * KEYS) {
        try {
          assertPast(db.at(version).global(), version, random);
          read++;
        } catch (HistoryUnavailableException e) {
          assertThat(e.horizon()).isGreaterThan(version);
          gone++;
        }
      }
    }
    return new Outcomes(read, gone);
  }

  private static void assertPast(ReadScope past, long version, Random random) {
    int number = random.nextInt(KEYS);
    byte[] key = key(number);
    switch (random.nextInt(3)) {
      case 0 -> {
        for (int i = 0; i < KEYS; i++) {
          assertThat(past.get(SPACE, key(i))).isEqualTo(expected(i, version));
        }
      }
      case 1 -> assertScan(past, version);
      default ->
          assertHistory(past.history(SPACE, key, KeyHistory.NEWEST, COMMITS), number, version);
    }
  }

  private static void assertScan(ReadScope past, long version) {
    Map<String, Value> expected = new TreeMap<>();
    for (int i = 0; i < KEYS; i++) {
      if (expected(i, version) != null) {
        expected.put("k" + i, expected(i, version));
      }
    }
    Map<String, Value> scanned = new TreeMap<>();
    past.scan(
        SPACE,
        KeyRange.all(),
        (key, value, v, time) -> scanned.put(new String(key, UTF_8), value) == null);
    assertThat(scanned).isEqualTo(expected);
  }

  /** Versions are commit numbers: nothing else is committed. */
  private static void assertHistory(KeyHistory history, int key, long version) {
    assertThat(history.completeFrom()).isLessThanOrEqualTo(version);
    long next = lastWrite(key, version);
    for (State state : history.states()) {
      assertThat(state.version()).isEqualTo(next);
      assertThat(state.isDeletion()).isEqualTo(isDeletion(next));
      next -= KEYS;
    }
    assertThat(next).isLessThan(history.completeFrom());
  }

  private static Value expected(int key, long version) {
    long write = lastWrite(key, version);
    return isDeletion(write) ? null : Value.of(write);
  }

  private static long lastWrite(int key, long version) {
    return version - Math.floorMod(version - key, KEYS);
  }

  private static boolean isDeletion(long commit) {
    return commit / KEYS % 3 == 2;
  }

  private static byte[] key(int number) {
    return ("k" + number).getBytes(UTF_8);
  }
}
