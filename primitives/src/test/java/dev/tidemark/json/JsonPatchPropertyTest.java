package dev.tidemark.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.CasResult;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Value;
import dev.tidemark.types.Value.ListValue;
import dev.tidemark.types.Value.MapValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.statistics.Statistics;

/** Changes of many parts at once of random documents, against what the RFCs say. */
class JsonPatchPropertyTest {
  private static final String DOC = "doc";
  private static final List<String> NAMES = List.of("a", "b", "c/d", "~e", "0", "");
  private static final List<String> OPERATIONS =
      List.of("add", "add", "replace", "remove", "copy", "move", "test");

  private static final Database DB = Database.inMemory(DatabaseOptions.defaults());
  private final Scope now = DB.global();
  private final JsonStore json = new JsonStore();

  @AfterContainer
  static void close() {
    DB.close();
  }

  private static Value value(Random random, int depth) {
    int kinds = depth == 0 ? 3 : 5;
    return switch (random.nextInt(kinds)) {
      case 0 -> Value.nil();
      case 1 -> Value.of(random.nextInt(4));
      case 2 -> Value.of("text " + random.nextInt(4));
      case 3 -> {
        List<Value> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(random, depth - 1));
        }
        yield Value.list(items);
      }
      default -> object(random, depth);
    };
  }

  private static Value object(Random random, int depth) {
    Map<String, Value> members = new TreeMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      members.put(NAMES.get(random.nextInt(NAMES.size())), value(random, depth - 1));
    }
    return Value.map(members);
  }

  /** A pointer that mostly leads somewhere. */
  private static String pointer(Random random, Value document) {
    StringBuilder pointer = new StringBuilder();
    Value reached = document;
    while (random.nextInt(5) > 0) {
      String token = NAMES.get(random.nextInt(NAMES.size()));
      if (reached instanceof MapValue map && map.size() > 0 && random.nextInt(5) > 0) {
        token = map.name(random.nextInt(map.size()));
      } else if (reached instanceof ListValue list) {
        token = List.of("-", "01", "" + random.nextInt(list.size() + 2)).get(random.nextInt(3));
      }
      pointer.append('/').append(token.replace("~", "~0").replace("/", "~1"));
      if (!(reached instanceof MapValue) && !(reached instanceof ListValue)) {
        break;
      }
      reached = child(reached, token);
    }
    return pointer.toString();
  }

  private static Value child(Value container, String token) {
    if (container instanceof MapValue map) {
      return map.get(token);
    }
    ListValue list = (ListValue) container;
    boolean isThere = token.matches("[0-9]") && Integer.parseInt(token) < list.size();
    return isThere ? list.get(Integer.parseInt(token)) : null;
  }

  private static Value operation(Random random, Value document) {
    return Value.map(
        "op",
        OPERATIONS.get(random.nextInt(OPERATIONS.size())),
        "path",
        pointer(random, document),
        "from",
        pointer(random, document),
        "value",
        value(random, 1));
  }

  /** Some operations, of which most can be done after those before. */
  private static Value patch(Random random, Value document) {
    List<Value> operations = new ArrayList<>();
    Value reached = document;
    for (int i = random.nextInt(4); i >= 0; i--) {
      Value operation = operation(random, reached);
      while (!applies(operation, reached) && random.nextInt(25) > 0) {
        operation = operation(random, reached);
      }
      operations.add(operation);
      if (!applies(operation, reached)) {
        break;
      }
      reached = PatchReference.patch(reached, Value.list(operation));
    }
    return Value.list(operations);
  }

  private static boolean applies(Value operation, Value document) {
    try {
      PatchReference.patch(document, Value.list(operation));
      return true;
    } catch (PatchReference.Refused e) {
      return false;
    }
  }

  /** Makes a change alone, or after another in one transaction. */
  private void make(Random random, Consumer<Scope> change) {
    if (random.nextBoolean()) {
      change.accept(now);
      return;
    }
    DB.transact(
        tx -> {
          json.create(tx.global(), "beside", "{}");
          json.set(tx.global(), "beside", "touched", true);
          change.accept(tx.global());
          json.destroy(tx.global(), "beside");
        });
  }

  private void start(Random random, Value document) {
    json.destroy(now, DOC);
    if (random.nextBoolean()) {
      json.create(now, DOC, document);
    } else { // By a transaction that edits what it has created.
      DB.transact(
          tx -> {
            json.create(tx.global(), DOC, "{\"first\":1}");
            json.set(tx.global(), DOC, "second", 2);
            json.set(tx.global(), DOC, "$", document);
          });
    }
  }

  private Value document() {
    return json.get(now, DOC).orElseThrow().value();
  }

  @Property(tries = 600)
  void merge_anyPatch_givesWhatTheRfcSays(@ForAll long seed) {
    Random random = new Random(seed);
    Value document = value(random, 3);
    Value patch = value(random, 3);
    start(random, document);
    make(random, scope -> json.merge(scope, DOC, patch));
    assertThat(document()).isEqualTo(PatchReference.merge(document, patch));
  }

  @Property(tries = 1500)
  void patch_anyOperations_giveWhatTheRfcSaysOrChangeNothing(@ForAll long seed) {
    Random random = new Random(seed);
    Value document = value(random, 3);
    Value patch = patch(random, document);
    Value expected = null;
    try {
      expected = PatchReference.patch(document, patch);
    } catch (PatchReference.Refused e) {
      // Null says so.
    }
    Statistics.collect(expected != null);
    Statistics.coverage(made -> made.check(true).count(n -> n > 200));
    Statistics.coverage(made -> made.check(false).count(n -> n > 200));
    start(random, document);
    if (expected == null) {
      assertThatThrownBy(() -> make(random, scope -> json.patch(scope, DOC, patch)))
          .isInstanceOfAny(InvalidArgumentException.class, NotFoundException.class)
          .hasMessageContaining("patch operation at index");
    } else {
      make(random, scope -> json.patch(scope, DOC, patch));
    }
    assertThat(document()).isEqualTo(expected == null ? document : expected);
  }

  private static Map<String, Value> values(Random random) {
    List<String> paths = List.of("a", "b", "a.x", "a.y.z", "b[0]", "b[1]", "c[0]", "c.x", "d");
    Map<String, Value> values = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      values.put(paths.get(random.nextInt(paths.size())), value(random, 2));
    }
    return values;
  }

  @Property(tries = 500)
  void setAll_anyPaths_isTheSetsInTurnOrNothing(@ForAll long seed) {
    Random random = new Random(seed);
    Value document = object(random, 2);
    Map<String, Value> values = values(random);
    start(random, document);
    DatabaseException refused = null;
    try {
      values.forEach((path, value) -> json.set(now, DOC, path, value));
    } catch (InvalidArgumentException | NotFoundException e) {
      refused = e;
    }
    Value inTurn = document();
    start(random, document);
    if (refused == null) {
      make(random, scope -> json.setAll(scope, DOC, values));
    } else {
      assertThatThrownBy(() -> make(random, scope -> json.setAll(scope, DOC, values)))
          .hasMessage(refused.getMessage());
    }
    assertThat(document()).isEqualTo(refused == null ? inTurn : document);
  }

  @Property(tries = 300)
  void compareAndSet_anyPath_isASetOrTellsTheVersion(@ForAll long seed) {
    Random random = new Random(seed);
    Value document = object(random, 2);
    Value value = value(random, 2);
    String path = List.of("$", "x", "y.z").get(random.nextInt(3));
    start(random, document);
    json.set(now, DOC, path, value);
    Value set = document();

    start(random, document);
    long version = json.get(now, DOC).orElseThrow().version();
    long expected = random.nextBoolean() ? version : version - random.nextInt(2) - 1;
    CasResult result = json.compareAndSet(now, DOC, expected, path, value);
    assertThat(result.applied()).isEqualTo(expected == version);
    assertThat(result.version()).isEqualTo(json.get(now, DOC).orElseThrow().version());
    assertThat(document()).isEqualTo(result.applied() ? set : document);
  }
}
