package dev.tidemark.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.json.JsonDocument;
import dev.tidemark.json.JsonStore;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Value;
import dev.tidemark.types.Value.ListValue;
import dev.tidemark.types.Value.LongValue;
import dev.tidemark.types.Value.MapValue;
import dev.tidemark.types.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Documents "d0" to "d3", each with a list, and one with a counter. */
final class Documents implements Participant {
  private static final String COUNTER = "counter";

  private final JsonStore json = new JsonStore();

  @Override
  public String name() {
    return "JsonStore";
  }

  @Override
  public void touch(Scope scope, SortedMap<String, Object> model) {
    if (!json.exists(scope, COUNTER)) {
      json.create(scope, COUNTER, Value.map("n", 0));
    }
    long n = json.increment(scope, COUNTER, "$.n", 1);
    model.put(COUNTER, Value.map("n", n));
  }

  @Override
  public void change(Scope scope, SortedMap<String, Object> model, Random random) {
    String id = "d" + random.nextInt(4);
    Value value = Value.of(random.nextInt(1_000));
    if (!model.containsKey(id)) {
      Value fresh = Value.map("list", Value.list(List.of()), "kept", "x".repeat(300));
      json.create(scope, id, fresh);
      model.put(id, fresh);
    }
    MapValue document = (MapValue) model.get(id);
    switch (random.nextInt(6)) {
      case 0 -> {
        json.destroy(scope, id);
        model.remove(id);
      }
      case 1 -> {
        json.set(scope, id, "$.a", value);
        model.put(id, with(document, "a", value));
      }
      case 2 -> {
        assertThat(json.delete(scope, id, "$.a")).isEqualTo(document.get("a") != null);
        model.put(id, with(document, "a", null));
      }
      case 3 -> {
        json.merge(scope, id, Value.map("a", null, "b", value));
        model.put(id, with(with(document, "a", null), "b", value));
      }
      case 4 -> {
        json.patch(scope, id, "[{\"op\":\"add\",\"path\":\"/c\",\"value\":[1]}]");
        model.put(id, with(document, "c", Value.list(Value.of(1))));
      }
      default -> {
        json.push(scope, id, "$.list", value);
        List<Value> items = new ArrayList<>();
        ((ListValue) document.get("list")).forEach(items::add);
        items.add(value);
        model.put(id, with(document, "list", Value.list(items)));
      }
    }
  }

  private static MapValue with(MapValue document, String name, Value value) {
    Map<String, Value> entries = new TreeMap<>();
    for (int i = 0; i < document.size(); i++) {
      entries.put(document.name(i), document.value(i));
    }
    entries.remove(name);
    if (value != null) {
      entries.put(name, value);
    }
    return Value.map(entries);
  }

  /** The first operation of the patch would succeed. */
  @Override
  public void fail(Scope scope) {
    json.patch(
        scope,
        COUNTER,
        "[{\"op\":\"replace\",\"path\":\"/n\",\"value\":9},"
            + "{\"op\":\"test\",\"path\":\"/n\",\"value\":-1}]");
  }

  @Override
  public SortedMap<String, Object> contents(ReadScope scope) {
    SortedMap<String, Object> contents = new TreeMap<>();
    for (String id : json.list(scope, "", "", Integer.MAX_VALUE).items()) {
      contents.put(id, json.get(scope, id).orElseThrow().value());
    }
    assertThat(json.count(scope)).isEqualTo(contents.size());
    Map<String, Versioned<Value>> all = json.getAll(scope, contents.keySet());
    assertThat(all.keySet()).isEqualTo(contents.keySet());
    all.forEach((id, document) -> assertThat(document.value()).isEqualTo(contents.get(id)));
    if (contents.get(COUNTER) instanceof MapValue counter) {
      Value n = counter.get("n");
      assertThat(json.get(scope, COUNTER, "$.n").orElseThrow().value()).isEqualTo(n);
      assertThat(json.find(scope, "$.n", n, "", 9).items())
          .extracting(JsonDocument::id)
          .containsExactly(COUNTER);
      assertThat(((LongValue) n).value()).isPositive();
    }
    return contents;
  }

  @Override
  public long version(ReadScope scope) {
    return json.get(scope, COUNTER).orElseThrow().version();
  }

  @Override
  public String toString() {
    return name();
  }
}
