package dev.tidemark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.Isolation;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.RunInfo.Origin;
import dev.tidemark.transaction.RunView;
import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionOptions;
import dev.tidemark.types.HistoryUnavailableException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Page;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunIndexTest {
  private static final Value META = Value.map("model", "small", "budget", 7);

  private Instant time = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> time;
  private final Database db =
      Database.inMemory(
          DatabaseOptions.defaults().clock(clock).retention(Retention.commits(1_000)));
  private final RunIndex runs = new RunIndex();
  private final KVStore kv = new KVStore();

  @AfterEach
  void close() {
    db.close();
  }

  private RunId create(String name) {
    return runs.create(db.global(), name).id();
  }

  private RunId child(String name, RunId parent) {
    return runs.create(db.global(), name, RunOptions.defaults().parent(parent)).id();
  }

  private Run get(RunId run) {
    return runs.get(db.in(run)).orElseThrow();
  }

  private static List<RunId> ids(Page<Run> page) {
    return page.items().stream().map(Run::id).toList();
  }

  private List<RunId> in(RunStatus status) {
    return ids(runs.byStatus(db.global(), status, "", 100));
  }

  private void tick() {
    time = time.plusSeconds(1);
  }

  private long micros() {
    return Duration.between(Instant.EPOCH, time).toNanos() / 1_000;
  }

  private void assertUnknown(ThrowingCallable operation, RunId run) {
    assertThatThrownBy(operation)
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(run.toString());
  }

  @Test
  void create_everythingGiven_readsBack() {
    RunId parent = create("parent");
    tick();
    Run made =
        runs.create(
            db.global(),
            "nightly",
            RunOptions.defaults().parent(parent).tags("b", "a", "b").metadata(META));

    assertThat(made.name()).isEqualTo("nightly");
    assertThat(made.status()).isEqualTo(RunStatus.ACTIVE);
    assertThat(made.parent()).contains(parent);
    assertThat(made.tags()).containsExactly("a", "b");
    assertThat(made.metadata()).isEqualTo(META);
    assertThat(made.reason()).isEmpty();
    assertThat(made.origin()).isEmpty();
    assertThat(made.finishedMicros()).isEmpty();
    assertThat(made.createdMicros()).isEqualTo(micros()).isEqualTo(made.updatedMicros());
    assertThat(made.version()).isEqualTo(db.stats().version());
    assertThat(get(made.id())).isEqualTo(made);
    assertThat(made.id()).isGreaterThan(parent);
    assertThat(get(parent).metadata()).isEqualTo(Value.emptyMap());
    assertThat(get(parent).tags()).isEmpty();
  }

  @Test
  void create_sameNameTwice_isTwoRuns() {
    RunId first = create("nightly");
    RunId second = create("nightly");

    assertThat(ids(runs.byName(db.global(), "nightly", "", 10))).containsExactly(first, second);
  }

  @Test
  void create_anyScope_servesAndSeesTheWholeDatabase() {
    RunId first = create("first");
    RunId second = runs.create(db.in(first), "second").id();

    assertThat(ids(runs.list(db.in(second), "", 10))).containsExactly(first, second);
    assertThat(get(second).parent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_mine", "a\0b", "\uD800"})
  void create_badName_makesNothing(String name) {
    assertThatThrownBy(() -> runs.create(db.global(), name))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("run name");
    assertThat(runs.list(db.global(), "", 10).items()).isEmpty();
  }

  @Test
  void create_nameOfTheLargestLength_isTaken() {
    String longest = "é".repeat(512);
    RunId run = create(longest);

    assertThat(ids(runs.byName(db.global(), longest, "", 10))).containsExactly(run);
    assertThatThrownBy(() -> create(longest + "x"))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("is 1025, the limit is 1024");
    assertThatThrownBy(() -> runs.byName(db.global(), longest + "x", "", 10))
        .isInstanceOf(LimitExceededException.class);
  }

  @Test
  void create_missingParent_makesNothing() {
    RunId nobody = RunId.random();
    assertUnknown(() -> child("child", nobody), nobody);
    assertThatThrownBy(() -> child("child", RunId.GLOBAL))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("belongs to no run");
    assertThat(runs.list(db.global(), "", 10).items()).isEmpty();
    assertThat(db.stats().store().keys()).isZero();
  }

  @Test
  void create_archivedParent_isNoObstacle() {
    RunId parent = create("parent");
    runs.transition(db.in(parent), RunStatus.ARCHIVED);

    assertThat(get(child("child", parent)).parent()).contains(parent);
  }

  @Test
  void create_metadataThatIsNoMap_makesNothing() {
    RunOptions bad = RunOptions.defaults().metadata(Value.of("text"));
    assertThatThrownBy(() -> runs.create(db.global(), "run", bad))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("StringValue, not a map");
    assertThat(runs.list(db.global(), "", 10).items()).isEmpty();
  }

  @Test
  void create_insideATransaction_isUsedThereAndGoneWithIt() {
    Committed<RunId> kept =
        db.transactResult(
            tx -> {
              Run run = runs.create(tx.global(), "run", RunOptions.defaults().tags("t"));
              assertThat(run.version()).isEqualTo(Versioned.PENDING);
              assertThat(runs.get(tx.in(run.id()))).contains(run);
              assertThat(ids(runs.byTag(tx.global(), "t", "", 10))).containsExactly(run.id());
              kv.put(tx.in(run.id()), "k", 1);
              return run.id();
            });
    assertThat(get(kept.value()).version()).isEqualTo(kept.version());
    assertThat(get(kept.value()).createdMicros()).isEqualTo(kept.timeMicros());
    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      runs.create(tx.global(), "other", RunOptions.defaults().tags("t"));
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ids(runs.list(db.global(), "", 10))).containsExactly(kept.value());
    assertThat(ids(runs.byTag(db.global(), "t", "", 10))).containsExactly(kept.value());
  }

  @Test
  void list_pages_areByNameThenAge() {
    RunId b1 = create("b");
    RunId a = create("a");
    RunId ba = create("ba");
    RunId b2 = create("b");
    RunId umlaut = create("ä");

    List<RunId> listed = new ArrayList<>();
    String cursor = "";
    do {
      Page<Run> page = runs.list(db.global(), cursor, 2);
      assertThat(page.items()).hasSizeBetween(1, 2);
      listed.addAll(ids(page));
      cursor = page.cursor();
    } while (!cursor.isEmpty());
    assertThat(listed).containsExactly(a, b1, b2, ba, umlaut);
  }

  @Test
  void listings_pages_areOldestFirstAndSurviveADeletionAtTheCursor() {
    RunId parent = create("parent");
    List<RunId> made = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      RunOptions options = RunOptions.defaults().parent(parent).tags("t");
      made.add(runs.create(db.global(), "child", options).id());
    }
    runs.transition(db.in(parent), RunStatus.PAUSED);

    assertPages(made, cursor -> runs.byName(db.global(), "child", cursor, 3));
    assertPages(made, cursor -> runs.byStatus(db.global(), RunStatus.ACTIVE, cursor, 3));
    assertPages(made, cursor -> runs.byTag(db.global(), "t", cursor, 3));
    assertPages(made, cursor -> runs.children(db.in(parent), cursor, 3));
    Page<Run> first = runs.byTag(db.global(), "t", "", 3);
    runs.delete(db.in(made.get(2)), Cascade.RESTRICT);
    assertThat(ids(runs.byTag(db.global(), "t", first.cursor(), 100)))
        .isEqualTo(made.subList(3, 7));
  }

  private static void assertPages(List<RunId> expected, Function<String, Page<Run>> listing) {
    List<RunId> found = new ArrayList<>();
    Page<Run> page = listing.apply("");
    found.addAll(ids(page));
    while (page.hasNext()) {
      page = listing.apply(page.cursor());
      found.addAll(ids(page));
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void listings_badArguments_areRefused() {
    RunId run = create("run");
    assertThatThrownBy(() -> runs.list(db.global(), "", 0)).hasMessageContaining("limit = 0");
    assertThatThrownBy(() -> runs.list(db.global(), "xyz", 1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("cursor \"xyz\"");
    assertThatThrownBy(() -> runs.list(db.global(), "x".repeat(36), 1))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> runs.byName(db.global(), "", "", 1))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> runs.byTag(db.global(), "a\0", "", 1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("tag has a NUL");
    assertThatThrownBy(() -> runs.byStatus(db.global(), null, "", 1))
        .isInstanceOf(NullPointerException.class);
    assertUnknown(() -> runs.children(db.in(new RunId(1, 2)), "", 1), new RunId(1, 2));
    assertThat(runs.children(db.in(run), "", 1).items()).isEmpty();
  }

  @Test
  void byTag_otherTagsAndStatuses_areExact() {
    RunId run = runs.create(db.global(), "run", RunOptions.defaults().tags("a__b")).id();

    assertThat(runs.byTag(db.global(), "a", "", 10).items()).isEmpty();
    assertThat(runs.byTag(db.global(), "a__", "", 10).items()).isEmpty();
    assertThat(ids(runs.byTag(db.global(), "a__b", "", 10))).containsExactly(run);
    assertThat(runs.byName(db.global(), "ru", "", 10).items()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(RunStatus.class)
  void transition_everyPair_isAllowedOrNamesBoth(RunStatus from) {
    Set<RunStatus> allowed =
        switch (from) {
          case ACTIVE -> EnumSet.complementOf(EnumSet.of(RunStatus.ACTIVE));
          case PAUSED -> EnumSet.of(RunStatus.ACTIVE, RunStatus.CANCELLED, RunStatus.ARCHIVED);
          case COMPLETED, FAILED, CANCELLED -> EnumSet.of(RunStatus.ARCHIVED);
          case ARCHIVED -> EnumSet.noneOf(RunStatus.class);
        };
    for (RunStatus to : RunStatus.values()) {
      RunId run = create("run");
      if (from != RunStatus.ACTIVE) {
        move(db.in(run), from);
      }
      if (allowed.contains(to)) {
        long version = move(db.in(run), to);
        assertThat(get(run).status()).isEqualTo(to);
        assertThat(get(run).version()).isEqualTo(version).isEqualTo(db.stats().version());
      } else {
        long version = db.stats().version();
        assertThatThrownBy(() -> move(db.in(run), to))
            .isInstanceOf(InvalidArgumentException.class)
            .hasMessageContaining("is " + from)
            .hasMessageContaining("become " + to);
        assertThat(db.stats().version()).isEqualTo(version);
      }
      for (RunStatus status : RunStatus.values()) {
        assertThat(in(status).contains(run)).isEqualTo(get(run).status() == status);
      }
    }
  }

  private long move(Scope run, RunStatus to) {
    return to == RunStatus.FAILED ? runs.fail(run, "broken") : runs.transition(run, to);
  }

  @Test
  void fail_reason_staysWhenArchived() {
    RunId run = create("run");
    tick();
    runs.fail(db.in(run), "out of memory");
    long failed = micros();
    tick();
    runs.transition(db.in(run), RunStatus.ARCHIVED);

    Run record = get(run);
    assertThat(record.status()).isEqualTo(RunStatus.ARCHIVED);
    assertThat(record.reason()).contains("out of memory");
    assertThat(record.finishedMicros()).hasValue(failed);
    assertThat(record.updatedMicros()).isEqualTo(micros());
    assertThat(record.createdMicros()).isLessThan(failed);
  }

  @Test
  void fail_withoutReason_isRefused() {
    RunId run = create("run");
    assertThatThrownBy(() -> runs.fail(db.in(run), "")).hasMessageContaining("say what went wrong");
    assertThatThrownBy(() -> runs.fail(db.in(run), "\uD800")).hasMessageContaining("surrogate");
    assertThatThrownBy(() -> runs.transition(db.in(run), RunStatus.FAILED))
        .hasMessageContaining("use fail(scope, reason)");
    assertThat(get(run).status()).isEqualTo(RunStatus.ACTIVE);
  }

  @Test
  void finished_archivedWithoutAnEnd_isEmpty() {
    RunId run = create("run");
    runs.transition(db.in(run), RunStatus.ARCHIVED);
    assertThat(get(run).finishedMicros()).isEmpty();
    RunId done = create("done");
    runs.transition(db.in(done), RunStatus.COMPLETED);
    assertThat(get(done).finishedMicros()).hasValue(micros());
    assertThat(get(done).reason()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = RunStatus.class,
      names = {"COMPLETED", "FAILED", "CANCELLED", "ARCHIVED"})
  void write_runThatIsOver_isRefusedByEveryOperation(RunStatus over) {
    RunId run = create("run");
    runs.addTags(db.in(run), List.of("t"));
    kv.put(db.in(run), "k", 1);
    move(db.in(run), over);
    Run before = get(run);

    for (ThrowingCallable write :
        List.<ThrowingCallable>of(
            () -> runs.addTags(db.in(run), List.of("more")),
            () -> runs.removeTags(db.in(run), List.of("t")),
            () -> runs.updateMetadata(db.in(run), META),
            () -> kv.put(db.in(run), "k", 2),
            () -> kv.delete(db.in(run), "k"),
            () -> db.transact(tx -> kv.put(tx.in(run), "k", 2)))) {
      assertThatThrownBy(write)
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining(run + " is " + over);
    }
    assertThat(get(run)).isEqualTo(before);
    assertThat(kv.getLong(db.in(run), "k")).hasValue(1);
  }

  @Test
  void write_pausedRun_isAllowed() {
    RunId run = create("run");
    runs.transition(db.in(run), RunStatus.PAUSED);

    kv.put(db.in(run), "k", 1);
    runs.addTags(db.in(run), List.of("t"));
    runs.updateMetadata(db.in(run), META);
    assertThat(get(run).tags()).containsExactly("t");
  }

  @Test
  void unknownRun_everyOperation_isNotFound() {
    RunId nobody = new RunId(1, 2);
    RunId deleted = create("gone");
    runs.delete(db.in(deleted), Cascade.RESTRICT);
    for (RunId run : List.of(nobody, deleted)) {
      Scope scope = db.in(run);
      assertThat(runs.get(scope)).isEmpty();
      for (ThrowingCallable each :
          List.<ThrowingCallable>of(
              () -> runs.children(scope, "", 1),
              () -> runs.transition(scope, RunStatus.PAUSED),
              () -> runs.fail(scope, "why"),
              () -> runs.history(scope, KeyHistory.NEWEST, 1),
              () -> runs.metadataHistory(scope, KeyHistory.NEWEST, 1),
              () -> runs.addTags(scope, List.of("t")),
              () -> runs.removeTags(scope, List.of("t")),
              () -> runs.updateMetadata(scope, META),
              () -> runs.adopt(scope),
              () -> runs.delete(scope, Cascade.RESTRICT),
              () -> runs.delete(scope, Cascade.DETACH),
              () -> runs.delete(scope, Cascade.DELETE),
              () -> kv.put(scope, "k", 1),
              () -> db.fork(run, db.stats().version()))) {
        assertUnknown(each, run);
      }
    }
  }

  @Test
  void global_everyOperationButGet_isRefused() {
    Scope global = db.global();
    assertThat(runs.get(global)).isEmpty();
    for (ThrowingCallable each :
        List.<ThrowingCallable>of(
            () -> runs.children(global, "", 1),
            () -> runs.history(global, KeyHistory.NEWEST, 1),
            () -> runs.metadataHistory(global, KeyHistory.NEWEST, 1),
            () -> runs.transition(global, RunStatus.PAUSED),
            () -> runs.fail(global, "why"),
            () -> runs.addTags(global, List.of("t")),
            () -> runs.removeTags(global, List.of("t")),
            () -> runs.updateMetadata(global, META),
            () -> runs.adopt(global),
            () -> runs.delete(global, Cascade.DELETE))) {
      assertThatThrownBy(each)
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("belongs to no run");
    }
  }

  @Test
  void tags_addedAndRemoved_areASortedSet() {
    RunId run = create("run");
    tick();
    long added = runs.addTags(db.in(run), List.of("b", "ä", "a", "b"));
    assertThat(get(run).tags()).containsExactly("a", "b", "ä");
    assertThat(get(run).version()).isEqualTo(added);
    assertThat(get(run).updatedMicros()).isEqualTo(micros());

    runs.removeTags(db.in(run), List.of("a", "never"));
    assertThat(get(run).tags()).containsExactly("b", "ä");
    assertThat(runs.byTag(db.global(), "a", "", 10).items()).isEmpty();
    assertThat(ids(runs.byTag(db.global(), "ä", "", 10))).containsExactly(run);

    long before = db.stats().version();
    runs.addTags(db.in(run), List.of("b"));
    runs.removeTags(db.in(run), List.of("a"));
    runs.addTags(db.in(run), List.of());
    assertThat(db.stats().version()).isEqualTo(before);
    runs.removeTags(db.in(run), List.of("b", "ä"));
    assertThat(get(run).tags()).isEmpty();
  }

  @Test
  void tags_badOne_changesNothingAndIsNamed() {
    RunId run = create("run");
    String longest = "x".repeat(1_024);
    runs.addTags(db.in(run), List.of(longest));

    assertThatThrownBy(() -> runs.addTags(db.in(run), List.of("a", "")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("tag at index 1 is empty");
    assertThatThrownBy(() -> runs.addTags(db.in(run), List.of("a\0")))
        .hasMessageContaining("tag at index 0 has a NUL");
    assertThatThrownBy(() -> runs.addTags(db.in(run), List.of("a", "b", longest + "x")))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("tag at index 2");
    assertThatThrownBy(
            () -> runs.create(db.global(), "other", RunOptions.defaults().tags("a", "\uDC00")))
        .hasMessageContaining("tag at index 1 has an unpaired surrogate");
    assertThat(get(run).tags()).containsExactly(longest);
    assertThat(ids(runs.byTag(db.global(), longest, "", 10))).containsExactly(run);
    assertThat(runs.byTag(db.global(), "a", "", 10).items()).isEmpty();
    assertThat(runs.list(db.global(), "", 10).items()).hasSize(1);
  }

  @Test
  void metadata_replaced_isTheNewMapAlone() {
    RunId run = runs.create(db.global(), "run", RunOptions.defaults().metadata(META)).id();
    tick();
    long version = runs.updateMetadata(db.in(run), Value.map("k", 1));

    assertThat(get(run).metadata()).isEqualTo(Value.map("k", 1));
    assertThat(get(run).version()).isEqualTo(version);
    assertThat(get(run).updatedMicros()).isEqualTo(micros());
    assertThatThrownBy(() -> runs.updateMetadata(db.in(run), Value.list()))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("ListValue, not a map");
    assertThat(get(run).metadata()).isEqualTo(Value.map("k", 1));
  }

  @Test
  void transaction_onARun_updatesItsRecordToo() {
    RunId run = create("run");
    long version =
        db.transact(
            tx -> {
              Scope s = tx.in(run);
              kv.put(s, "k", 1);
              runs.addTags(s, List.of("t"));
              runs.updateMetadata(s, META);
              assertThat(runs.transition(s, RunStatus.COMPLETED)).isEqualTo(Versioned.PENDING);
              assertThat(runs.get(s).orElseThrow().status()).isEqualTo(RunStatus.COMPLETED);
              assertThat(ids(runs.byStatus(s, RunStatus.COMPLETED, "", 10))).containsExactly(run);
              assertThat(runs.byStatus(s, RunStatus.ACTIVE, "", 10).items()).isEmpty();
              assertThatThrownBy(() -> kv.put(s, "late", 1)).hasMessageContaining("COMPLETED");
            });
    Run record = get(run);
    assertThat(record.version()).isEqualTo(version);
    assertThat(record.tags()).containsExactly("t");
    assertThat(record.metadata()).isEqualTo(META);
    assertThat(kv.exists(db.in(run), "late")).isFalse();
  }

  @Test
  void transaction_rolledBack_leavesRecordAndRows() {
    RunId run = runs.create(db.global(), "run", RunOptions.defaults().tags("old")).id();
    Run before = get(run);
    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      runs.addTags(tx.in(run), List.of("new"));
                      runs.removeTags(tx.in(run), List.of("old"));
                      runs.updateMetadata(tx.in(run), META);
                      runs.fail(tx.in(run), "why");
                      runs.delete(tx.in(run), Cascade.DELETE);
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(get(run)).isEqualTo(before);
    assertThat(ids(runs.byTag(db.global(), "old", "", 10))).containsExactly(run);
    assertThat(runs.byTag(db.global(), "new", "", 10).items()).isEmpty();
    assertThat(in(RunStatus.ACTIVE)).containsExactly(run);
  }

  @Test
  void pastViews_everyListing_seeWhatWasThere() {
    RunId run = runs.create(db.global(), "run", RunOptions.defaults().tags("t")).id();
    RunId child = child("child", run);
    long version = db.stats().version();
    Instant then = time;
    Run before = get(run);
    try (ReadView view = db.readView()) {
      tick();
      runs.removeTags(db.in(run), List.of("t"));
      runs.transition(db.in(run), RunStatus.PAUSED);
      runs.updateMetadata(db.in(run), META);
      runs.delete(db.in(child), Cascade.RESTRICT);
      RunId late = create("late");

      for (Function<RunId, ReadScope> at :
          List.<Function<RunId, ReadScope>>of(view::in, db.at(version)::in, db.at(then)::in)) {
        assertThat(runs.get(at.apply(run))).contains(before);
        assertThat(ids(runs.byTag(at.apply(RunId.GLOBAL), "t", "", 10))).containsExactly(run);
        assertThat(ids(runs.byStatus(at.apply(run), RunStatus.ACTIVE, "", 10)))
            .containsExactly(run, child);
        assertThat(ids(runs.children(at.apply(run), "", 10))).containsExactly(child);
        assertThat(runs.byName(at.apply(run), "late", "", 10).items()).isEmpty();
        assertThat(runs.get(at.apply(late))).isEmpty();
        assertThat(ids(runs.list(at.apply(run), "", 1))).containsExactly(child);
      }
    }
    try (Database forgetful = Database.inMemory(DatabaseOptions.defaults())) {
      for (int i = 0; i < 200; i++) {
        runs.create(forgetful.global(), "run");
      }
      assertThatThrownBy(() -> runs.list(forgetful.at(1).global(), "", 1))
          .isInstanceOf(HistoryUnavailableException.class);
    }
  }

  @Test
  void history_statuses_areNewestFirstInPages() {
    RunId run = create("run");
    long made = db.stats().version();
    long paused = runs.transition(db.in(run), RunStatus.PAUSED);
    runs.addTags(db.in(run), List.of("no status"));
    long resumed = runs.transition(db.in(run), RunStatus.ACTIVE);
    long failed = runs.fail(db.in(run), "why");

    KeyHistory all = runs.history(db.in(run), KeyHistory.NEWEST, 100);
    assertThat(all.states())
        .extracting(KeyHistory.State::version)
        .containsExactly(failed, resumed, paused, made);
    assertThat(all.states())
        .extracting(KeyHistory.State::value)
        .containsExactly(
            Value.of("FAILED"), Value.of("ACTIVE"), Value.of("PAUSED"), Value.of("ACTIVE"));
    KeyHistory page = runs.history(db.in(run), failed, 2);
    assertThat(page.states()).isEqualTo(all.states().subList(1, 3));
    assertThat(runs.history(db.in(run), page.cursor(), 2).states())
        .isEqualTo(all.states().subList(3, 4));
    assertThat(runs.history(db.at(paused).in(run), KeyHistory.NEWEST, 9).states()).hasSize(2);
    db.transact(
        tx -> {
          runs.transition(tx.in(run), RunStatus.ARCHIVED);
          assertThat(runs.history(tx.in(run), KeyHistory.NEWEST, 1).states().get(0).version())
              .isEqualTo(Versioned.PENDING);
        });
    assertThatThrownBy(() -> runs.history(db.in(run), KeyHistory.NEWEST, 0))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void metadataHistory_states_areNewestFirstInPages() {
    RunId run = create("run");
    assertThat(runs.metadataHistory(db.in(run), KeyHistory.NEWEST, 9).states()).isEmpty();
    long first = runs.updateMetadata(db.in(run), META);
    runs.addTags(db.in(run), List.of("no metadata"));
    long second = runs.updateMetadata(db.in(run), Value.emptyMap());

    KeyHistory all = runs.metadataHistory(db.in(run), KeyHistory.NEWEST, 9);
    assertThat(all.states()).extracting(KeyHistory.State::version).containsExactly(second, first);
    assertThat(all.states())
        .extracting(KeyHistory.State::value)
        .containsExactly(Value.emptyMap(), META);
    KeyHistory page = runs.metadataHistory(db.in(run), KeyHistory.NEWEST, 1);
    assertThat(page.states()).isEqualTo(all.states().subList(0, 1));
    assertThat(runs.metadataHistory(db.in(run), page.cursor(), 1).states())
        .isEqualTo(all.states().subList(1, 2));
    assertThat(runs.metadataHistory(db.at(first).in(run), KeyHistory.NEWEST, 9).states())
        .isEqualTo(all.states().subList(1, 2));
    assertThat(
            runs.metadataHistory(db.replay(run).steps().get(1).scope(), KeyHistory.NEWEST, 9)
                .states())
        .isEqualTo(all.states().subList(1, 2));
    db.transact(
        tx -> {
          runs.updateMetadata(tx.in(run), META);
          assertThat(runs.metadataHistory(tx.in(run), KeyHistory.NEWEST, 9).states())
              .extracting(KeyHistory.State::version)
              .containsExactly(Versioned.PENDING, second, first);
        });
    assertThatThrownBy(() -> runs.metadataHistory(db.in(run), KeyHistory.NEWEST, 0))
        .isInstanceOf(InvalidArgumentException.class);
    RunId made = runs.create(db.global(), "made", RunOptions.defaults().metadata(META)).id();
    assertThat(runs.metadataHistory(db.in(made), KeyHistory.NEWEST, 9).states())
        .extracting(KeyHistory.State::value)
        .containsExactly(META);
  }

  @Test
  void fork_isAChildWithNameTagsAndMetadataOfThen() {
    RunId source =
        runs.create(db.global(), "run", RunOptions.defaults().tags("t").metadata(META)).id();
    long version = kv.put(db.in(source), "k", 1);
    runs.removeTags(db.in(source), List.of("t"));
    runs.updateMetadata(db.in(source), Value.emptyMap());
    runs.fail(db.in(source), "why");
    tick();

    RunId fork = db.fork(source, version);
    RunId again = db.fork(fork, db.stats().version());

    Run record = get(fork);
    assertThat(record.name()).isEqualTo("run");
    assertThat(record.status()).isEqualTo(RunStatus.ACTIVE);
    assertThat(record.reason()).isEmpty();
    assertThat(record.finishedMicros()).isEmpty();
    assertThat(record.parent()).contains(source);
    assertThat(record.origin()).contains(new Origin(source, version));
    assertThat(record.tags()).containsExactly("t");
    assertThat(record.metadata()).isEqualTo(META);
    assertThat(record.createdMicros()).isEqualTo(micros());
    assertThat(ids(runs.children(db.in(source), "", 10))).containsExactly(fork);
    assertThat(ids(runs.children(db.in(fork), "", 10))).containsExactly(again);
    assertThat(ids(runs.byTag(db.global(), "t", "", 10))).containsExactly(fork, again);
    assertThat(ids(runs.byName(db.global(), "run", "", 10))).containsExactly(source, fork, again);
    assertThat(in(RunStatus.ACTIVE)).containsExactly(fork, again);
    assertThat(kv.getLong(db.in(again), "k")).hasValue(1);
    assertThat(runs.history(db.in(again), KeyHistory.NEWEST, 10).states()).hasSize(1);
  }

  @Test
  void fork_ofADeletedRun_hasNoParent() {
    RunId source = create("gone");
    long version = kv.put(db.in(source), "k", 1);
    runs.delete(db.in(source), Cascade.RESTRICT);

    RunId fork = db.fork(source, version);

    assertThat(get(fork).parent()).isEmpty();
    assertThat(get(fork).origin()).contains(new Origin(source, version));
    assertThat(ids(runs.list(db.global(), "", 10))).containsExactly(fork);
  }

  @Test
  void delete_withChildren_asChosen() {
    RunId run = create("run");
    RunId child = child("child", run);
    RunId grandchild = child("grandchild", child);
    RunId fork = db.fork(child, db.stats().version());
    RunId other = create("other");

    assertThatThrownBy(() -> runs.delete(db.in(run), Cascade.RESTRICT))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(run + " has children")
        .hasMessageContaining(child.toString());
    assertThat(runs.delete(db.in(run), Cascade.DETACH)).isEqualTo(1);
    assertThat(get(child).parent()).isEmpty();
    long version = db.stats().version();
    assertThat(runs.delete(db.in(child), Cascade.DELETE)).isEqualTo(3);

    assertThat(db.stats().version()).isEqualTo(version + 1);
    assertThat(ids(runs.list(db.global(), "", 10))).containsExactly(other);
    for (RunId gone : List.of(run, child, grandchild, fork)) {
      assertUnknown(() -> kv.get(db.in(gone), "k"), gone);
    }
    assertThat(ids(runs.list(db.at(version).global(), "", 10)))
        .containsExactly(child, fork, grandchild, other);
    assertThatThrownBy(() -> runs.delete(db.in(other), null))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void delete_deepChain_isOneCommit() {
    RunId top = create("top");
    RunId last = top;
    for (int i = 0; i < 3_000; i++) {
      last = child("link", last);
    }
    assertThat(runs.delete(db.in(top), Cascade.DELETE)).isEqualTo(3_001);
    assertThat(runs.list(db.global(), "", 1).items()).isEmpty();
  }

  @Test
  void delete_archivedChildDetached_losesItsParent() {
    RunId run = create("run");
    RunId child = child("child", run);
    runs.transition(db.in(child), RunStatus.ARCHIVED);
    Run before = get(child);
    tick();

    runs.delete(db.in(run), Cascade.DETACH);

    Run detached = get(child);
    assertThat(detached.parent()).isEmpty();
    assertThat(detached.status()).isEqualTo(RunStatus.ARCHIVED);
    assertThat(detached.version()).isEqualTo(db.stats().version());
    assertThat(detached.updatedMicros()).isEqualTo(micros());
    assertThat(runs.get(db.at(before.version()).in(child))).contains(before);
    assertThat(runs.children(db.at(before.version()).in(run), "", 1).items())
        .containsExactly(before);
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void delete_besideTheMakingOfAChild_oneOfThemComesFirst(Isolation isolation) {
    TransactionOptions isolated = TransactionOptions.defaults().isolation(isolation);
    RunId run = create("run");
    int[] attempts = new int[1];
    assertThatThrownBy(
            () ->
                db.transact(
                    isolated,
                    tx -> {
                      RunOptions options = RunOptions.defaults().parent(run);
                      runs.create(tx.global(), "child", options);
                      if (attempts[0]++ == 0) {
                        onAnotherThread(() -> runs.delete(db.in(run), Cascade.RESTRICT));
                      }
                    }))
        .isInstanceOf(NotFoundException.class);
    assertThat(runs.list(db.global(), "", 10).items()).isEmpty();

    RunId second = create("second");
    RunId[] child = new RunId[1];
    assertThatThrownBy(
            () ->
                db.transact(
                    isolated,
                    tx -> {
                      runs.delete(tx.in(second), Cascade.RESTRICT);
                      if (child[0] == null) {
                        onAnotherThread(() -> child[0] = child("child", second));
                      }
                    }))
        .hasMessageContaining("has children");
    assertThat(get(child[0]).parent()).contains(second);
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void delete_besideNewTags_leavesNoRow(Isolation isolation) {
    RunId run = runs.create(db.global(), "run", RunOptions.defaults().tags("old")).id();
    int[] attempts = new int[1];
    db.transact(
        TransactionOptions.defaults().isolation(isolation),
        tx -> {
          runs.delete(tx.in(run), Cascade.RESTRICT);
          if (attempts[0]++ == 0) {
            onAnotherThread(() -> runs.addTags(db.in(run), List.of("new")));
          }
        });

    assertThat(attempts[0]).isEqualTo(2);
    List<byte[]> rows = new ArrayList<>();
    db.global().scan(KeySpace.RUN, KeyRange.all(), (key, value, version, time) -> rows.add(key));
    assertThat(rows).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void create_besideAMoveOfItsParent_isTriedAgain_otherRunsNever(Isolation isolation) {
    TransactionOptions options = TransactionOptions.defaults().isolation(isolation);
    RunId parent = create("parent");
    RunId other = create("other");
    assertThat(
            attempts(
                options,
                tx -> runs.create(tx, "child", RunOptions.defaults().parent(parent)),
                () -> runs.transition(db.in(parent), RunStatus.PAUSED)))
        .isEqualTo(2);
    assertThat(
            attempts(
                options,
                tx -> runs.create(tx, "child", RunOptions.defaults().parent(parent)),
                () -> {
                  runs.addTags(db.in(parent), List.of("t"));
                  runs.updateMetadata(db.in(parent), META);
                  child("sibling", parent);
                  runs.transition(db.in(other), RunStatus.PAUSED);
                }))
        .isEqualTo(1);
    assertThat(runs.children(db.in(parent), "", 10).items()).hasSize(3);
  }

  /** How often a transaction is run, beside whose first attempt something else is committed. */
  private int attempts(TransactionOptions options, Consumer<Scope> body, Runnable beside) {
    int[] attempts = new int[1];
    db.transact(
        options,
        tx -> {
          body.accept(tx.global());
          if (attempts[0]++ == 0) {
            onAnotherThread(beside);
          }
        });
    return attempts[0];
  }

  static Stream<Arguments> reads() {
    return Stream.of(
        read("get", RunIndex::get, (r, s) -> r.addTags(s, List.of("t"))),
        read("get's metadata", RunIndex::get, (r, s) -> r.updateMetadata(s, META)),
        read("list", (r, s) -> r.list(s, "", 9), (r, s) -> r.create(s, "another")),
        read("byName", (r, s) -> r.byName(s, "none", "", 9), (r, s) -> r.create(s, "none")),
        read(
            "byStatus",
            (r, s) -> r.byStatus(s, RunStatus.PAUSED, "", 9),
            (r, s) -> r.transition(s, RunStatus.PAUSED)),
        read("byTag", (r, s) -> r.byTag(s, "t", "", 9), (r, s) -> r.addTags(s, List.of("t"))),
        read(
            "children",
            (r, s) -> r.children(s, "", 9),
            (r, s) -> r.create(s, "child", RunOptions.defaults().parent(s.run()))),
        read(
            "history",
            (r, s) -> r.history(s, KeyHistory.NEWEST, 9),
            (r, s) -> r.transition(s, RunStatus.PAUSED)),
        read(
            "metadataHistory",
            (r, s) -> r.metadataHistory(s, KeyHistory.NEWEST, 9),
            (r, s) -> r.updateMetadata(s, META)));
  }

  private static Arguments read(
      String name,
      BiFunction<RunIndex, ReadScope, Object> read,
      BiConsumer<RunIndex, Scope> write) {
    return Arguments.of(Named.of(name, read), write);
  }

  @ParameterizedTest
  @MethodSource("reads")
  void read_answerChangedByAnotherCommit_isAConflict(
      BiFunction<RunIndex, ReadScope, Object> read, BiConsumer<RunIndex, Scope> write) {
    RunId run = create("run");
    List<Object> answers = new ArrayList<>();
    db.transact(
        tx -> {
          answers.add(read.apply(runs, tx.in(run)));
          kv.put(tx.global(), "decided", 1);
          if (answers.size() == 1) {
            onAnotherThread(() -> write.accept(runs, db.in(run)));
          }
        });
    assertThat(answers).hasSize(2);
    assertThat(answers.get(1)).isNotEqualTo(answers.get(0));
  }

  @Test
  void read_otherRunsChanged_isNoConflict() {
    RunId run = create("run");
    RunId other = create("other");
    assertThat(
            attempts(
                TransactionOptions.defaults(),
                tx -> {
                  kv.put(tx, "decided", 1);
                  runs.byName(tx, "none", "", 9);
                  runs.byStatus(tx, RunStatus.CANCELLED, "", 9);
                  runs.byTag(tx, "none", "", 9);
                },
                () -> {
                  runs.addTags(db.in(other), List.of("t"));
                  runs.transition(db.in(other), RunStatus.PAUSED);
                  child("child", run);
                }))
        .isEqualTo(1);
  }

  private static void onAnotherThread(Runnable action) {
    Thread thread = new Thread(action);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void replay_everyStep_hasTheRecordOfThen() {
    RunId run = runs.create(db.global(), "run", RunOptions.defaults().tags("t")).id();
    List<Run> records = new ArrayList<>(List.of(get(run)));
    runs.updateMetadata(db.in(run), META);
    records.add(get(run));
    runs.removeTags(db.in(run), List.of("t"));
    records.add(get(run));
    runs.fail(db.in(run), "why");
    records.add(get(run));

    RunView replay = db.replay(run);

    assertThat(replay.steps().stream().map(step -> runs.get(step.scope()).orElseThrow()))
        .isEqualTo(records);
    ReadScope last = replay.steps().get(3).scope();
    assertThat(runs.history(last, KeyHistory.NEWEST, 10).states()).hasSize(2);
    assertThatThrownBy(() -> runs.list(last, "", 1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("holds that run alone");
    assertThatThrownBy(() -> runs.children(last, "", 1))
        .hasMessageContaining("holds that run alone");
  }

  @Test
  void adopt_noOrphan_isFalse() {
    RunId run = create("run");
    Run before = get(run);
    long version = db.stats().version();

    assertThat(runs.adopt(db.in(run))).isFalse();
    assertThat(get(run)).isEqualTo(before);
    assertThat(db.stats().version()).isEqualTo(version);
  }
}
