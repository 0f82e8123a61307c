package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.transaction.Isolation;
import dev.tidemark.transaction.ManualTransaction;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionOptions;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.types.ValuePath;
import dev.tidemark.types.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EditTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final byte[] DOC = "doc".getBytes(UTF_8);
  private static final ValuePath A = ValuePath.of("a");
  private static final ValuePath B = ValuePath.of("b");
  private static final ValuePath LIST = ValuePath.of("list");

  private final ManualClock clock = new ManualClock();
  private final Database db =
      Database.inMemory(DatabaseOptions.defaults().clock(clock).retry(RetryPolicy.none()));
  private final RunId run = new Runs().create(db.global(), "edit");
  private final Scope now = db.in(run);

  @BeforeEach
  void putDocument() {
    now.put(
        SPACE,
        DOC,
        Value.map("a", Value.map("x", 1), "b", 2, "list", Value.list(Value.of(10), Value.of(20))));
  }

  @AfterEach
  void leaveWhole() {
    db.checkInvariants();
    db.close();
  }

  private static long set(Scope scope, ValuePath path, Object value) {
    return scope.edit(SPACE, DOC, path, Value.from(value));
  }

  private static Value at(ReadScope scope, ValuePath path) {
    return scope.getPath(SPACE, DOC, path);
  }

  @Test
  void edit_part_changesThatAloneAtANewVersion() {
    long before = now.getVersioned(SPACE, DOC).version();
    long version = now.edit(SPACE, DOC, ValuePath.of("a", "x"), Value.of(9));

    assertThat(version).isEqualTo(before + 1);
    Versioned<Value> after = now.getVersioned(SPACE, DOC);
    assertThat(after.version()).isEqualTo(version);
    assertThat(after.value())
        .isEqualTo(
            Value.map(
                "a", Value.map("x", 9), "b", 2, "list", Value.list(Value.of(10), Value.of(20))));
  }

  @Test
  void removePath_presentAndAbsent_tellsWhich() {
    assertThat(now.removePath(SPACE, DOC, ValuePath.of("list", 0))).isTrue();
    assertThat(at(now, LIST)).isEqualTo(Value.list(Value.of(20)));
    assertThat(now.removePath(SPACE, DOC, ValuePath.of("list", 1))).isFalse();
    assertThat(now.removePath(SPACE, DOC, ValuePath.of("no"))).isFalse();
    assertThat(now.removePath(SPACE, "other".getBytes(UTF_8), B)).isFalse();
  }

  @Test
  void edit_absentKeyOrBadPath_saysWhatIsMissing() {
    assertThatThrownBy(() -> now.edit(SPACE, "no".getBytes(UTF_8), A, Value.of(1)))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("\"no\"")
        .hasMessageContaining("put it");
    assertThatThrownBy(() -> set(now, ValuePath.of("a", "y", "z"), 1))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("$.a.y.z");
    assertThatThrownBy(() -> set(now, ValuePath.root(), 1))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> db.in(RunId.random()).edit(SPACE, DOC, A, Value.of(1)))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("run");
    assertThatThrownBy(() -> now.edit(KeySpace.RUN, "status".getBytes(UTF_8), A, Value.of(1)))
        .isInstanceOf(InvalidArgumentException.class);
    now.delete(SPACE, DOC);
    assertThatThrownBy(() -> set(now, A, 1)).isInstanceOf(NotFoundException.class);
  }

  @Test
  void edit_ownEdits_areReadBack() {
    db.transact(
        tx -> {
          Scope s = tx.in(run);
          set(s, ValuePath.of("a", "x"), 5);
          set(s, ValuePath.of("a", "y"), Value.emptyMap());
          set(s, ValuePath.of("a", "y", "z"), 6);
          set(s, ValuePath.of("list", 2), 30);
          assertThat(s.removePath(SPACE, DOC, ValuePath.of("list", 0))).isTrue();

          assertThat(at(s, ValuePath.of("a", "y", "z"))).isEqualTo(Value.of(6));
          assertThat(at(s, B)).isEqualTo(Value.of(2));
          assertThat(s.getVersioned(SPACE, DOC).version()).isEqualTo(Versioned.PENDING);
          List<Value> scanned = new ArrayList<>();
          s.scan(SPACE, KeyRange.all(), (key, value, version, time) -> scanned.add(value));
          assertThat(scanned).containsExactly(s.get(SPACE, "doc"));
        });
    assertThat(at(now, LIST)).isEqualTo(Value.list(Value.of(20), Value.of(30)));
    assertThat(at(now, A)).isEqualTo(Value.map("x", 5, "y", Value.map("z", 6)));
  }

  @Test
  void edit_afterOwnPutOrDelete_foldsOrFails() {
    db.transact(
        tx -> {
          Scope s = tx.in(run);
          s.put(SPACE, DOC, Value.map("fresh", 1));
          set(s, ValuePath.of("more"), 2);
          s.delete(SPACE, "never".getBytes(UTF_8));
        });
    assertThat(now.get(SPACE, "doc")).isEqualTo(Value.map("fresh", 1, "more", 2));
    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      tx.in(run).delete(SPACE, DOC);
                      set(tx.in(run), ValuePath.of("more"), 3);
                    }))
        .isInstanceOf(NotFoundException.class);
    db.transact(
        tx -> {
          set(tx.in(run), ValuePath.of("more"), 3);
          tx.in(run).put(SPACE, DOC, Value.map("last", 1));
        });
    assertThat(now.get(SPACE, "doc")).isEqualTo(Value.map("last", 1));
  }

  @Test
  void edits_ofSiblings_bothSucceedWithoutARepetition() {
    ManualTransaction first = db.begin();
    ManualTransaction second = db.begin();
    set(first.in(run), ValuePath.of("a", "x"), "first");
    set(second.in(run), ValuePath.of("a", "y"), "second");
    set(second.in(run), B, 3);

    first.commit();
    second.commit();
    assertThat(at(now, A)).isEqualTo(Value.map("x", "first", "y", "second"));
    assertThat(at(now, B)).isEqualTo(Value.of(3));
    assertThat(db.stats().transactions().conflicts()).isZero();
  }

  @Test
  void edits_ofSiblingsByThreads_loseNoneAndNeverConflict() {
    int threads = 4;
    int edits = 500;
    List<CompletableFuture<Void>> work = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      ValuePath own = ValuePath.of("a", "t" + t);
      work.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 1; i <= edits; i++) {
                  set(now, own, i);
                }
              },
              OwnThread.FOR_EACH));
    }
    work.forEach(CompletableFuture::join);

    for (int t = 0; t < threads; t++) {
      assertThat(at(now, ValuePath.of("a", "t" + t))).isEqualTo(Value.of(edits));
    }
    assertThat(at(now, ValuePath.of("a", "x"))).isEqualTo(Value.of(1));
    assertThat(db.stats().transactions().conflicts()).isZero();
  }

  private void assertConflict(ValuePath first, ValuePath second, ValuePath named) {
    ManualTransaction one = db.begin();
    ManualTransaction other = db.begin();
    set(one.in(run), first, Value.emptyMap());
    set(other.in(run), second, "lost");
    long version = one.commit();

    assertThatThrownBy(other::commit)
        .isInstanceOfSatisfying(
            ConflictException.class,
            conflict -> {
              assertThat(conflict.path()).contains(named);
              assertThat(conflict.key().user()).isEqualTo(DOC);
              assertThat(conflict.actualVersion()).isEqualTo(version);
              assertThat(conflict.expectedVersion()).isEqualTo(version - 1);
            })
        .hasMessageContaining(named.toString());
  }

  @Test
  void edits_ofOnePathOrAPrefix_conflictNamingThePath() {
    assertConflict(B, B, B);
    assertConflict(A, ValuePath.of("a", "x"), ValuePath.of("a", "x"));
    assertConflict(ValuePath.of("a", "new"), A, A);
  }

  @Test
  void edits_ofAListsShape_conflictWithEveryEditInIt() {
    assertConflict(ValuePath.of("list", 2), ValuePath.of("list", 0), ValuePath.of("list", 0));
    assertConflict(ValuePath.of("list", 0), ValuePath.of("list", 3), LIST);
    assertConflict(ValuePath.of("list", 0), LIST, LIST);
    set(now, LIST, Value.list(Value.of(1), Value.of(2)));
    ManualTransaction remove = db.begin();
    ManualTransaction replace = db.begin();
    remove.in(run).removePath(SPACE, DOC, ValuePath.of("list", 0));
    set(replace.in(run), ValuePath.of("list", 1), 9);
    replace.commit();
    assertThatThrownBy(remove::commit).isInstanceOf(ConflictException.class);
  }

  @Test
  void edits_ofDifferentItems_doNotConflict() {
    ManualTransaction first = db.begin();
    ManualTransaction second = db.begin();
    set(first.in(run), ValuePath.of("list", 0), 11);
    set(second.in(run), ValuePath.of("list", 1), 21);
    first.commit();
    second.commit();
    assertThat(at(now, LIST)).isEqualTo(Value.list(Value.of(11), Value.of(21)));
  }

  @Test
  void edit_keyOverwrittenOrDeletedMeanwhile_conflicts() {
    ManualTransaction overwritten = db.begin();
    set(overwritten.in(run), ValuePath.of("new"), 1);
    now.put(SPACE, DOC, Value.map("other", 1));
    assertThatThrownBy(overwritten::commit).isInstanceOf(ConflictException.class);

    ManualTransaction deleted = db.begin();
    set(deleted.in(run), ValuePath.of("new"), 1);
    now.delete(SPACE, DOC);
    assertThatThrownBy(deleted::commit).isInstanceOf(ConflictException.class);
    assertThat(now.get(SPACE, "doc")).isNull();
  }

  @Test
  void getPath_otherPartEdited_isNoConflict_samePartIs() {
    for (ValuePath edited : List.of(B, ValuePath.of("a", "x"))) {
      ManualTransaction reader = db.begin();
      assertThat(at(reader.in(run), A)).isEqualTo(Value.map("x", 1));
      reader.in(run).put(SPACE, "derived".getBytes(UTF_8), Value.of(1));
      set(now, edited, 7);
      if (edited.equals(B)) {
        reader.commit();
      } else {
        assertThatThrownBy(reader::commit)
            .isInstanceOfSatisfying(ConflictException.class, e -> assertThat(e.path()).contains(A));
      }
    }
  }

  @Test
  void getPath_absentPartCreatedMeanwhile_conflicts() {
    ManualTransaction reader = db.begin();
    assertThat(at(reader.in(run), ValuePath.of("a", "y"))).isNull();
    reader.in(run).put(SPACE, "derived".getBytes(UTF_8), Value.of(1));
    set(now, ValuePath.of("a", "y"), 7);
    assertThatThrownBy(reader::commit).isInstanceOf(ConflictException.class);
  }

  @Test
  void edit_failedAndCaught_isStillReliedOn() {
    ManualTransaction tx = db.begin();
    assertThatThrownBy(() -> set(tx.in(run), ValuePath.of("c", "d"), 1))
        .isInstanceOf(NotFoundException.class);
    tx.in(run).put(SPACE, "missing".getBytes(UTF_8), Value.of("c"));
    set(now, ValuePath.of("c"), Value.emptyMap());
    assertThatThrownBy(tx::commit).isInstanceOf(ConflictException.class);
  }

  /** What an edit left alone is read from the view like any other state. */
  @Test
  void get_wholeValueAfterAnOwnEdit_reliesOnAllOfIt() {
    ManualTransaction tx = db.begin();
    set(tx.in(run), A, 1);
    assertThat(tx.in(run).get(SPACE, "doc")).isNotNull();
    set(now, B, 7);
    assertThatThrownBy(tx::commit).isInstanceOf(ConflictException.class);
  }

  @Test
  void edit_snapshotIsolation_conflictsByPathToo() {
    TransactionOptions snapshot = TransactionOptions.defaults().isolation(Isolation.SNAPSHOT);
    ManualTransaction sibling = db.begin(snapshot);
    ManualTransaction same = db.begin(snapshot);
    assertThat(at(sibling.in(run), B)).isEqualTo(Value.of(2));
    set(sibling.in(run), A, 1);
    set(same.in(run), B, 1);
    set(now, B, 7);

    sibling.commit();
    assertThatThrownBy(same::commit).isInstanceOf(ConflictException.class);
  }

  @Test
  void edit_ofAnExpiringValue_keepsItsExpiry() {
    long expiry = clock.instant().toEpochMilli() * 1_000 + 1_000_000;
    now.put(SPACE, DOC, Value.map("b", 1), expiry);
    set(now, B, 2);
    assertThat(at(now, B)).isEqualTo(Value.of(2));
    clock.advance(Duration.ofSeconds(1));
    assertThat(now.get(SPACE, "doc")).isNull();
    assertThatThrownBy(() -> set(now, B, 3)).isInstanceOf(NotFoundException.class);
    now.put(SPACE, DOC, Value.map("b", 1), Mutation.NEVER);
    set(now, B, 2);
  }

  @Test
  void edit_readView_keepsSeeingTheOldValue() {
    try (var view = db.readView()) {
      set(now, B, 7);
      assertThat(at(view.in(run), B)).isEqualTo(Value.of(2));
    }
    assertThat(at(now, B)).isEqualTo(Value.of(7));
  }

  /** Each edit fits, but not both: the second is checked on the value it is made onto. */
  @Test
  void edit_resultTooLarge_isRefusedAtTheNewestValue() {
    Limits small = new Limits(1024, 4096, 100, 150, 3, 2, 10, 1000, 100_000);
    try (Database own = Database.inMemory(DatabaseOptions.defaults().limits(small))) {
      Scope global = own.global();
      global.put(SPACE, DOC, Value.map("a", 1));
      ManualTransaction first = own.begin();
      ManualTransaction second = own.begin();
      set(first.global(), B, "x".repeat(80));
      set(second.global(), ValuePath.of("a"), "y".repeat(80));
      first.commit();
      assertThatThrownBy(second::commit)
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("an encoded value");
      assertThatThrownBy(() -> set(global, ValuePath.of("c"), 1))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("a container");
      set(global, A, Value.map("a", Value.emptyMap()));
      assertThatThrownBy(() -> set(global, ValuePath.of("a", "a", "a"), Value.emptyMap()))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("nesting");
      assertThat(global.get(SPACE, "doc"))
          .isEqualTo(Value.map("a", Value.map("a", Value.emptyMap()), "b", "x".repeat(80)));
    }
  }

  /**
   * The owner's limits hold for the value both edits leave, though each alone left a smaller one.
   */
  @Test
  void edit_resultTooLargeForItsKeySpace_isRefusedAtTheNewestValue() {
    KeySpace bounded = new KeySpace(0x78, "bounded", 150, 2);
    now.put(bounded, DOC, Value.map("a", Value.emptyMap()));
    ManualTransaction first = db.begin();
    ManualTransaction second = db.begin();
    first.in(run).edit(bounded, DOC, ValuePath.of("a", "x"), Value.of("x".repeat(80)));
    second.in(run).edit(bounded, DOC, ValuePath.of("a", "y"), Value.of("y".repeat(80)));
    first.commit();

    assertThatThrownBy(second::commit)
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("an encoded value in bytes")
        .hasMessageContaining("the limit is 150");
    assertThatThrownBy(() -> now.edit(bounded, DOC, ValuePath.of("a", "z"), Value.emptyMap()))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("nesting");
    assertThatThrownBy(() -> now.put(bounded, DOC, Value.of("z".repeat(150))))
        .isInstanceOf(LimitExceededException.class);
    now.put(SPACE, DOC, Value.of("z".repeat(150)));
  }

  @Test
  void getPathVersioned_partOfAValue_hasTheVersionOfTheWholeButReliesOnThePartAlone() {
    long version = set(now, B, 3);
    assertThat(now.getPathVersioned(SPACE, DOC, A).version()).isEqualTo(version);
    assertThat(now.getPathVersioned(SPACE, DOC, ValuePath.of("no"))).isNull();
    assertThat(now.getPathVersioned(SPACE, "no".getBytes(UTF_8), A)).isNull();
    ManualTransaction reader = db.begin();
    assertThat(reader.in(run).getPathVersioned(SPACE, DOC, A).value()).isEqualTo(Value.map("x", 1));
    set(reader.in(run), ValuePath.of("list", 0), 11);
    assertThat(reader.in(run).getPathVersioned(SPACE, DOC, A).version())
        .isEqualTo(Versioned.PENDING);
    set(now, B, 4);
    reader.commit();
  }
}
