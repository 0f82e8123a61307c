package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeyHistory.State;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyHistoryTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final byte[] KEY = "k".getBytes(UTF_8);

  private final ManualClock clock = new ManualClock();
  private final Database db =
      Database.inMemory(
          DatabaseOptions.defaults()
              .clock(clock)
              .retention(Retention.commits(1_000))
              .retry(RetryPolicy.none()));
  private final Scope now = db.global();

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void history_putsAndDeletes_newestFirstWithTimes() {
    long first = now.put(SPACE, KEY, Value.of(1));
    now.put(SPACE, "other".getBytes(UTF_8), Value.of(0));
    clock.advance(Duration.ofSeconds(1));
    now.delete(SPACE, KEY);
    long expiry = db.at(first + 2).timeMicros() + 7;
    now.put(SPACE, KEY, Value.of(2), expiry);

    KeyHistory history = whole(now);
    long start = db.at(first).timeMicros();
    assertThat(history.states())
        .containsExactly(
            new State(Value.of(2), first + 3, start + 1_000_000, expiry),
            new State(null, first + 2, start + 1_000_000, Mutation.NEVER),
            new State(Value.of(1), first, start, Mutation.NEVER));
    assertThat(history.states().get(1).isDeletion()).isTrue();
    assertThat(history.states().get(0).isDeletion()).isFalse();
    assertThat(history.completeFrom()).isEqualTo(1);
    assertThat(history.cursor()).isZero();
  }

  @Test
  void history_keyNeverWritten_isEmptyAndComplete() {
    assertThat(whole(now)).isEqualTo(new KeyHistory(List.of(), 1, 0));
  }

  @Test
  void history_pages_joinToTheWhole() {
    for (int i = 0; i < 100; i++) {
      now.put(SPACE, KEY, Value.of(i));
    }
    for (int limit : new int[] {1, 3, 50, 99, 100, 101}) {
      List<State> joined = new ArrayList<>();
      long before = KeyHistory.NEWEST;
      do {
        KeyHistory page = now.history(SPACE, KEY, before, limit);
        assertThat(page.states()).hasSizeBetween(1, limit);
        joined.addAll(page.states());
        before = page.cursor();
      } while (before != 0);
      assertThat(joined).isEqualTo(whole(now).states()).hasSize(100);
    }
  }

  @Test
  void history_olderPruned_saysFromWhereItIsComplete() {
    for (int i = 0; i < 5_000; i++) {
      now.put(SPACE, KEY, Value.of(i));
    }
    KeyHistory history = whole(now);

    assertThat(history.completeFrom()).isBetween(5_000L - 1_000 - 64, 5_000L - 1_000);
    assertThat(history.states()).hasSize((int) (5_000 - history.completeFrom() + 1));
    KeyHistory gone = now.history(SPACE, KEY, history.completeFrom(), 10);
    assertThat(gone.states()).isEmpty();
    assertThat(gone.cursor()).isZero();
    assertThat(gone.completeFrom()).isEqualTo(history.completeFrom());
  }

  @Test
  void history_keyNotWrittenSinceTheHorizon_beginsWithTheStateThen() {
    long version = now.put(SPACE, KEY, Value.of(1));
    for (int i = 0; i < 5_000; i++) {
      now.put(SPACE, "other".getBytes(UTF_8), Value.of(i));
    }

    KeyHistory history = whole(now);
    assertThat(history.states()).extracting(State::version).containsExactly(version);
    assertThat(history.completeFrom()).isGreaterThan(version);
  }

  @Test
  void history_atPastAndReadView_endsThere() {
    long first = now.put(SPACE, KEY, Value.of(1));
    long second = now.put(SPACE, KEY, Value.of(2));
    try (ReadView view = db.readView()) {
      now.put(SPACE, KEY, Value.of(3));

      assertThat(versions(view.in(RunId.GLOBAL))).containsExactly(second, first);
      assertThat(versions(db.at(first).global())).containsExactly(first);
    }
  }

  @Test
  void history_inTransaction_beginsWithItsOwnWrite() {
    long first = now.put(SPACE, KEY, Value.of(1));
    db.transact(
        tx -> {
          Scope s = tx.global();
          assertThat(versions(s)).containsExactly(first);
          s.put(SPACE, KEY, Value.of(2));
          assertThat(versions(s)).containsExactly(Versioned.PENDING, first);
          KeyHistory page = s.history(SPACE, KEY, KeyHistory.NEWEST, 1);
          assertThat(page.states()).extracting(State::value).containsExactly(Value.of(2));
          assertThat(s.history(SPACE, KEY, page.cursor(), 1).states())
              .extracting(State::version)
              .containsExactly(first);
          s.delete(SPACE, KEY);
          assertThat(whole(s).states().get(0).isDeletion()).isTrue();
        });
  }

  @Test
  void history_readByTransaction_conflictsWithALaterState() {
    now.put(SPACE, KEY, Value.of(1));

    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      whole(tx.global());
                      writeElsewhere();
                      tx.global().put(SPACE, "other".getBytes(UTF_8), Value.of(1));
                    }))
        .isInstanceOf(ConflictException.class);
  }

  private void writeElsewhere() throws InterruptedException {
    Thread other = new Thread(() -> now.put(SPACE, KEY, Value.of(2)));
    other.start();
    other.join();
  }

  @Test
  void history_badBounds_areRefused() {
    assertThatThrownBy(() -> now.history(SPACE, KEY, 0, 1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("NEWEST");
    assertThatThrownBy(() -> now.history(SPACE, KEY, KeyHistory.NEWEST, 0))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("limit = 0");
    db.transact(
        tx ->
            assertThatThrownBy(() -> tx.global().history(SPACE, KEY, -1, 1))
                .isInstanceOf(InvalidArgumentException.class));
  }

  @Test
  void history_unknownRun_isNotFound() {
    RunId unknown = RunId.random();
    assertThatThrownBy(() -> whole(db.in(unknown))).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> db.transact(tx -> whole(tx.in(unknown))))
        .isInstanceOf(NotFoundException.class);
  }

  private static KeyHistory whole(ReadScope scope) {
    return scope.history(SPACE, KEY, KeyHistory.NEWEST, Integer.MAX_VALUE);
  }

  private static List<Long> versions(ReadScope scope) {
    return whole(scope).states().stream().map(State::version).toList();
  }
}
