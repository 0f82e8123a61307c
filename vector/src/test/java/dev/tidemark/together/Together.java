package dev.tidemark.together;

import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Value;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** All primitives: what a run holds of each, and what one transaction does to all of them. */
final class Together {
  static final List<Participant> ALL =
      List.of(
          new KeyValues(),
          new Events(),
          new Cells(),
          new Traces(),
          new OwnRun(),
          new Documents(),
          new Embeddings());

  private final Map<String, SortedMap<String, Object>> byName = new TreeMap<>();

  /** Nothing of any primitive. */
  Together() {
    ALL.forEach(each -> byName.put(each.name(), new TreeMap<>()));
  }

  private Together(Together other) {
    other.byName.forEach((name, contents) -> byName.put(name, new TreeMap<>(contents)));
  }

  /** What a scope reads of every primitive. */
  static Together of(ReadScope scope) {
    return scope.atOneView(
        view -> {
          Together found = new Together();
          ALL.forEach(each -> found.byName.put(each.name(), each.contents(view)));
          return found;
        });
  }

  /** How often every primitive was touched. */
  int touches() {
    Object n = byName.get("KVStore").get("n");
    return n == null ? 0 : (int) ((Value.LongValue) n).value();
  }

  Together copy() {
    return new Together(this);
  }

  /** Touches every primitive, here and there. */
  Together touch(Scope scope) {
    ALL.forEach(each -> touch(each, scope));
    return this;
  }

  Together touch(Participant one, Scope scope) {
    one.touch(scope, byName.get(one.name()));
    return this;
  }

  /** Changes every primitive at random, here and there. */
  Together change(Scope scope, Random random) {
    ALL.forEach(each -> each.change(scope, byName.get(each.name()), random));
    return this;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Together other && byName.equals(other.byName);
  }

  @Override
  public int hashCode() {
    return byName.hashCode();
  }

  @Override
  public String toString() {
    return byName.toString();
  }
}
