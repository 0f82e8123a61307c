package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.durability.SimulatedDisk.Survival;
import dev.tidemark.transaction.PastView;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.RunInfo;
import dev.tidemark.transaction.RunInfo.Origin;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.HistoryUnavailableException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunLifeTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final KeySpace OTHER = new KeySpace(0x78, "other");
  private static final LogOptions SMALL = new LogOptions(4096, 16_384, 32 << 20, Runnable::run);
  private static final Runs RUNS = new Runs();

  private final ManualClock clock = new ManualClock();
  private final Database db = inMemory(Retention.none());
  private final Database kept = inMemory(Retention.commits(1_000));

  private Database inMemory(Retention retention) {
    return Database.inMemory(
        DatabaseOptions.defaults().clock(clock).retention(retention), task -> {});
  }

  private Database open(SimulatedDisk disk) {
    return Database.open(
        disk,
        SMALL,
        DatabaseOptions.defaults().clock(clock).durability(Durability.strict()),
        task -> {});
  }

  @AfterEach
  void close() {
    for (Database each : List.of(db, kept)) {
      each.checkInvariants();
      each.close();
    }
  }

  private static byte[] key(String key) {
    return key.getBytes(UTF_8);
  }

  private static long put(Scope scope, String key, String value) {
    return scope.put(SPACE, key(key), Value.of(value));
  }

  private static Map<String, Value> contents(ReadScope scope) {
    Map<String, Value> found = new TreeMap<>();
    scope.scan(
        SPACE,
        KeyRange.all(),
        (key, value, version, time) -> found.put(new String(key, UTF_8), value) == null);
    return found;
  }

  private static List<RunId> ids(List<RunInfo> runs) {
    return runs.stream().map(RunInfo::id).toList();
  }

  private static void assertUnknown(ThrowingCallable call, RunId run) {
    assertThatThrownBy(call)
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(run + " does not exist");
  }

  private static void assertUnknown(ReadScope scope, String present) {
    RunId run = scope.run();
    assertUnknown(() -> scope.get(SPACE, present), run);
    assertUnknown(() -> scope.get(SPACE, key(present)), run);
    assertUnknown(() -> scope.getVersioned(SPACE, key(present)), run);
    assertUnknown(() -> contents(scope), run);
    assertUnknown(() -> scope.history(SPACE, key(present), KeyHistory.NEWEST, 1), run);
    assertUnknown(() -> scope.get(SPACE, "absent"), run);
    assertThat(RUNS.get(scope)).isEmpty();
  }

  @Test
  void delete_runWithEntries_isUnknownToEveryReadAndWrite() {
    RunId run = RUNS.create(db.global(), "gone");
    Scope scope = db.in(run);
    put(scope, "k", "v");
    try (ReadView before = db.readView()) {
      RUNS.delete(scope);

      assertUnknown(scope, "k");
      assertUnknown(db.in(run), "k");
      db.transact(tx -> assertUnknown(tx.in(run), "k"));
      db.transact(tx -> assertUnknown(tx.in(run).untracked(), "k"));
      assertUnknown(() -> put(scope, "k", "again"), run);
      assertUnknown(() -> scope.delete(SPACE, key("k")), run);
      assertUnknown(() -> RUNS.transition(scope, RunStatus.PAUSED), run);
      assertUnknown(() -> RUNS.delete(scope), run);
      assertThat(db.runs(RunId.GLOBAL, 10)).isEmpty();
      assertThat(contents(before.in(run))).containsOnlyKeys("k");
      assertThat(ids(before.runs(RunId.GLOBAL, 10))).containsExactly(run);
    }
  }

  @Test
  void delete_withRetention_pastViewsStillSeeIt() {
    RunId run = RUNS.create(kept.global(), "gone");
    long version = put(kept.in(run), "k", "v");
    RUNS.delete(kept.in(run));
    long after = put(kept.global(), "g", "v");
    kept.doUpkeep();

    PastView past = kept.at(version);
    assertThat(contents(past.in(run))).isEqualTo(Map.of("k", Value.of("v")));
    assertThat(ids(past.runs(RunId.GLOBAL, 10))).containsExactly(run);
    assertUnknown(kept.at(after).in(run), "k");
    assertThat(kept.at(after).runs(RunId.GLOBAL, 10)).isEmpty();
  }

  @Test
  void delete_nobodyLooks_everythingOfTheRunIsRemovedAndNothingElse() {
    RunId other = RUNS.create(db.global(), "other");
    put(db.in(other), "k", "v");
    db.doUpkeep();
    DatabaseStats before = db.stats();
    RunId run = RUNS.create(db.global(), "gone");
    Scope scope = db.in(run);
    for (int i = 0; i < 1_500; i++) {
      put(scope, "k" + i, "v");
    }
    scope.put(OTHER, key("x"), Value.of(1));
    ReadView view = db.readView();
    RUNS.delete(scope);
    db.doUpkeep();
    assertThat(db.stats().store().keys()).isGreaterThan(1_500);

    view.close();
    db.doUpkeep();

    assertThat(db.stats().store().keys()).isEqualTo(before.store().keys());
    assertThat(db.stats().store().bytes()).isEqualTo(before.store().bytes());
    assertUnknown(scope, "k1");
    assertUnknown(() -> put(scope, "k1", "again"), run);
    assertThat(contents(db.in(other))).containsOnlyKeys("k");
  }

  @Test
  void delete_expiringEntries_leavesNothingForTheUpkeep() {
    RunId run = RUNS.create(db.global(), "gone");
    long soon = clock.instant().getEpochSecond() * 1_000_000 + 1_000;
    db.in(run).put(SPACE, key("ttl"), Value.of(1), soon);
    db.doUpkeep();
    RUNS.delete(db.in(run));
    clock.advance(Duration.ofSeconds(1));
    db.doUpkeep();

    assertThat(db.stats().store().keys()).isZero();
  }

  @Test
  void delete_besideAWriterOfTheRun_theWriterIsRefused() {
    RunId run = RUNS.create(db.global(), "gone");
    assertUnknown(
        () ->
            db.transact(
                tx -> {
                  put(tx.in(run), "k", "v");
                  if (RUNS.get(db.readView().in(run)).isPresent()) {
                    onAnotherThread(() -> RUNS.delete(db.in(run)));
                  }
                }),
        run);
    assertThat(db.stats().transactions().conflicts()).isEqualTo(1);
  }

  @Test
  void delete_besideAReaderThatWritesElsewhere_theReaderIsRepeated() {
    RunId run = RUNS.create(db.global(), "gone");
    put(db.in(run), "k", "v");
    assertUnknown(
        () ->
            db.transact(
                tx -> {
                  Value seen = tx.in(run).get(SPACE, "k");
                  onAnotherThread(() -> RUNS.delete(db.in(run)));
                  tx.global().put(SPACE, key("copy"), seen);
                }),
        run);
    assertThat(db.global().get(SPACE, "copy")).isNull();
  }

  @Test
  void delete_besideManyWriters_leavesNothingBehind() throws InterruptedException {
    RunId run = RUNS.create(db.global(), "gone");
    List<Thread> writers = new ArrayList<>();
    Set<String> refused = ConcurrentHashMap.newKeySet();
    CountDownLatch started = new CountDownLatch(3);
    for (int i = 0; i < 3; i++) {
      String name = "w" + i;
      writers.add(new Thread(() -> writeUntilRefused(run, name, started, refused)));
    }
    writers.forEach(Thread::start);
    started.await();

    RUNS.delete(db.in(run));
    for (Thread writer : writers) {
      writer.join();
    }
    db.doUpkeep();

    assertThat(refused).containsExactlyInAnyOrder("w0", "w1", "w2");
    assertThat(db.stats().store().keys()).isZero();
  }

  private void writeUntilRefused(
      RunId run, String name, CountDownLatch started, Set<String> refused) {
    try {
      for (int i = 0; i < 1_000_000; i++) {
        put(db.in(run), name + i, "v");
        if (i == 50) {
          started.countDown();
        }
      }
    } catch (NotFoundException e) {
      refused.add(name);
    }
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
  void delete_insideTheTransaction_hidesWhatItWroteAndRead() {
    RunId run = RUNS.create(db.global(), "gone");
    put(db.in(run), "old", "v");
    db.transact(
        tx -> {
          put(tx.in(run), "new", "v");
          RUNS.delete(tx.in(run));
          assertUnknown(tx.in(run), "new");
          assertUnknown(tx.in(run), "old");
          assertUnknown(() -> put(tx.in(run), "more", "v"), run);
        });
    assertUnknown(db.in(run), "old");
  }

  @Test
  void delete_rolledBack_leavesTheRun() {
    RunId run = RUNS.create(db.global(), "stays");
    put(db.in(run), "k", "v");
    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      RUNS.delete(tx.in(run));
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(contents(db.in(run))).containsOnlyKeys("k");
  }

  @Test
  void delete_moreChildrenThanACommitMayWrite_leavesThemWithoutAParent() {
    Limits defaults = Limits.defaults();
    Limits few =
        new Limits(
            defaults.keyBytes(),
            defaults.encodedKeyBytes(),
            defaults.scalarBytes(),
            defaults.valueBytes(),
            defaults.nesting(),
            defaults.containerEntries(),
            30,
            defaults.transactionBytes(),
            defaults.maxBytes());
    try (Database small = DatabaseFixture.inMemory(DatabaseOptions.defaults().limits(few))) {
      RunId parent = RUNS.create(small.global(), "parent");
      for (int i = 0; i < 100; i++) {
        RUNS.create(small.global(), "child", Optional.of(parent), List.of());
      }
      assertThatThrownBy(() -> small.transact(tx -> RUNS.delete(tx.in(parent))))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("split it");
      RUNS.delete(small.in(parent));
      assertUnknown(() -> small.in(parent).get(SPACE, key("k")), parent);
      assertThat(small.runs(RunId.GLOBAL, 1_000))
          .hasSize(100)
          .allMatch(run -> run.parent().isEmpty());
      assertUnknown(() -> RUNS.delete(small.in(parent)), parent);
      small.checkInvariants();
    }
  }

  @Test
  void delete_global_isRefused() {
    assertThatThrownBy(() -> RUNS.delete(db.global()))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("belongs to no run");
  }

  @Test
  void delete_reopened_doesNotComeBack() {
    SimulatedDisk disk = new SimulatedDisk();
    RunId run;
    try (Database first = open(disk)) {
      run = RUNS.create(first.global(), "gone");
      put(first.in(run), "k", "v");
      RUNS.delete(first.in(run));
    }
    for (int i = 0; i < 2; i++) {
      try (Database again = open(disk)) {
        assertUnknown(again.in(run), "k");
        assertThat(again.runs(RunId.GLOBAL, 10)).isEmpty();
        again.doUpkeep();
        assertThat(again.stats().store().keys()).isZero();
        again.checkInvariants();
        again.checkpoint();
      }
    }
  }

  @Test
  void runs_pages_areInOrderAndComplete() {
    List<RunId> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      all.add(RUNS.create(db.global(), "run " + i));
    }
    RUNS.transition(db.in(all.get(3)), RunStatus.COMPLETED);
    RUNS.delete(db.in(all.remove(5)));
    List<RunInfo> listed = new ArrayList<>();
    RunId last = RunId.GLOBAL;
    for (List<RunInfo> page = db.runs(last, 2); !page.isEmpty(); page = db.runs(last, 2)) {
      assertThat(page).hasSizeLessThanOrEqualTo(2);
      listed.addAll(page);
      last = page.get(page.size() - 1).id();
    }
    assertThat(ids(listed)).isSorted().containsExactlyInAnyOrderElementsOf(all);
    assertThat(listed).allMatch(run -> RUNS.get(db.in(run.id())).orElseThrow().equals(run));
    assertThatThrownBy(() -> db.runs(RunId.GLOBAL, 0))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("limit = 0");
  }

  @Test
  void fork_pastVersion_holdsThatStateAndNoLaterOne() {
    RunId run = RUNS.create(kept.global(), "parent");
    Scope scope = kept.in(run);
    put(scope, "stays", "v");
    put(scope, "goes", "v");
    scope.put(OTHER, key("x"), Value.of(1));
    long version = put(scope, "changes", "old");
    put(scope, "changes", "new");
    put(scope, "comes", "v");
    scope.delete(SPACE, key("goes"));

    RunId fork = kept.fork(run, version);

    Map<String, Value> then = contents(kept.at(version).in(run));
    assertThat(contents(kept.in(fork)))
        .isEqualTo(then)
        .containsOnlyKeys("stays", "goes", "changes");
    assertThat(kept.in(fork).get(OTHER, "x")).isEqualTo(Value.of(1));
    RunInfo info = RUNS.get(kept.in(fork)).orElseThrow();
    assertThat(info.name()).isEqualTo("parent");
    assertThat(info.status()).isEqualTo(RunStatus.ACTIVE);
    assertThat(info.origin()).contains(new Origin(run, version));
    put(kept.in(fork), "stays", "its own");
    assertThat(kept.in(run).get(SPACE, "stays")).isEqualTo(Value.of("v"));
  }

  @Test
  void fork_valueOfTheParent_isShared() {
    RunId run = RUNS.create(db.global(), "parent");
    long version = put(db.in(run), "k", "a long text");
    RunId fork = db.fork(run, version);
    assertThat(db.in(fork).get(SPACE, "k")).isSameAs(db.in(run).get(SPACE, "k"));
  }

  @Test
  void fork_moreThanOneBatch_appearsWithTheLastCommit() {
    RunId run = RUNS.create(kept.global(), "parent");
    kept.transact(
        tx -> {
          for (int i = 0; i < 2_500; i++) {
            put(tx.in(run), "k" + i, "v");
          }
        });
    long version = kept.stats().version();
    RunId fork = kept.fork(run, version);

    long last = kept.stats().version();
    assertThat(last - version).isGreaterThan(3);
    assertThat(contents(kept.in(fork))).hasSize(2_500);
    for (long v = version; v < last; v++) {
      assertUnknown(kept.at(v).in(fork), "k1");
      assertThat(ids(kept.at(v).runs(RunId.GLOBAL, 10))).containsExactly(run);
    }
    assertThat(ids(kept.at(last).runs(RunId.GLOBAL, 10))).containsExactlyInAnyOrder(run, fork);
  }

  @Test
  void fork_expiringEntries_endAtTheSameTime() {
    RunId run = RUNS.create(db.global(), "parent");
    long soon = clock.instant().getEpochSecond() * 1_000_000 + 1_000_000;
    long version = db.in(run).put(SPACE, key("ttl"), Value.of(1), soon);
    RunId fork = db.fork(run, version);
    assertThat(contents(db.in(fork))).containsOnlyKeys("ttl");
    clock.advance(Duration.ofSeconds(1));
    assertThat(contents(db.in(fork))).isEmpty();
    assertThat(contents(db.in(run))).isEmpty();
  }

  @Test
  void fork_belowTheHorizon_isUnavailable() {
    RunId run = RUNS.create(db.global(), "parent");
    long version = put(db.in(run), "k", "1");
    for (int i = 0; i < 200; i++) {
      put(db.in(run), "k", "2");
    }
    assertThatThrownBy(() -> db.fork(run, version)).isInstanceOf(HistoryUnavailableException.class);
  }

  @Test
  void fork_beforeTheRunOrAfterItsEnd_isUnknown() {
    long before = put(kept.global(), "g", "v");
    RunId run = RUNS.create(kept.global(), "parent");
    RUNS.delete(kept.in(run));
    long after = kept.stats().version();
    assertUnknown(() -> kept.fork(run, before), run);
    assertUnknown(() -> kept.fork(run, after), run);
    RunId fork = kept.fork(run, after - 1);
    assertThat(RUNS.get(kept.in(fork))).isPresent();
    assertThatThrownBy(() -> kept.fork(RunId.GLOBAL, after))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void fork_insideATransaction_isRefused() {
    RunId run = RUNS.create(db.global(), "parent");
    long version = put(db.in(run), "k", "v");
    db.transact(
        tx ->
            assertThatThrownBy(() -> db.fork(run, version))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("inside a transaction"));
    assertThat(ids(db.runs(RunId.GLOBAL, 10))).containsExactly(run);
  }

  @Test
  void fork_noRoomForTheCopy_leavesNothing() {
    Limits limits = Limits.defaults().maxBytes(1 << 20);
    DatabaseOptions options = DatabaseOptions.defaults().limits(limits).clock(clock);
    try (Database small = Database.inMemory(options, task -> {})) {
      RunId run = RUNS.create(small.global(), "parent");
      for (int i = 0; small.stats().store().bytes() < 700_000; i++) {
        put(small.in(run), "k" + i, "v");
      }
      small.doUpkeep();
      DatabaseStats before = small.stats();

      assertThatThrownBy(() -> small.fork(run, before.version()))
          .isInstanceOf(LimitExceededException.class);

      small.doUpkeep();
      assertThat(small.stats().store().keys()).isEqualTo(before.store().keys());
      assertThat(ids(small.runs(RunId.GLOBAL, 10))).containsExactly(run);
      small.checkInvariants();
    }
  }

  @ParameterizedTest
  @EnumSource(RunStatus.class)
  void transition_everyPair_isAllowedOrRefusedAsSpecified(RunStatus from) {
    Map<RunStatus, Set<RunStatus>> allowed =
        Map.of(
            RunStatus.ACTIVE,
            EnumSet.of(
                RunStatus.COMPLETED,
                RunStatus.FAILED,
                RunStatus.CANCELLED,
                RunStatus.PAUSED,
                RunStatus.ARCHIVED),
            RunStatus.PAUSED,
            EnumSet.of(RunStatus.ACTIVE, RunStatus.CANCELLED, RunStatus.ARCHIVED),
            RunStatus.COMPLETED,
            EnumSet.of(RunStatus.ARCHIVED),
            RunStatus.FAILED,
            EnumSet.of(RunStatus.ARCHIVED),
            RunStatus.CANCELLED,
            EnumSet.of(RunStatus.ARCHIVED),
            RunStatus.ARCHIVED,
            EnumSet.noneOf(RunStatus.class));
    for (RunStatus to : RunStatus.values()) {
      Scope run = db.in(RUNS.create(db.global(), "run"));
      if (from != RunStatus.ACTIVE) {
        RUNS.transition(run, from);
      }
      if (allowed.get(from).contains(to)) {
        RUNS.transition(run, to);
        assertThat(RUNS.get(run).orElseThrow().status()).isEqualTo(to);
      } else {
        assertThatThrownBy(() -> RUNS.transition(run, to))
            .isInstanceOf(InvalidArgumentException.class)
            .hasMessageContaining("is " + from)
            .hasMessageContaining("become " + to);
        assertThat(RUNS.get(run).orElseThrow().status()).isEqualTo(from);
      }
    }
  }

  @Test
  void orphans_afterACrash_areListedUntilAdoptedOrMovedOn() {
    SimulatedDisk disk = new SimulatedDisk();
    Database crashed = open(disk);
    List<RunId> runs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      runs.add(RUNS.create(crashed.global(), "run " + i));
    }
    RUNS.transition(crashed.in(runs.get(3)), RunStatus.COMPLETED);
    assertThat(crashed.orphans()).isEmpty();

    SimulatedDisk after = disk.crash(Survival.NOTHING, 1);
    RunId young;
    try (Database db2 = open(after)) {
      assertThat(ids(db2.orphans()))
          .isEqualTo(db2.recovery().activeRuns())
          .containsExactlyInAnyOrderElementsOf(runs.subList(0, 3));
      put(db2.in(runs.get(0)), "k", "an orphan can be written");
      assertThat(db2.adopt(runs.get(0))).isTrue();
      assertThat(db2.adopt(runs.get(0))).isFalse();
      RUNS.transition(db2.in(runs.get(1)), RunStatus.PAUSED);
      RUNS.transition(db2.in(runs.get(1)), RunStatus.ACTIVE);
      young = RUNS.create(db2.global(), "young");
      assertThat(ids(db2.orphans())).containsExactly(runs.get(2));
      assertThat(db2.adopt(young)).isFalse();
      assertUnknown(() -> db2.adopt(new RunId(1, 2)), new RunId(1, 2));
    }
    try (Database db3 = open(after)) {
      assertThat(ids(db3.orphans())).containsExactly(runs.get(2));
      db3.checkpoint();
    }
    SimulatedDisk again;
    try (Database db4 = open(after)) {
      assertThat(ids(db4.orphans())).containsExactly(runs.get(2));
      put(db4.global(), "g", "v");
      again = after.crash(Survival.EVERYTHING, 1);
    }
    try (Database db5 = open(again)) {
      assertThat(ids(db5.orphans()))
          .containsExactlyInAnyOrder(runs.get(0), runs.get(1), runs.get(2), young);
    }
  }

  @Test
  void conflictingDeletes_one_wins() {
    RunId run = RUNS.create(db.global(), "gone");
    try (var first = db.begin();
        var second = db.begin()) {
      RUNS.delete(first.in(run));
      RUNS.delete(second.in(run));
      first.commit();
      assertThatThrownBy(second::commit).isInstanceOf(ConflictException.class);
    }
  }
}
