package dev.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionScope;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Value;
import dev.tidemark.types.ValuePath;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An operation of several writes fails inside a transaction that goes on and commits. */
class FailedOperationTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final ValuePath A = ValuePath.of("a");
  private static final ValuePath B = ValuePath.of("b");
  private static final ValuePath C = ValuePath.of("c");

  private final Database db = Database.inMemory(DatabaseOptions.defaults());
  private final Scope now = db.global();

  @AfterEach
  void close() {
    db.checkInvariants();
    db.close();
  }

  private static byte[] key(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /** Runs a body that must throw what it ends with. */
  private static void fail(Scope scope, Consumer<TransactionScope> body) {
    assertThatThrownBy(
            () ->
                scope.atomically(
                    inner -> {
                      body.accept(inner);
                      throw new IllegalStateException("on purpose");
                    }))
        .hasMessage("on purpose");
  }

  @Test
  void atomically_failsAndIsCaught_leavesNothingOfItToTheCommit() {
    db.transact(
        tx -> {
          Scope scope = tx.global();
          scope.put(SPACE, key("before"), Value.of(1));
          fail(
              scope,
              inner -> {
                inner.put(SPACE, key("new"), Value.of(2));
                inner.put(SPACE, key("before"), Value.of(2));
                inner.delete(SPACE, key("before"));
              });
          assertThat(scope.get(SPACE, "new")).isNull();
          assertThat(scope.get(SPACE, "before")).isEqualTo(Value.of(1));
          scope.put(SPACE, key("after"), Value.of(3));
        });

    assertThat(now.get(SPACE, "before")).isEqualTo(Value.of(1));
    assertThat(now.get(SPACE, "new")).isNull();
    assertThat(now.get(SPACE, "after")).isEqualTo(Value.of(3));
  }

  @Test
  void atomically_failsAsTheFirstWrites_leavesATransactionThatWritesNothing() {
    long before = db.stats().version();

    db.transact(tx -> fail(tx.global(), inner -> inner.put(SPACE, key("a"), Value.of(1))));

    assertThat(now.get(SPACE, "a")).isNull();
    assertThat(db.stats().version()).isEqualTo(before);
  }

  @Test
  void atomically_failsAmongManyWrites_leavesTheOthersInOrder() {
    db.transact(
        tx -> {
          Scope scope = tx.global();
          for (int i = 0; i < 20; i++) {
            scope.put(SPACE, key("k" + (10 + 2 * i)), Value.of(i));
          }
          fail(
              scope,
              inner -> {
                for (int i = 0; i < 100; i++) {
                  inner.put(SPACE, key("k" + (10 + i)), Value.of(-1));
                }
              });
          fail(scope, inner -> inner.put(SPACE, key("k11"), Value.of(-1)));
        });

    for (int i = 0; i < 100; i++) {
      Value expected = i < 40 && i % 2 == 0 ? Value.of(i / 2) : null;
      assertThat(now.get(SPACE, "k" + (10 + i))).isEqualTo(expected);
    }
  }

  @Test
  void atomically_innerFailsAndOuterGoesOn_takesBackTheInnerOnly() {
    db.transact(
        tx ->
            tx.global()
                .atomically(
                    outer -> {
                      outer.put(SPACE, key("outer"), Value.of(1));
                      fail(outer, inner -> inner.put(SPACE, key("inner"), Value.of(2)));
                      return outer.put(SPACE, key("last"), Value.of(3));
                    }));

    assertThat(now.get(SPACE, "outer")).isEqualTo(Value.of(1));
    assertThat(now.get(SPACE, "inner")).isNull();
    assertThat(now.get(SPACE, "last")).isEqualTo(Value.of(3));
  }

  @Test
  void atomically_outerFailsAfterAnInner_takesBackBoth() {
    db.transact(
        tx ->
            fail(
                tx.global(),
                outer -> outer.atomically(inner -> inner.put(SPACE, key("inner"), Value.of(2)))));

    assertThat(now.get(SPACE, "inner")).isNull();
  }

  @Test
  void atomically_failsAfterEdits_leavesTheEditsBeforeIt() {
    now.put(SPACE, key("doc"), Value.map("a", 0, "b", 0, "c", 0));

    long conflicts = db.stats().transactions().conflicts();
    db.transact(
        tx -> {
          Scope scope = tx.global();
          scope.edit(SPACE, key("doc"), A, Value.of(1));
          fail(
              scope,
              inner -> {
                inner.edit(SPACE, key("doc"), A, Value.of(2));
                inner.edit(SPACE, key("doc"), B, Value.of(2));
              });
          fail(scope, inner -> inner.put(SPACE, key("doc"), Value.of("gone")));
          assertThat(scope.getPath(SPACE, key("doc"), A)).isEqualTo(Value.of(1));
          assertThat(scope.getPath(SPACE, key("doc"), B)).isEqualTo(Value.of(0));
          // No conflict, unless the failed put had become of the edit.
          CompletableFuture.runAsync(() -> now.edit(SPACE, key("doc"), C, Value.of(7))).join();
        });

    assertThat(now.get(SPACE, "doc")).isEqualTo(Value.map("a", 1, "b", 0, "c", 7));
    assertThat(db.stats().transactions().conflicts()).isEqualTo(conflicts);
  }
}
