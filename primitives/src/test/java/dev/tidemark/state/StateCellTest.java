package dev.tidemark.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.CasResult;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.RunView;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Page;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateCellTest {
  private static final DatabaseOptions KEPT =
      DatabaseOptions.defaults().retention(Retention.commits(1_000));

  private final Database db = Database.inMemory(KEPT);
  private final RunId run = new Runs().create(db.global(), "nightly");
  private final Scope now = db.in(run);
  private final StateCell cells = new StateCell();

  @AfterEach
  void close() {
    db.close();
  }

  private static Value plusOne(Value before) {
    return Value.of(((Value.LongValue) before).value() + 1);
  }

  private Value value(String name) {
    return cells.read(now, name).orElseThrow().value();
  }

  @Test
  void init_absentCell_readsBackWithItsCommit() {
    long version = cells.init(now, "phase", Value.of("idle"));

    Versioned<Value> cell = cells.read(now, "phase").orElseThrow();
    assertThat(cell.value()).isEqualTo(Value.of("idle"));
    assertThat(cell.version()).isEqualTo(version).isEqualTo(db.stats().version());
    assertThat(cell.timeMicros()).isPositive();
    assertThat(cells.exists(now, "phase")).isTrue();
    assertThat(cells.read(now, "none")).isEmpty();
    assertThat(cells.exists(now, "none")).isFalse();
  }

  @Test
  void init_existingCell_isRefusedNamingItsVersion() {
    long version = cells.init(now, "phase", Value.of("idle"));

    assertThatThrownBy(() -> cells.init(now, "phase", Value.of("busy")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("state cell \"phase\" exists at version " + version)
        .hasMessageContaining("transition");
    assertThat(cells.read(now, "phase").orElseThrow().version()).isEqualTo(version);
    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      cells.init(tx.in(run), "other", Value.of(1));
                      cells.init(tx.in(run), "other", Value.of(2));
                    }))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("written by this transaction");
    assertThat(cells.exists(now, "other")).isFalse();
  }

  @Test
  void compareAndSet_presentAbsentAndLost_areResults() {
    CasResult made = cells.compareAndSet(now, "lease", Versioned.ABSENT, Value.of("a"));
    CasResult won = cells.compareAndSet(now, "lease", made.version(), Value.of("b"));
    CasResult lost = cells.compareAndSet(now, "lease", made.version(), Value.of("c"));
    CasResult lostToExistence = cells.compareAndSet(now, "lease", Versioned.ABSENT, Value.of("d"));
    CasResult lostToAbsence = cells.compareAndSet(now, "none", made.version(), Value.of("e"));

    assertThat(made.applied()).isTrue();
    assertThat(won.applied()).isTrue();
    assertThat(lost.applied()).isFalse();
    assertThat(lost.version()).isEqualTo(won.version());
    assertThat(lostToExistence.version()).isEqualTo(won.version());
    assertThat(lostToAbsence.version()).isEqualTo(Versioned.ABSENT);
    assertThat(value("lease")).isEqualTo(Value.of("b"));
    assertThat(cells.exists(now, "none")).isFalse();
    assertThatThrownBy(lost::orThrow).isInstanceOf(ConflictException.class);
  }

  /** Versions begin anew for a cell made again: weakness 35 of the original. */
  @Test
  void compareAndSet_cellDeletedAndMadeAgain_doesNotTakeItForTheOldOne() {
    long first = cells.init(now, "lease", Value.of("a"));
    cells.delete(now, "lease");
    long second = cells.init(now, "lease", Value.of("a"));

    assertThat(second).isGreaterThan(first);
    assertThat(cells.compareAndSet(now, "lease", first, Value.of("b")).applied()).isFalse();
    assertThat(value("lease")).isEqualTo(Value.of("a"));
  }

  @Test
  void transition_presentCell_appliesTheFunction() {
    cells.init(now, "n", Value.of(1));

    Versioned<Value> after = cells.transition(now, "n", StateCellTest::plusOne);

    assertThat(after).isEqualTo(cells.read(now, "n").orElseThrow());
    assertThat(after.value()).isEqualTo(Value.of(2));
    assertThat(after.version()).isEqualTo(db.stats().version());
  }

  @Test
  void transitionResult_function_seesTheCommitAndReturnsWhatItLikes() {
    long first = cells.init(now, "queue", Value.list(Value.of("a"), Value.of("b")));

    Committed<String> taken =
        cells.transitionResult(
            now,
            "queue",
            before -> {
              assertThat(before.version()).isEqualTo(first);
              Value.ListValue queue = (Value.ListValue) before.value();
              return new Transition<>(queue.without(0), ((Value.StringValue) queue.get(0)).value());
            });

    assertThat(taken.value()).isEqualTo("a");
    assertThat(cells.read(now, "queue"))
        .contains(new Versioned<>(Value.list(Value.of("b")), taken.version(), taken.timeMicros()));
  }

  @Test
  void transition_absentCell_isNotFoundNamingTheOtherOperation() {
    assertThatThrownBy(() -> cells.transition(now, "n", StateCellTest::plusOne))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("\"n\"")
        .hasMessageContaining("transitionOrInit");
    assertThat(cells.exists(now, "n")).isFalse();
  }

  @Test
  void transition_functionThrows_changesNothingAndRethrows() {
    long version = cells.init(now, "n", Value.of(1));
    IllegalStateException thrown = new IllegalStateException("no");

    assertThatThrownBy(
            () ->
                cells.transition(
                    now,
                    "n",
                    before -> {
                      throw thrown;
                    }))
        .isSameAs(thrown);
    assertThatThrownBy(() -> cells.transition(now, "n", before -> null))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("gave no value");
    assertThatThrownBy(() -> cells.transitionResult(now, "n", before -> null))
        .isInstanceOf(InvalidArgumentException.class);
    assertThat(cells.read(now, "n").orElseThrow().version()).isEqualTo(version);
    assertThat(db.stats().version()).isEqualTo(version);
  }

  /** Raw conflicts reach the callers of single operations: weakness 36 of the original. */
  @Test
  void transition_losingWithoutRetries_isRepeatedUntilItWins() {
    try (Database once = Database.inMemory(KEPT.retry(RetryPolicy.none()))) {
      Scope scope = once.in(new Runs().create(once.global(), "once"));
      cells.init(scope, "n", Value.of(0));
      AtomicInteger calls = new AtomicInteger();

      Versioned<Value> after =
          cells.transition(
              scope,
              "n",
              before -> {
                if (calls.incrementAndGet() <= 3) { // Somebody else is faster.
                  CompletableFuture.runAsync(
                          () -> cells.transition(scope, "n", StateCellTest::plusOne))
                      .join();
                }
                return plusOne(before);
              });

      assertThat(calls).hasValue(4);
      assertThat(after.value()).isEqualTo(Value.of(4));
    }
  }

  @Test
  void transition_functionThrowsAConflictOfItsOwn_isNotRepeated() {
    cells.init(now, "n", Value.of(0));
    AtomicInteger calls = new AtomicInteger();
    CasResult lost = cells.compareAndSet(now, "n", 1_000, Value.of(1));

    assertThatThrownBy(
            () ->
                cells.transition(
                    now,
                    "n",
                    before -> {
                      calls.incrementAndGet();
                      return Value.of(lost.orThrow());
                    }))
        .isInstanceOf(ConflictException.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void transitionOrInit_absentThenPresent_isOneCommitEach() {
    long before = db.stats().version();

    Versioned<Value> first = cells.transitionOrInit(now, "n", Value.of(10), StateCellTest::plusOne);
    Versioned<Value> second =
        cells.transitionOrInit(now, "n", Value.of(10), StateCellTest::plusOne);

    assertThat(first.value()).isEqualTo(Value.of(11));
    assertThat(second.value()).isEqualTo(Value.of(12));
    assertThat(second.version()).isEqualTo(before + 2);
    assertThat(cells.history(now, "n").states()).hasSize(2);
  }

  @Test
  void transitionOrInitResult_absentCell_seesItAsAbsent() {
    Committed<Long> seen =
        cells.transitionOrInitResult(
            now, "n", Value.of(1), b -> new Transition<>(b.value(), b.version()));

    assertThat(seen.value()).isEqualTo(Versioned.ABSENT);
    assertThat(value("n")).isEqualTo(Value.of(1));
  }

  /** The errors of making the cell are swallowed: weakness 37 of the original. */
  @Test
  void transitionOrInit_anyError_surfacesAndLeavesNoCell() {
    assertThatThrownBy(
            () ->
                cells.transitionOrInit(
                    now,
                    "n",
                    Value.of(1),
                    before -> {
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                cells.transitionOrInit(
                    now, "n", Value.of(1), before -> Value.bytes(new byte[(16 << 20) + 1])))
        .isInstanceOf(LimitExceededException.class);
    new Runs().transition(now, RunStatus.COMPLETED);
    assertThatThrownBy(() -> cells.transitionOrInit(now, "n", Value.of(1), StateCellTest::plusOne))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("COMPLETED");
    assertThat(cells.exists(now, "n")).isFalse();
  }

  @Test
  void delete_presentAndAbsent_saysWhich() {
    cells.init(now, "a", Value.nil());

    assertThat(cells.delete(now, "a")).isTrue();
    assertThat(cells.delete(now, "a")).isFalse();
    assertThat(cells.read(now, "a")).isEmpty();
  }

  @Test
  void batches_setAndRead_areOneCommitAndOneView() {
    Map<String, Value> both = new LinkedHashMap<>();
    both.put("b", Value.of(2));
    both.put("a", Value.of(1));
    long version = cells.setAll(now, both);

    Map<String, Versioned<Value>> read = cells.readAll(now, List.of("b", "none", "a"));
    assertThat(read.keySet()).containsExactly("b", "a");
    assertThat(read.values()).allMatch(cell -> cell.version() == version);
    assertThat(read.get("a").value()).isEqualTo(Value.of(1));
  }

  @Test
  void batches_oneBadItem_failWholeNamingItsIndex() {
    Map<String, Value> toSet = new LinkedHashMap<>();
    toSet.put("good", Value.of(1));
    toSet.put("bad\0", Value.of(2));
    assertThatThrownBy(() -> cells.setAll(now, toSet))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("cell name at index 1");
    toSet.remove("bad\0");
    toSet.put("missing", null);
    assertThatThrownBy(() -> cells.setAll(now, toSet))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("value at index 1 is missing");
    assertThatThrownBy(() -> cells.readAll(now, List.of("good", "")))
        .hasMessageContaining("cell name at index 1 is empty");
    assertThat(cells.exists(now, "good")).isFalse();
  }

  /** Lists have no end and no cursor: weakness 46 of the original. */
  @Test
  void names_byPrefix_arePagedInOrder() {
    for (String name : List.of("p/b", "p/a", "q", "p/é", "p", "p/c")) {
      cells.init(now, name, Value.of(1));
    }
    List<String> seen = new ArrayList<>();
    Page<String> page = cells.names(now, "p/", "", 3);
    assertThat(page.items()).hasSize(3);
    seen.addAll(page.items());
    page = cells.names(now, "p/", page.cursor(), 3);
    seen.addAll(page.items());

    assertThat(page.hasNext()).isFalse();
    assertThat(seen).containsExactly("p/a", "p/b", "p/c", "p/é");
    assertThat(cells.names(now, "", "", 100).items())
        .containsExactly("p", "p/a", "p/b", "p/c", "p/é", "q");
    assertThat(cells.names(now, "p/", "q", 10).items()).isEmpty();
    assertThatThrownBy(() -> cells.names(now, "", "", 0)).hasMessageContaining("at least 1");
  }

  @Test
  void transaction_everyOperation_readsItsOwnWritesAndRollsBack() {
    long before = cells.init(now, "kept", Value.of(1));
    Exception rollback = new IOException("rolled back");

    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      Scope s = tx.in(run);
                      assertThat(cells.init(s, "made", Value.of(1))).isEqualTo(Versioned.PENDING);
                      assertThat(cells.compareAndSet(s, "made", Versioned.PENDING, Value.of(2)))
                          .matches(CasResult::applied);
                      Versioned<Value> after = cells.transition(s, "made", StateCellTest::plusOne);
                      assertThat(after.value()).isEqualTo(Value.of(3));
                      assertThat(after.version()).isEqualTo(Versioned.PENDING);
                      cells.transitionOrInit(s, "or", Value.of(5), StateCellTest::plusOne);
                      cells.setAll(s, Map.of("x", Value.of(1), "y", Value.of(2)));
                      assertThat(cells.delete(s, "kept")).isTrue();
                      assertThat(cells.read(s, "kept")).isEmpty();
                      assertThat(cells.names(s, "", "", 10).items())
                          .containsExactly("made", "or", "x", "y");
                      assertThat(cells.readAll(s, List.of("or", "kept"))).containsOnlyKeys("or");
                      throw rollback;
                    }))
        .isSameAs(rollback);

    assertThat(cells.names(now, "", "", 10).items()).containsExactly("kept");
    assertThat(cells.read(now, "kept").orElseThrow().version()).isEqualTo(before);
  }

  /** A cell read in a transaction shows no version: weakness 44 of the original. */
  @Test
  void transaction_read_hasTheVersionThatALaterCompareAndSetExpects() {
    long first = cells.init(now, "n", Value.of(1));

    db.transact(
        tx -> {
          Versioned<Value> seen = cells.read(tx.in(run), "n").orElseThrow();
          assertThat(seen.version()).isEqualTo(first);
          cells.compareAndSet(tx.in(run), "n", seen.version(), Value.of(2)).orThrow();
        });

    assertThat(value("n")).isEqualTo(Value.of(2));
  }

  @Test
  void set_ownScopeInsideATransaction_isRefused() {
    cells.init(now, "n", Value.of(1));

    assertThatThrownBy(() -> db.transact(tx -> cells.set(now, "n", Value.of(2))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("tx.in(run)");
    assertThat(value("n")).isEqualTo(Value.of(1));
  }

  @Test
  void reopen_directory_bringsBackCellsWithTheirVersions(@TempDir Path directory) {
    DatabaseOptions options = KEPT.durability(Durability.strict());
    RunId own;
    Versioned<Value> written;
    try (Database disk = Database.open(directory, options)) {
      own = new Runs().create(disk.global(), "disk");
      cells.init(disk.in(own), "n", Value.of(1));
      cells.init(disk.in(own), "gone", Value.of(1));
      written = cells.transition(disk.in(own), "n", StateCellTest::plusOne);
      cells.delete(disk.in(own), "gone");
    }
    try (Database disk = Database.open(directory, options)) {
      Scope scope = disk.in(own);
      assertThat(cells.read(scope, "n")).contains(written);
      assertThat(cells.exists(scope, "gone")).isFalse();
      assertThat(cells.compareAndSet(scope, "n", written.version(), Value.of(3)).applied())
          .isTrue();
    }
  }

  @Test
  void past_versionsViewsAndHistory_showWhatWas() {
    long first = cells.init(now, "n", Value.of(1));
    try (ReadView view = db.readView()) {
      cells.set(now, "n", Value.of(2));
      cells.delete(now, "n");

      assertThat(cells.read(view.in(run), "n").orElseThrow().version()).isEqualTo(first);
      ReadScope past = db.at(first).in(run);
      assertThat(cells.read(past, "n").orElseThrow().value()).isEqualTo(Value.of(1));
      assertThat(cells.exists(past, "n")).isTrue();
      assertThat(cells.names(past, "", "", 10).items()).containsExactly("n");
      assertThat(cells.readAll(past, List.of("n"))).hasSize(1);
    }
    KeyHistory history = cells.history(now, "n");
    assertThat(history.states())
        .extracting(KeyHistory.State::value)
        .containsExactly(null, Value.of(2), Value.of(1));
    assertThat(cells.history(now, "n", KeyHistory.NEWEST, 1).cursor())
        .isEqualTo(history.states().get(0).version());
  }

  @Test
  void replay_run_hasTheCellAtEachStep() {
    for (int i = 0; i < 3; i++) {
      cells.transitionOrInit(now, "n", Value.of(0), StateCellTest::plusOne);
    }

    List<RunView.Step> steps = db.replay(run).steps();

    assertThat(steps.subList(steps.size() - 3, steps.size()))
        .extracting(step -> cells.read(step.scope(), "n").orElseThrow().value())
        .containsExactly(Value.of(1), Value.of(2), Value.of(3));
  }

  @Test
  void name_limitsAndForm_areChecked() {
    String longest = "é".repeat(512);
    cells.init(now, longest, Value.of(1));

    assertThat(cells.exists(now, longest)).isTrue();
    for (String bad : List.of("", "a\0", "\uD800", longest + "x")) {
      List<ThrowingCallable> operations =
          List.of(
              () -> cells.init(now, bad, Value.of(1)),
              () -> cells.read(now, bad),
              () -> cells.exists(now, bad),
              () -> cells.set(now, bad, Value.of(1)),
              () -> cells.compareAndSet(now, bad, 0, Value.of(1)),
              () -> cells.transition(now, bad, v -> v),
              () -> cells.transitionOrInit(now, bad, Value.of(1), v -> v),
              () -> cells.delete(now, bad),
              () -> cells.history(now, bad));
      assertThat(operations)
          .allSatisfy(
              operation ->
                  assertThatThrownBy(operation)
                      .isInstanceOfAny(InvalidArgumentException.class, LimitExceededException.class)
                      .hasMessageMatching(".*(cell name|surrogate).*"));
    }
    assertThatThrownBy(() -> cells.read(now, longest + "x"))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("is 1025, the limit is 1024");
  }

  @Test
  void run_unknownFinishedArchivedOrDeleted_isAnError() {
    Scope unknown = db.in(RunId.random());
    assertThatThrownBy(() -> cells.read(unknown, "n")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> cells.set(unknown, "n", Value.of(1)))
        .isInstanceOf(NotFoundException.class);
    cells.init(now, "n", Value.of(1));
    new Runs().transition(now, RunStatus.COMPLETED);
    assertThatThrownBy(() -> cells.set(now, "n", Value.of(2)))
        .isInstanceOf(InvalidArgumentException.class);
    assertThat(value("n")).isEqualTo(Value.of(1));
    new Runs().transition(now, RunStatus.ARCHIVED);
    assertThatThrownBy(() -> cells.transition(now, "n", StateCellTest::plusOne))
        .isInstanceOf(InvalidArgumentException.class);
    assertThat(value("n")).isEqualTo(Value.of(1));
    new Runs().delete(now);
    assertThatThrownBy(() -> cells.read(now, "n")).isInstanceOf(NotFoundException.class);
  }

  @Test
  void space_keepsItsNumber() {
    assertThat(StateCell.SPACE.id()).isEqualTo(0x13);
  }
}
