package dev.tidemark.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.ManualTransaction;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Durability;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyHistory.State;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a transaction sees of what it has done to documents, and what is left of it. */
class JsonStoreTransactionTest {
  private final Database db =
      Database.inMemory(DatabaseOptions.defaults().retention(Retention.commits(100)));
  private final RunId run = new Runs().create(db.global(), "nightly");
  private final Scope now = db.in(run);
  private final JsonStore json = new JsonStore();

  @AfterEach
  void close() {
    db.close();
  }

  private String text(ReadScope scope, String id) {
    return Json.print(json.get(scope, id).orElseThrow().value());
  }

  private List<String> found(ReadScope scope, long value) {
    return json.find(scope, "n", Value.of(value), "", 9).items().stream()
        .map(JsonDocument::id)
        .toList();
  }

  @Test
  void reads_insideATransaction_seeItsOwnChangesAndNobodyElseDoes() {
    json.create(now, "a", "{\"n\":1}");
    json.create(now, "b", "{\"n\":1}");
    json.create(now, "c", "{\"n\":1}");
    ManualTransaction tx = db.begin();
    Scope own = tx.in(run);
    json.set(own, "a", "n", 2);
    json.destroy(own, "b");
    json.create(own, "d", "{\"n\":2}");

    assertThat(found(own, 2)).containsExactly("a", "d");
    assertThat(found(own, 1)).containsExactly("c");
    assertThat(json.count(own)).isEqualTo(3);
    assertThat(json.list(own, "", "", 9).items()).containsExactly("a", "c", "d");
    assertThat(json.query(own, "a", "$[?@ == 2]")).hasSize(1);
    assertThat(json.query(own, "b", "$.*")).isEmpty();
    assertThat(json.query(own, "d", "$.n")).hasSize(1);
    assertThat(json.getAll(own, List.of("d", "b", "a")).values())
        .extracting(Versioned::version)
        .containsExactly(Versioned.PENDING, Versioned.PENDING);
    assertThat(json.history(own, "a").states())
        .extracting(State::value)
        .containsExactly(Value.map("n", 2), Value.map("n", 1));
    assertThat(json.history(own, "b").states())
        .extracting(State::value)
        .containsExactly(null, Value.map("n", 1));
    assertThat(json.history(own, "d", Long.MAX_VALUE, 1).states())
        .extracting(State::version)
        .containsExactly(Versioned.PENDING);

    assertThat(found(now, 1)).containsExactly("a", "b", "c");
    assertThat(json.count(now)).isEqualTo(3);
    tx.commit();
    assertThat(found(now, 2)).containsExactly("a", "d");
    assertThat(json.exists(now, "b")).isFalse();
  }

  @Test
  void changes_ofADocumentCreatedInTheSameTransaction_areMade() {
    db.transact(
        tx -> {
          Scope own = tx.in(run);
          json.create(own, "doc", "{\"list\":[1]}");
          json.set(own, "doc", "a.b", 1);
          json.patch(own, "doc", "[{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/c\"}]");
          assertThat(json.push(own, "doc", "list", Value.of(2), Value.of(3))).isEqualTo(3);
          assertThat(json.pop(own, "doc", "list")).contains(Value.of(3));
          assertThat(json.increment(own, "doc", "a.b", 4)).isEqualTo(5);
          json.merge(own, "doc", "{\"c\":null,\"m\":true}");
          assertThat(json.compareAndSet(own, "doc", Versioned.PENDING, "z", Value.of(9)).applied())
              .isTrue();
          assertThat(text(own, "doc"))
              .isEqualTo("{\"a\":{\"b\":5},\"list\":[1,2],\"m\":true,\"z\":9}");
          assertThatThrownBy(() -> json.create(own, "doc", "{}"))
              .isInstanceOf(InvalidArgumentException.class);
        });
    assertThat(text(now, "doc")).isEqualTo("{\"a\":{\"b\":5},\"list\":[1,2],\"m\":true,\"z\":9}");
  }

  @Test
  void setOrCreate_afterDestroyInTheSameTransaction_beginsEmpty() {
    json.create(now, "doc", "{\"old\":1}");
    long version =
        db.transact(
            tx -> {
              Scope own = tx.in(run);
              json.set(own, "doc", "edited", 2);
              assertThat(json.destroy(own, "doc")).isTrue();
              assertThat(json.get(own, "doc", "old")).isEmpty();
              assertThat(json.destroy(own, "doc")).isFalse();
              json.setOrCreate(own, "doc", "fresh.a", Value.of(3));
              assertThat(text(own, "doc")).isEqualTo("{\"fresh\":{\"a\":3}}");
            });
    assertThat(text(now, "doc")).isEqualTo("{\"fresh\":{\"a\":3}}");
    assertThat(json.get(now, "doc").orElseThrow().version()).isEqualTo(version);
    assertThat(json.history(now, "doc").states()).hasSize(2);
  }

  @Test
  void rollback_ofAnEditedDocument_leavesTheOldOneAlsoAfterReopening(@TempDir Path directory) {
    DatabaseOptions options = DatabaseOptions.defaults().durability(Durability.strict());
    RunId own;
    try (Database real = Database.open(directory, options)) {
      own = new Runs().create(real.global(), "own");
      Scope scope = real.in(own);
      json.create(scope, "doc", "{\"a\":{\"x\":1},\"list\":[1]}");
      ManualTransaction tx = real.begin();
      json.set(tx.in(own), "doc", "a.x", 2);
      json.push(tx.in(own), "doc", "list", Value.of(2));
      json.create(tx.in(own), "other", "{}");
      tx.rollback();
      assertThat(text(scope, "doc")).isEqualTo("{\"a\":{\"x\":1},\"list\":[1]}");
      json.set(scope, "doc", "b", 3);
    }
    try (Database real = Database.open(directory, options)) {
      Scope scope = real.in(own);
      assertThat(text(scope, "doc")).isEqualTo("{\"a\":{\"x\":1},\"b\":3,\"list\":[1]}");
      assertThat(json.exists(scope, "other")).isFalse();
    }
  }
}
