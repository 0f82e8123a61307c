package dev.tidemark.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Value;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keys "k0" to "k5", and a counter. */
final class KeyValues implements Participant {
  private final KVStore kv = new KVStore();

  @Override
  public String name() {
    return "KVStore";
  }

  @Override
  public void touch(Scope scope, SortedMap<String, Object> model) {
    long n = kv.increment(scope, "n", 1);
    model.put("n", Value.of(n));
  }

  @Override
  public void change(Scope scope, SortedMap<String, Object> model, Random random) {
    String key = "k" + random.nextInt(6);
    Value value = Value.of(random.nextInt(1_000));
    switch (random.nextInt(4)) {
      case 0 -> {
        assertThat(kv.delete(scope, key)).isEqualTo(model.remove(key) != null);
      }
      case 1 -> {
        boolean absent = !model.containsKey(key);
        assertThat(kv.putIfAbsent(scope, key, value)).isEqualTo(absent);
        model.putIfAbsent(key, value);
      }
      case 2 -> {
        Map<String, Value> both = new TreeMap<>(Map.of(key, value));
        both.put("k6", value);
        kv.putAll(scope, both);
        model.putAll(both);
      }
      default -> {
        kv.put(scope, key, value);
        model.put(key, value);
      }
    }
  }

  @Override
  public void fail(Scope scope) {
    kv.putAll(scope, Map.of("", Value.of(1)));
  }

  @Override
  public SortedMap<String, Object> contents(ReadScope scope) {
    SortedMap<String, Object> contents = new TreeMap<>();
    kv.entries(scope, "").forEach(entry -> contents.put(entry.key(), entry.value()));
    assertThat(kv.keys(scope, "")).containsExactlyElementsOf(contents.keySet());
    assertThat(kv.getAll(scope, contents.keySet())).isEqualTo(contents);
    return contents;
  }

  @Override
  public long version(ReadScope scope) {
    return kv.getVersioned(scope, "n").orElseThrow().version();
  }

  @Override
  public String toString() {
    return name();
  }
}
