package dev.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.kv.KVStore;
import dev.tidemark.primitives.Parallel;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionOptions;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.DeadlineExceededException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several writers of one log. */
@Timeout(60)
class EventLogStressTest {
  private static final int THREADS = 8;
  private static final int EACH = 300;

  private Instant time = Instant.parse("2026-01-01T00:00:00Z");
  private final Database db =
      Database.inMemory(DatabaseOptions.defaults().clock(() -> time).retry(RetryPolicy.none()));
  private final RunId run = new Runs().create(db.global(), "run");
  private final Scope now = db.in(run);
  private final EventLog log = new EventLog();

  @AfterEach
  void close() {
    assertThat(log.verifyChain(now).reason()).isEmpty();
    db.close();
  }

  @Test
  void append_eightThreadsSingly_allSucceedInOneUnbrokenLog() throws Exception {
    List<List<Event>> appended;
    try (Parallel threads = new Parallel(THREADS)) {
      appended =
          threads.call(
              thread -> {
                List<Event> own = new ArrayList<>();
                for (int i = 0; i < EACH; i++) {
                  own.add(log.append(now, "t" + thread, Value.of(i)));
                }
                return own;
              });
    }

    assertThat(log.length(now)).isEqualTo(THREADS * EACH);
    for (int thread = 0; thread < THREADS; thread++) {
      assertThat(log.byType(now, "t" + thread)).isEqualTo(appended.get(thread));
      assertThat(appended.get(thread)).extracting(Event::sequence).isSorted();
    }
    assertThat(appended.stream().flatMap(List::stream).map(Event::sequence).sorted())
        .containsExactlyElementsOf(LongStream.range(0, THREADS * EACH).boxed().toList());
  }

  /** Readers by type catch the index up while writers extend it. */
  @Test
  void types_whileOthersAppend_addUpToTheLengthOfTheView() throws Exception {
    AtomicInteger writing = new AtomicInteger(2);
    try (Parallel threads = new Parallel(4)) {
      threads.call(
          thread -> {
            if (thread < 2) {
              for (int i = 0; i < 2_000; i++) {
                log.append(now, "t" + i % 7, Value.of(i));
              }
              return writing.decrementAndGet();
            }
            do {
              now.atOneView(
                  view -> {
                    long length = log.length(view);
                    assertThat(log.types(view).stream().mapToLong(EventCount::count).sum())
                        .isEqualTo(length);
                    assertThat(log.byType(view, "t3", "", 1_000_000).items())
                        .allMatch(event -> event.type().equals("t3") && event.sequence() < length);
                    return null;
                  });
            } while (writing.get() > 0);
            return 0;
          });
    }
    assertThat(log.length(now)).isEqualTo(4_000);
  }

  @Test
  void append_twoTransactions_conflictAndTheLaterOneMayBeRepeated() {
    int[] attempts = new int[1];
    db.transact(
        TransactionOptions.defaults().retry(RetryPolicy.defaults()),
        tx -> {
          log.append(tx.in(run), "mine", Value.of(1));
          if (attempts[0]++ == 0) {
            elsewhere(() -> log.append(now, "theirs", Value.of(2)));
          }
        });
    assertThat(attempts[0]).isEqualTo(2);
    assertThat(log.range(now, 0, 9)).extracting(Event::type).containsExactly("theirs", "mine");

    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      log.append(tx.in(run), "lost", Value.of(3));
                      elsewhere(() -> log.append(now, "theirs", Value.of(4)));
                    }))
        .isInstanceOf(ConflictException.class);
    assertThat(log.byType(now, "lost")).isEmpty();
    assertThat(log.length(now)).isEqualTo(3);
  }

  @Test
  void append_inATransactionWithADeadline_isRepeatedUntilThen() {
    assertThatThrownBy(
            () ->
                db.transact(
                    TransactionOptions.defaults()
                        .retry(new RetryPolicy(1_000, Duration.ZERO))
                        .timeout(Duration.ofSeconds(5)),
                    tx -> {
                      time = time.plusSeconds(1);
                      log.append(tx.in(run), "late", Value.of(1));
                      elsewhere(() -> log.append(now, "theirs", Value.of(2)));
                    }))
        .isInstanceOf(DeadlineExceededException.class);
    assertThat(log.types(now)).extracting(EventCount::type).containsExactly("theirs");
  }

  @Test
  void readsOfOldEvents_besideAppends_areNoConflict() {
    log.append(now, "a", Value.of(1));
    log.append(now, "a", Value.of(2));
    db.transact(
        tx -> {
          assertThat(log.read(tx.in(run), 0)).isPresent();
          assertThat(log.range(tx.in(run), 0, 2)).hasSize(2);
          elsewhere(() -> log.append(now, "theirs", Value.of(2)));
          new KVStore().put(tx.in(run), "seen", 2);
        });
    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      log.range(tx.in(run), 0, 9);
                      elsewhere(() -> log.append(now, "theirs", Value.of(2)));
                      new KVStore().put(tx.in(run), "seen", 3);
                    }))
        .isInstanceOf(ConflictException.class);
  }

  private static void elsewhere(Runnable work) {
    CompletableFuture.runAsync(work, task -> new Thread(task).start()).join();
  }
}
