package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.index.KeptIndex;
import dev.tidemark.index.KeptIndexProvider;
import dev.tidemark.transaction.PinnedScope;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionOptions;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Entries that come and go all the time, so that every commit and read meets removed ones. */
class SweepStressTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final int KEYS = 12;
  private static final int STEPS = 6_000;
  private static final int SPACES = 6;

  private final Database db = Database.inMemory(DatabaseOptions.defaults(), task -> {});
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean done;

  @AfterEach
  void leaveWhole() throws InterruptedException {
    threads.shutdown();
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    db.doUpkeep();
    db.checkInvariants();
    db.close();
  }

  @Test
  void move_oneTokenBetweenKeys_isNeverLostOrDoubled() throws Exception {
    int tokens = 3;
    for (int i = 0; i < tokens; i++) {
      db.global().put(SPACE, key(i), Value.of(1));
    }
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int seed = i;
      running.add(threads.submit(() -> moveTokens(seed)));
    }
    Future<?> sweeper = threads.submit(this::sweepUntilDone);
    Future<?> reader = threads.submit(() -> countUntilDone(tokens));
    for (Future<?> each : running) {
      each.get();
    }
    done = true;
    sweeper.get();
    reader.get();

    assertThat(count(db.global())).isEqualTo(tokens);
    db.doUpkeep();
    assertThat(db.stats().store().keys()).isEqualTo(tokens);
  }

  /** Each token's place is a key space of its own: partitions and their indexes come and go. */
  @Test
  void move_oneTokenBetweenKeySpaces_isNeverLostOrDoubled() throws Exception {
    int tokens = 2;
    for (int i = 0; i < tokens; i++) {
      db.global().put(space(i), key(0), Value.of("token"));
    }
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int seed = i;
      running.add(threads.submit(() -> moveBetweenSpaces(seed)));
    }
    Future<?> sweeper = threads.submit(this::sweepUntilDone);
    Future<?> reader = threads.submit(() -> countSpacesUntilDone(tokens));
    for (Future<?> each : running) {
      each.get();
    }
    done = true;
    sweeper.get();
    reader.get();

    db.doUpkeep();
    assertThat(db.stats().store().keys()).isEqualTo(tokens);
    assertThat(db.stats().store().indexLag()).isLessThan(STEPS);
    try (ReadView view = db.readView()) {
      assertThat(((PinnedScope) view.in(RunId.GLOBAL)).spaces())
          .as("those without a token were given up")
          .hasSize(tokens);
    }
  }

  /** The entry seen deleted goes with its partition; the key comes back in another. */
  @Test
  void commit_keySeenAbsentComesBackInAnotherPartition_conflicts() {
    db.global().put(SPACE, key(0), Value.of(1));
    db.global().delete(SPACE, key(0));
    TransactionOptions once = TransactionOptions.defaults().retry(RetryPolicy.none());
    assertThatThrownBy(
            () ->
                db.transact(
                    once,
                    tx -> {
                      assertThat(tx.global().get(SPACE, key(0))).isNull();
                      CompletableFuture.runAsync(
                              () -> {
                                db.doUpkeep();
                                assertThat(db.stats().store().keys()).isZero();
                                db.global().put(SPACE, key(0), Value.of(2));
                              },
                              OwnThread.FOR_EACH)
                          .join();
                      tx.global().put(space(0), key(0), Value.of("relies on the absence"));
                    }))
        .isInstanceOf(ConflictException.class);
  }

  /** The first of them has a derived index. */
  private static KeySpace space(int i) {
    return new KeySpace(KeptIndexProvider.SPACE.id() + i, "space " + i);
  }

  private void moveBetweenSpaces(int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < STEPS; i++) {
      KeySpace from = space(random.nextInt(SPACES));
      KeySpace to = space(random.nextInt(SPACES));
      db.transact(
          tx -> {
            Scope now = tx.global();
            if (now.get(from, key(0)) != null && now.get(to, key(0)) == null) {
              now.delete(from, key(0));
              now.put(to, key(0), Value.of("token"));
            }
          });
    }
  }

  private void countSpacesUntilDone(int tokens) {
    while (!done) {
      try (ReadView view = db.readView()) {
        PinnedScope scope = (PinnedScope) view.in(RunId.GLOBAL);
        int found = 0;
        for (int i = 0; i < SPACES; i++) {
          int[] scanned = {0};
          scope.scan(space(i), KeyRange.all(), (key, value, version, time) -> ++scanned[0] > 0);
          assertThat(scanned[0]).isEqualTo(scope.get(space(i), key(0)) == null ? 0 : 1);
          found += scanned[0];
        }
        assertThat(found).isEqualTo(tokens);
        KeptIndex index = scope.index(space(0), KeptIndex.class);
        assertThat(index != null && index.at(view.version()).size() == 1)
            .isEqualTo(scope.get(space(0), key(0)) != null);
      }
    }
  }

  @Test
  void create_onlyIfAbsent_oneOfManyWins() throws Exception {
    Future<?> sweeper = threads.submit(this::sweepUntilDone);
    List<Callable<Integer>> contenders = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      contenders.add(this::takeAndRelease);
    }
    int overlaps = 0;
    for (Future<Integer> each : threads.invokeAll(contenders)) {
      overlaps += each.get();
    }
    done = true;
    sweeper.get();

    assertThat(overlaps).isZero();
  }

  /** Takes a lock made of a key's existence; returns how often somebody else had it, too. */
  private int takeAndRelease() {
    int overlaps = 0;
    long self = Thread.currentThread().getId();
    Scope now = db.global();
    for (int i = 0; i < STEPS; i++) {
      if (now.compareAndSet(SPACE, key(0), 0, Value.of(self)).applied()) {
        overlaps += Value.of(self).equals(now.get(SPACE, "k0")) ? 0 : 1;
        overlaps += now.delete(SPACE, key(0)) ? 0 : 1;
      }
    }
    return overlaps;
  }

  private void moveTokens(int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < STEPS; i++) {
      int from = random.nextInt(KEYS);
      int to = random.nextInt(KEYS);
      db.transact(
          tx -> {
            Scope now = tx.global();
            if (now.get(SPACE, "k" + from) != null && now.get(SPACE, "k" + to) == null) {
              now.delete(SPACE, key(from));
              now.put(SPACE, key(to), Value.of(1));
            }
          });
    }
  }

  private void sweepUntilDone() {
    while (!done) {
      db.doUpkeep();
    }
  }

  private void countUntilDone(int tokens) {
    while (!done) {
      try (ReadView view = db.readView()) {
        ReadScope scope = view.in(RunId.GLOBAL);
        int found = 0;
        for (int i = 0; i < KEYS; i++) {
          found += scope.get(SPACE, "k" + i) == null ? 0 : 1;
        }
        assertThat(found).isEqualTo(tokens);
        assertThat(count(scope)).isEqualTo(tokens);
      }
    }
  }

  private static int count(ReadScope scope) {
    int[] count = {0};
    scope.scan(SPACE, KeyRange.all(), (key, value, version, time) -> ++count[0] > 0);
    return count[0];
  }

  private static byte[] key(int i) {
    return ("k" + i).getBytes(UTF_8);
  }
}
