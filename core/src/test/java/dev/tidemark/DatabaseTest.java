package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.transaction.CasResult;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.ClosedException;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final Runs RUNS = new Runs();

  private final ManualClock clock = new ManualClock();
  private final Database db = Database.inMemory(DatabaseOptions.defaults().clock(clock));
  private final RunId run = RUNS.create(db.global(), "nightly");
  private final Scope now = db.in(run);

  @AfterEach
  void leaveWhole() {
    db.checkInvariants();
    db.close();
  }

  @Test
  void get_afterPut_returnsValueWithItsCommit() {
    clock.advance(Duration.ofSeconds(5));
    long version = now.put(SPACE, key("a"), Value.of(1));

    assertThat(now.get(SPACE, "a")).isEqualTo(Value.of(1));
    assertThat(now.get(SPACE, "b")).isNull();
    assertThat(now.getVersioned(SPACE, key("a")))
        .isEqualTo(new Versioned<>(Value.of(1), version, micros(clock)));
  }

  @Test
  void get_nonAsciiKey_isFoundByTextAndByBytes() {
    now.put(SPACE, key("schlüssel-日本-😀"), Value.of(7));

    assertThat(now.get(SPACE, "schlüssel-日本-😀")).isEqualTo(Value.of(7));
    assertThat(now.get(SPACE, key("schlüssel-日本-😀"))).isEqualTo(Value.of(7));
    assertThatThrownBy(() -> now.get(SPACE, "a\uD800"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("index 1");
  }

  @Test
  void transact_severalRunsAndKeys_shareOneVersion() {
    RunId other = RUNS.create(db.global(), "other");
    Committed<String> c =
        db.transactResult(
            tx -> {
              tx.in(run).put(SPACE, key("a"), Value.of(1));
              tx.in(other).put(SPACE, key("a"), Value.of(2));
              return "done";
            });

    assertThat(c.value()).isEqualTo("done");
    assertThat(now.getVersioned(SPACE, key("a")).version()).isEqualTo(c.version());
    assertThat(db.in(other).getVersioned(SPACE, key("a")).version()).isEqualTo(c.version());
  }

  @Test
  void transact_bodyThrows_rollsBackAndRethrowsUnchanged() {
    IOException failure = new IOException("disk of the caller");

    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      tx.in(run).put(SPACE, key("a"), Value.of(1));
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(now.get(SPACE, "a")).isNull();
    now.put(SPACE, key("a"), Value.of(2));
  }

  @Test
  void transact_readsOwnWrites_inPointsScansAndCas() {
    now.put(SPACE, key("b"), Value.of(1));
    now.put(SPACE, key("d"), Value.of(1));
    db.transact(
        tx -> {
          Scope s = tx.in(run);
          s.put(SPACE, key("a"), Value.of(2));
          s.delete(SPACE, key("b"));
          s.put(SPACE, key("c"), Value.of(2));
          s.put(SPACE, key("d"), Value.of(2));
          s.put(SPACE, key("e"), Value.of(2));

          assertThat(s.get(SPACE, "b")).isNull();
          assertThat(s.getVersioned(SPACE, key("a")).version()).isEqualTo(Versioned.PENDING);
          assertThat(keys(s, KeyRange.all())).containsExactly("a", "c", "d", "e");
          CasResult again = s.compareAndSet(SPACE, key("a"), Versioned.PENDING, Value.of(3));
          assertThat(again.applied()).isTrue();
          assertThat(s.get(SPACE, "a")).isEqualTo(Value.of(3));
        });
    assertThat(keys(now, KeyRange.all())).containsExactly("a", "c", "d", "e");
  }

  @Test
  void compareAndSet_wrongVersion_reportsTheActualOne() {
    long first = now.put(SPACE, key("a"), Value.of(1));

    CasResult lost = now.compareAndSet(SPACE, key("a"), first + 1, Value.of(2));
    CasResult won = now.compareAndSet(SPACE, key("a"), first, Value.of(2));

    assertThat(lost.applied()).isFalse();
    assertThat(lost.version()).isEqualTo(first);
    assertThatThrownBy(lost::orThrow)
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("expected version " + (first + 1));
    assertThat(won.orThrow()).isEqualTo(now.getVersioned(SPACE, key("a")).version());
    assertThat(now.compareAndSet(SPACE, key("a"), Versioned.ABSENT, Value.of(9)).applied())
        .isFalse();
  }

  @Test
  void compareAndSet_afterDeleteAndCreate_doesNotTakeTheNewForTheOld() {
    long first = now.put(SPACE, key("a"), Value.of(1));
    now.delete(SPACE, key("a"));
    now.put(SPACE, key("a"), Value.of(1));

    assertThat(now.compareAndSet(SPACE, key("a"), first, Value.of(2)).applied()).isFalse();
  }

  @Test
  void delete_existingAndMissing_tellsWhich() {
    now.put(SPACE, key("a"), Value.nil());

    assertThat(now.get(SPACE, "a")).isEqualTo(Value.nil());
    assertThat(now.delete(SPACE, key("a"))).isTrue();
    assertThat(now.delete(SPACE, key("a"))).isFalse();
    assertThat(now.get(SPACE, "a")).isNull();
  }

  @Test
  void readView_laterCommits_doNotShow() {
    now.put(SPACE, key("a"), Value.of(0));
    now.put(SPACE, key("gone"), Value.of(0));
    try (ReadView view = db.readView()) {
      ReadScope past = view.in(run);
      now.delete(SPACE, key("gone"));
      for (int i = 1; i <= 1_000; i++) {
        now.put(SPACE, key("a"), Value.of(i));
        now.put(SPACE, key("new" + i), Value.of(i));
      }
      assertThat(past.get(SPACE, "a")).isEqualTo(Value.of(0));
      assertThat(keys(past, KeyRange.all())).containsExactly("a", "gone");
    }
    assertThat(now.get(SPACE, "a")).isEqualTo(Value.of(1_000));
  }

  @Test
  void readView_afterClose_refusesReads() {
    ReadView view = db.readView();
    ReadScope past = view.in(run);
    view.close();

    assertThatThrownBy(() -> past.get(SPACE, "a")).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> view.in(run)).isInstanceOf(ClosedException.class);
  }

  /** What lies ahead is no longer kept for it: passed over, it would look absent. */
  @Test
  void scan_visitorClosesTheView_isRefusedTheRest() {
    now.put(SPACE, key("a"), Value.of(1));
    now.put(SPACE, key("b"), Value.of(1));
    ReadView view = db.readView();

    assertThatThrownBy(
            () ->
                view.in(run)
                    .scan(
                        SPACE,
                        KeyRange.all(),
                        (key, value, version, time) -> {
                          view.close();
                          overwriteUntilPruned("b");
                          return true;
                        }))
        .isInstanceOf(ClosedException.class);
  }

  private void overwriteUntilPruned(String key) {
    for (int i = 0; i < 200; i++) {
      now.put(SPACE, key(key), Value.of(i));
    }
    db.doUpkeep();
  }

  @Test
  void readView_clockFails_keepsNothing() {
    boolean[] fails = new boolean[1];
    InstantSource failing =
        () -> {
          if (fails[0]) {
            throw new IllegalStateException("no time");
          }
          return clock.instant();
        };
    try (Database own = Database.inMemory(DatabaseOptions.defaults().clock(failing))) {
      own.global().put(SPACE, key("a"), Value.of(1));
      fails[0] = true;
      assertThatThrownBy(own::readView).hasMessage("no time");
      fails[0] = false;
      long newest = own.global().put(SPACE, key("a"), Value.of(2));
      own.doUpkeep();
      assertThat(own.stats().store().horizon()).isEqualTo(newest);
    }
  }

  @Test
  void transactionScope_keptAfterTheTransaction_isRefused() {
    Scope[] kept = new Scope[1];
    db.transact(tx -> kept[0] = tx.in(run));

    assertThatThrownBy(() -> kept[0].put(SPACE, key("a"), Value.of(1)))
        .isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> kept[0].get(SPACE, "a")).isInstanceOf(ClosedException.class);
  }

  @Test
  void databaseScope_writtenInsideATransaction_saysWhatToUse() {
    assertThatThrownBy(() -> db.transact(tx -> now.put(SPACE, key("a"), Value.of(1))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("use tx.in(run)");
    assertThatThrownBy(() -> db.transact(tx -> db.transact(inner -> {})))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void scan_range_isOrderedByUnsignedBytesAndBounded() {
    for (String k : List.of("a", "b", "ba", "c", "é", "😀", "z")) {
      now.put(SPACE, key(k), Value.of(k));
    }

    assertThat(keys(now, KeyRange.all())).containsExactly("a", "b", "ba", "c", "z", "é", "😀");
    assertThat(keys(now, new KeyRange(key("b"), key("c")))).containsExactly("b", "ba");
    assertThat(keys(now, KeyRange.prefix(key("b")))).containsExactly("b", "ba");
    assertThat(keys(now, KeyRange.all().after(key("c")))).containsExactly("z", "é", "😀");
  }

  @Test
  void scan_visitorWritesAhead_seesItsOwnWrites() {
    for (String k : List.of("a", "c", "e")) {
      now.put(SPACE, key(k), Value.of(0));
    }
    List<String> seen = new ArrayList<>();
    db.transact(
        tx -> {
          Scope s = tx.in(run);
          s.put(SPACE, key("b"), Value.of(1));
          s.scan(
              SPACE,
              KeyRange.all(),
              (k, value, version, time) -> {
                seen.add(new String(k, UTF_8) + "=" + value);
                s.put(SPACE, key("d"), Value.of(2));
                s.put(SPACE, key("e"), Value.of(3));
                return true;
              });
        });

    assertThat(seen)
        .containsExactly(
            "a=LongValue[value=0]",
            "b=LongValue[value=1]",
            "c=LongValue[value=0]",
            "d=LongValue[value=2]",
            "e=LongValue[value=3]");
  }

  @Test
  void put_intoTheEnginesOwnKeySpace_isRefused() {
    assertThatThrownBy(() -> now.put(KeySpace.RUN, key("status"), Value.of("broken")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("runs are changed by their own operations");
    now.put(SPACE, key("a"), Value.of(1));
  }

  @Test
  void readView_timePasses_keepsItsOwn() {
    now.put(SPACE, key("a"), Value.of(1), micros(clock) + 1_000);
    try (ReadView view = db.readView()) {
      clock.advance(Duration.ofSeconds(1));

      assertThat(view.in(run).get(SPACE, "a")).isEqualTo(Value.of(1));
      assertThat(now.get(SPACE, "a")).isNull();
    }
  }

  @Test
  void put_withExpiry_isAbsentFromThatTimeOn() {
    now.put(SPACE, key("a"), Value.of(1), micros(clock) + 1_000);

    assertThat(now.get(SPACE, "a")).isEqualTo(Value.of(1));
    clock.advance(Duration.ofMillis(1));
    assertThat(now.get(SPACE, "a")).isNull();
    assertThat(keys(now, KeyRange.all())).isEmpty();
    assertThat(now.compareAndSet(SPACE, key("a"), Versioned.ABSENT, Value.of(2)).applied())
        .isTrue();
  }

  @Test
  void clock_stepBack_neitherRevivesNorReordersTime() {
    now.put(SPACE, key("a"), Value.of(1), micros(clock) + 1_000);
    clock.advance(Duration.ofMillis(2));
    assertThat(now.get(SPACE, "a")).isNull();
    long before =
        db.transactResult(tx -> tx.in(run).put(SPACE, key("b"), Value.of(1))).timeMicros();
    clock.advance(Duration.ofDays(-1));

    assertThat(now.get(SPACE, "a")).isNull();
    assertThat(now.getVersioned(SPACE, key("b")).timeMicros()).isEqualTo(before);
    now.put(SPACE, key("c"), Value.of(1));
    assertThat(now.getVersioned(SPACE, key("c")).timeMicros()).isGreaterThanOrEqualTo(before);
  }

  @Test
  void readOnlyTransaction_commits_burnsNoVersion() {
    long version = now.put(SPACE, key("a"), Value.of(1));

    long read = db.transact(tx -> tx.in(run).get(SPACE, "a"));

    assertThat(read).isEqualTo(version);
    assertThat(db.stats().version()).isEqualTo(version);
  }

  @Test
  void unknownRun_readOrWritten_isNamed() {
    RunId nobody = RunId.random();
    assertThatThrownBy(() -> db.in(nobody).get(SPACE, "a"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(nobody.toString());
    assertThatThrownBy(() -> db.in(nobody).put(SPACE, key("a"), Value.of(1)))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> keys(db.in(nobody), KeyRange.all()))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> db.transact(tx -> tx.in(nobody).get(SPACE, "a")))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void run_finished_refusesWritesUntilNever() {
    now.put(SPACE, key("a"), Value.of(1));
    RUNS.transition(now, RunStatus.COMPLETED);

    assertThat(RUNS.get(now).orElseThrow().status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(RUNS.get(now).orElseThrow().name()).isEqualTo("nightly");
    assertThat(now.get(SPACE, "a")).isEqualTo(Value.of(1));
    assertThatThrownBy(() -> now.put(SPACE, key("a"), Value.of(2)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("COMPLETED");
    assertThatThrownBy(() -> RUNS.transition(now, RunStatus.ACTIVE))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("cannot become ACTIVE");
  }

  @Test
  void run_finishedInTheTransaction_refusesLaterWritesOfIt() {
    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      tx.in(run).put(SPACE, key("a"), Value.of(1));
                      RUNS.transition(tx.in(run), RunStatus.FAILED);
                      tx.in(run).put(SPACE, key("b"), Value.of(1));
                    }))
        .isInstanceOf(InvalidArgumentException.class);
    assertThat(now.get(SPACE, "a")).isNull();
  }

  @Test
  void run_badName_isRefused() {
    assertThatThrownBy(() -> RUNS.create(db.global(), "")).hasMessageContaining("empty");
    assertThatThrownBy(() -> RUNS.create(db.global(), "_x")).hasMessageContaining("reserved");
    assertThatThrownBy(() -> RUNS.create(db.global(), "a\0b")).hasMessageContaining("NUL");
    assertThatThrownBy(() -> RUNS.create(db.global(), "x".repeat(1_025)))
        .hasMessageContaining("1025, the limit is 1024");
  }

  @Test
  void close_thenUse_saysClosed() {
    Database closing = Database.inMemory(DatabaseOptions.defaults());
    Scope global = closing.global();
    closing.close();
    closing.close();

    assertThatThrownBy(() -> global.get(SPACE, "a")).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> global.put(SPACE, key("a"), Value.of(1)))
        .isInstanceOf(ClosedException.class);
    assertThatThrownBy(closing::readView).isInstanceOf(ClosedException.class);
  }

  @Test
  void open_inMemoryWithDirectory_isRefusedAndMakesNoFile(@TempDir Path dir) {
    assertThatThrownBy(
            () ->
                Database.open(
                    dir.resolve("x"), DatabaseOptions.defaults().durability(Durability.inMemory())))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("Database.inMemory");
    assertThat(dir).isEmptyDirectory();
  }

  private static List<String> keys(ReadScope scope, KeyRange range) {
    List<String> keys = new ArrayList<>();
    scope.scan(SPACE, range, (k, value, version, time) -> keys.add(new String(k, UTF_8)));
    return keys;
  }

  private static byte[] key(String text) {
    return text.getBytes(UTF_8);
  }

  private static long micros(ManualClock clock) {
    return clock.instant().toEpochMilli() * 1_000;
  }
}
