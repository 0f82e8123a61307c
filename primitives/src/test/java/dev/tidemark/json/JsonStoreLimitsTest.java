package dev.tidemark.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.ManualTransaction;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Value;
import dev.tidemark.types.Value.MapValue;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits at and above them, many parts at once, and arguments that are none. */
class JsonStoreLimitsTest {
  private static final int MOST_BYTES = 16 << 20;

  private final Database db = Database.inMemory(DatabaseOptions.defaults());
  private final Scope now = db.global();
  private final JsonStore json = new JsonStore();

  @AfterEach
  void close() {
    db.close();
  }

  private Value document() {
    return json.get(now, "doc").orElseThrow().value();
  }

  private static Value text(int length) {
    return Value.of("x".repeat(length));
  }

  private static void refusesArgument(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(message);
  }

  private static void refusesSize(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("" + MOST_BYTES);
  }

  @Test
  void create_documentOf16MiB_isTheLargest() {
    int around = text(MOST_BYTES / 2).encodedBytes() - MOST_BYTES / 2;
    Value largest = text(MOST_BYTES - around);
    assertThat(largest.encodedBytes()).isEqualTo(MOST_BYTES);
    json.create(now, "doc", largest);
    assertThat(document()).isEqualTo(largest);
    refusesSize(() -> json.create(now, "larger", text(MOST_BYTES - around + 1)));
    assertThat(json.exists(now, "larger")).isFalse();
  }

  @Test
  void set_documentOf16MiB_isTheLargest() {
    json.create(now, "doc", "{\"a\":1}");
    int around = Value.map("a", text(MOST_BYTES / 2)).encodedBytes() - MOST_BYTES / 2;
    json.set(now, "doc", "a", text(MOST_BYTES - around));
    Value largest = document();
    assertThat(largest.encodedBytes()).isEqualTo(MOST_BYTES);

    refusesSize(() -> json.set(now, "doc", "a", text(MOST_BYTES - around + 1)));
    refusesSize(() -> json.set(now, "doc", "b", Value.nil()));
    refusesSize(
        () -> db.transact(tx -> json.set(tx.global(), "doc", "a", text(MOST_BYTES - around + 1))));
    assertThat(document()).isEqualTo(largest);
  }

  @Test
  void query_filterOf64Levels_isTheDeepest() {
    json.create(now, "doc", "[{\"a\":1}]");
    // The filter itself is a level.
    assertThat(json.query(now, "doc", "$[?" + "(".repeat(63) + "@.a" + ")".repeat(63) + "]"))
        .hasSize(1);
    assertThatThrownBy(
            () -> json.query(now, "doc", "$[?" + "(".repeat(64) + "@.a" + ")".repeat(64) + "]"))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("nesting of a filter")
        .hasMessageContaining("64");
  }

  @Test
  void paths_of256Segments_areTheLongest() {
    json.create(now, "doc", "{}");
    assertThat(json.get(now, "doc", "$" + ".a".repeat(256))).isEmpty();
    assertThatThrownBy(() -> json.get(now, "doc", "$" + ".a".repeat(257)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("256");
  }

  @Test
  void pointers_of256Tokens_areTheLongest() {
    json.create(now, "doc", "{}");
    String patch = "[{\"op\":\"test\",\"path\":\"%s\",\"value\":1}]";
    assertThatThrownBy(() -> json.patch(now, "doc", patch.formatted("/a".repeat(256))))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("leads nowhere");
    assertThatThrownBy(() -> json.patch(now, "doc", patch.formatted("/a".repeat(257))))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("index 0")
        .hasMessageContaining("256");
  }

  @Test
  void patch_indexBeyondEveryArray_saysThatItIsBeyond() {
    json.create(now, "doc", "[1,2]");
    for (String index : new String[] {"3", "1000000000", "9".repeat(40)}) {
      assertThatThrownBy(
              () ->
                  json.patch(
                      now,
                      "doc",
                      "[{\"op\":\"add\",\"path\":\"/%s\",\"value\":1}]".formatted(index)))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("leads beyond an array of 2");
      assertThatThrownBy(
              () ->
                  json.patch(now, "doc", "[{\"op\":\"remove\",\"path\":\"/%s\"}]".formatted(index)))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("there is no \"" + index + "\"");
    }
    refusesArgument(
        () -> json.patch(now, "doc", "[{\"op\":\"add\",\"path\":\"/01\",\"value\":1}]"),
        "not with an index or -");
  }

  /** Each member by itself would copy all that came before it. */
  @Test
  void merge_aHundredThousandMembers_setsThemAll() {
    json.create(now, "doc", "{\"m\":{\"kept\":1,\"gone\":2,\"name 0\":{\"old\":1}}}");
    Map<String, Value> members = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      members.put("name " + i, Value.map("i", i));
    }
    members.put("gone", Value.nil());
    json.merge(now, "doc", "m", Value.map(members));
    members.remove("gone");
    members.put("kept", Value.of(1));
    members.put("name 0", Value.map("i", 0, "old", 1));
    assertThat(document()).isEqualTo(Value.map("m", Value.map(members)));

    json.merge(now, "doc", "fresh", Value.map(members));
    assertThat(json.get(now, "doc", "fresh").orElseThrow().value()).isEqualTo(Value.map(members));
    long version = json.get(now, "doc").orElseThrow().version();
    assertThat(json.merge(now, "doc", "m", Value.map(members))).isEqualTo(version);
  }

  private static MapValue members(int count) {
    Map<String, Value> members = new HashMap<>();
    for (int i = 0; i < count; i++) {
      members.put("name " + i, Value.of(i));
    }
    return Value.map(members);
  }

  @Test
  void merge_upToAHundredMembers_leavesTheOthersToOthers() {
    json.create(now, "doc", "{}");
    ManualTransaction few = db.begin();
    ManualTransaction many = db.begin();
    json.merge(few.global(), "doc", members(100));
    json.merge(many.global(), "doc", members(101));
    json.set(now, "doc", "beside", 1);
    few.commit();
    assertThatThrownBy(many::commit).isInstanceOf(ConflictException.class);
    assertThat(((MapValue) document()).size()).isEqualTo(101);
  }

  @Test
  void merge_moreThanAHundredMembers_isAChangeOfTheirObjectAlone() {
    json.create(now, "doc", "{\"m\":{\"x\":1}}");
    ManualTransaction first = db.begin();
    json.merge(first.global(), "doc", "m", members(101));
    json.set(now, "doc", "beside", 1);
    first.commit();

    ManualTransaction second = db.begin();
    json.merge(second.global(), "doc", "m", members(102));
    json.set(now, "doc", "m.x", 2);
    assertThatThrownBy(second::commit).isInstanceOf(ConflictException.class);
  }

  @Test
  void merge_membersThatAreThereAlready_changesNothing() {
    json.create(now, "doc", members(100));
    long version = json.get(now, "doc").orElseThrow().version();

    assertThat(json.merge(now, "doc", members(100))).isEqualTo(version);
    assertThat(json.get(now, "doc").orElseThrow().version()).isEqualTo(version);
  }

  @Test
  void setAll_moreThanAHundredParts_changesTheDocumentAsAWhole() {
    json.create(now, "doc", "{}");
    Map<String, Value> values = new HashMap<>();
    for (int i = 0; i < 101; i++) {
      values.put("['name " + i + "']", Value.of(i));
    }
    ManualTransaction tx = db.begin();
    json.setAll(tx.global(), "doc", values);
    assertThat(json.get(tx.global(), "doc").orElseThrow().value()).isEqualTo(members(101));
    json.set(now, "doc", "beside", 1);
    assertThatThrownBy(tx::commit).isInstanceOf(ConflictException.class);
    json.setAll(now, "doc", values);
    assertThat(((MapValue) document()).size()).isEqualTo(102);
  }

  @Test
  void writes_throughANegativeIndex_areRefused() {
    json.create(now, "doc", "[[1],{},2]");
    String message = "for reading only";
    refusesArgument(() -> json.set(now, "doc", "$[-1]", 1), message);
    refusesArgument(() -> json.merge(now, "doc", "$[-2]", Value.map("a", 1)), message);
    refusesArgument(() -> json.push(now, "doc", "$[-3]", Value.of(1)), message);
    refusesArgument(() -> json.pop(now, "doc", "$[-3]"), message);
    refusesArgument(() -> json.increment(now, "doc", "$[-1]", 1), message);
    refusesArgument(() -> json.increment(now, "doc", "$[-1]", 0.5), message);
    refusesArgument(() -> json.delete(now, "doc", "$[-1]"), message);
    assertThat(Json.print(document())).isEqualTo("[[1],{},2]");
  }

  @Test
  void changes_ofAMissingDocument_areRefused() {
    for (ThrowingCallable change :
        new ThrowingCallable[] {
          () -> json.pop(now, "none", "a"),
          () -> json.push(now, "none", "a", Value.of(1)),
          () -> json.increment(now, "none", "a", 1),
          () -> json.set(now, "none", "a", 1),
          () -> json.setAll(now, "none", Map.of("a", Value.of(1))),
          () -> json.patch(now, "none", "[]")
        }) {
      assertThatThrownBy(change)
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("document \"none\" does not exist");
    }
    assertThat(json.delete(now, "none", "a")).isFalse();
    assertThat(json.query(now, "none", "$.*")).isEmpty();
    assertThat(json.exists(now, "none")).isFalse();
  }

  @Test
  void findListAndHistory_argumentsThatAreNone_areRefused() {
    json.create(now, "doc", "{\"a\":1}");
    Value one = Value.of(1);
    refusesArgument(() -> json.find(now, "a", one, "", 0), "limit = 0");
    refusesArgument(() -> json.find(now, "$..a", one, "", 1), "$..a");
    refusesArgument(() -> json.find(now, "a[", one, "", 1), "a[");
    refusesArgument(() -> json.find(now, "a", one, "a\0b", 1), "NUL");
    refusesArgument(() -> json.find(now, "a", Value.bytes(new byte[1]), "", 1), "value");
    refusesArgument(() -> json.list(now, "", "", -1), "limit = -1");
    refusesArgument(() -> json.list(now, "", "a\0b", 1), "NUL");
    refusesArgument(() -> json.list(now, "\uD800", "", 1), "surrogate");
    refusesArgument(() -> json.history(now, "doc", KeyHistory.NEWEST, 0), "limit = 0");
    refusesArgument(() -> json.history(now, "doc", 0, 1), "KeyHistory.NEWEST");
    assertThatThrownBy(() -> json.list(now, "", "i".repeat(1025), 1))
        .isInstanceOf(LimitExceededException.class);
    assertThatCode(() -> json.list(now, "", "i".repeat(1024), 1)).doesNotThrowAnyException();
  }
}
