package dev.tidemark.transaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunRecord;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rows that lead to runs, and scopes that lead from one run to another. */
class RunCatalogueTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final Runs RUNS = new Runs();

  private final Database db =
      Database.inMemory(DatabaseOptions.defaults().retention(Retention.commits(1_000)));

  @AfterEach
  void close() {
    db.close();
  }

  private List<RunId> found(ReadScope scope, RunRows rows) {
    return scope.atOneView(view -> RUNS.page(view, rows, "", 100).items());
  }

  /** Every row there is, as its bytes. */
  private static Set<String> catalogue(ReadScope global) {
    Set<String> rows = new TreeSet<>();
    global.scan(
        KeySpace.RUN,
        KeyRange.all(),
        (key, value, version, time) -> rows.add(new Key(RunId.GLOBAL, KeySpace.RUN, key) + ""));
    return rows;
  }

  /** Every row there should be. */
  private static Set<String> rowsOf(List<RunInfo> runs) {
    Set<String> rows = new TreeSet<>();
    for (RunInfo run : runs) {
      run.rows().forEach(row -> rows.add(row.row(run.id()) + ""));
    }
    return rows;
  }

  /** A run as releases made it that had no catalogue. */
  private RunId createWithoutRows(String name) {
    RunId id = RunId.random();
    db.transact(
        tx -> {
          put(tx.in(id), RunRecord.name(), Value.of(name));
          put(tx.in(id), RunRecord.status(), Value.of(RunStatus.ACTIVE.name()));
        });
    return id;
  }

  private static void put(TransactionScope run, byte[] key, Value value) {
    Key full = new Key(run.run(), KeySpace.RUN, key);
    run.transaction().writeUnchecked(run.partitions(), new Mutation.Put(full, value));
  }

  @Test
  void everyChange_ofTheRecords_leavesTheRowsThatBelongToThem() {
    RunId parent = RUNS.create(db.global(), "parent", Optional.empty(), List.of("b", "a", "a"));
    RunId child = RUNS.create(db.global(), "child", Optional.of(parent), List.of());
    RUNS.addTags(db.in(child), List.of("a", "z"));
    RUNS.removeTags(db.in(parent), List.of("a", "never"));
    RunId fork = db.fork(parent, db.stats().version());
    RUNS.transition(db.in(child), RunStatus.PAUSED);
    RUNS.fail(db.in(fork), "why");
    RUNS.delete(db.in(parent));

    for (long version = 1; version <= db.stats().version(); version++) {
      List<RunInfo> runs = db.at(version).runs(RunId.GLOBAL, 100);
      assertThat(catalogue(db.at(version).global())).isEqualTo(rowsOf(runs));
    }
    assertThat(RUNS.get(db.in(child)).orElseThrow().parent()).isEmpty();
    assertThat(RUNS.get(db.in(fork)).orElseThrow().parent()).isEmpty();
    assertThat(found(db.global(), RunRows.tagged("b"))).containsExactly(fork);
  }

  @Test
  void page_namesAndTagsThatBeginAlike_areKeptApart() {
    RunId a = RUNS.create(db.global(), "a", Optional.empty(), List.of("t"));
    RunId ab = RUNS.create(db.global(), "ab", Optional.empty(), List.of("tt", "t\u0001"));
    RunId again = RUNS.create(db.global(), "a");

    assertThat(found(db.global(), RunRows.named("a"))).containsExactly(a, again);
    assertThat(found(db.global(), RunRows.tagged("t"))).containsExactly(a);
    assertThat(found(db.global(), RunRows.all())).containsExactly(a, again, ab);
  }

  @Test
  void page_runWithoutRows_isFoundByWhatItIsGivenLater() {
    RunId old = createWithoutRows("old");
    assertThat(found(db.global(), RunRows.all())).isEmpty();
    assertThat(db.runs(RunId.GLOBAL, 10)).extracting(RunInfo::id).containsExactly(old);
    RunInfo info = RUNS.get(db.in(old)).orElseThrow();
    assertThat(info.tags()).isEmpty();
    assertThat(info.parent()).isEmpty();

    RUNS.addTags(db.in(old), List.of("t"));
    RUNS.transition(db.in(old), RunStatus.COMPLETED);

    assertThat(found(db.global(), RunRows.tagged("t"))).containsExactly(old);
    assertThat(found(db.global(), RunRows.in(RunStatus.COMPLETED))).containsExactly(old);
    RunId fork = db.fork(old, db.stats().version());
    assertThat(found(db.global(), RunRows.named("old"))).containsExactly(fork);
    assertThat(found(db.global(), RunRows.childrenOf(old))).containsExactly(fork);
    RUNS.delete(db.in(old));
    assertThat(catalogue(db.global())).isEqualTo(rowsOf(db.runs(RunId.GLOBAL, 10)));
  }

  @Test
  void get_runThatFinishedBeforeThatWasWritten_finishedWithItsStatus() {
    RunId old = createWithoutRows("old");
    db.transact(tx -> put(tx.in(old), RunRecord.status(), Value.of(RunStatus.FAILED.name())));

    RunInfo info = RUNS.get(db.in(old)).orElseThrow();
    assertThat(info.finishedMicros()).hasValue(info.updatedMicros());
    assertThat(info.reason()).isEmpty();
  }

  @Test
  void newIds_sortByAge_alsoWithinOneMicrosecond() {
    db.transact(
        tx -> {
          List<RunId> made = new ArrayList<>();
          for (int i = 0; i < 1_000; i++) {
            made.add(RUNS.create(tx.global(), "run"));
          }
          assertThat(made).isSorted();
        });
    RunId last = db.runs(RunId.GLOBAL, 1_000).get(999).id();
    RunId fork = db.fork(last, db.stats().version());
    assertThat(fork).isGreaterThan(last);
    assertThat(fork.toUuid().version()).isEqualTo(7);
    assertThat(fork.toUuid().variant()).isEqualTo(2);
  }

  @Test
  void timeOrdered_ticks_areTheFirstBitsOfTheId() {
    RunId id = RunId.timeOrdered((0x0123_4567_89ABL << 12) | 0xCDE);
    assertThat(id.toString()).startsWith("01234567-89ab-7cde-");
  }

  @Test
  void in_anotherRun_isSeenAtTheSameView() {
    RunId a = RUNS.create(db.global(), "a");
    RunId b = RUNS.create(db.global(), "b");
    db.in(b).put(SPACE, key("k"), Value.of(1));
    long before = db.stats().version();

    long seen =
        db.in(a)
            .atOneView(
                view -> {
                  db.in(b).put(SPACE, key("k"), Value.of(2));
                  return ((Value.LongValue) view.in(b).get(SPACE, "k")).value();
                });
    assertThat(seen).isEqualTo(1);
    PinnedScope[] kept = new PinnedScope[1];
    db.at(before).in(a).atOneView(view -> kept[0] = view.in(b));
    assertThatThrownBy(() -> kept[0].get(SPACE, "k")).hasMessageContaining("has ended");
    db.transact(
        tx -> {
          TransactionScope other = tx.in(a).in(b);
          other.put(SPACE, key("k"), Value.of(3));
          assertThat(tx.in(b).get(SPACE, "k")).isEqualTo(Value.of(3));
        });
    assertThat(db.in(b).get(SPACE, "k")).isEqualTo(Value.of(3));
    assertThatThrownBy(() -> db.in(a).atOneView(view -> view.in(RunId.random()).spaces()))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void in_replay_holdsTheOneRun() {
    RunId a = RUNS.create(db.global(), "a");
    RunId b = RUNS.create(db.global(), "b");
    ReadScope step = db.replay(a).steps().get(0).scope();

    assertThat(RUNS.get(step).orElseThrow().name()).isEqualTo("a");
    assertThatThrownBy(() -> found(step, RunRows.all()))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(a.toString())
        .hasMessageContaining("what belongs to no run");
    assertThatThrownBy(() -> step.atOneView(view -> view.in(b)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("run " + b);
  }

  @Test
  void adopt_insideTheTransactionThatMadeTheRun_findsNoOrphan() {
    db.transact(
        tx -> {
          RunId run = RUNS.create(tx.global(), "young");
          assertThat(RUNS.adopt(tx.in(run))).isFalse();
        });
  }

  private static byte[] key(String key) {
    return key.getBytes(UTF_8);
  }
}
