package dev.tidemark.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.StateCell;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Value;
import dev.tidemark.types.Value.LongValue;
import dev.tidemark.types.Versioned;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Cells "c0" to "c3", and one that counts. */
final class Cells implements Participant {
  private final StateCell cells = new StateCell();

  @Override
  public String name() {
    return "StateCell";
  }

  @Override
  public void touch(Scope scope, SortedMap<String, Object> model) {
    Value n = cells.transitionOrInit(scope, "n", Value.of(0), Cells::next).value();
    model.put("n", n);
  }

  private static Value next(Value before) {
    return Value.of(((LongValue) before).value() + 1);
  }

  @Override
  public void change(Scope scope, SortedMap<String, Object> model, Random random) {
    String name = "c" + random.nextInt(4);
    Value value = Value.of(random.nextInt(1_000));
    long version = cells.read(scope, name).map(Versioned::version).orElse(Versioned.ABSENT);
    switch (random.nextInt(4)) {
      case 0 -> assertThat(cells.delete(scope, name)).isEqualTo(model.remove(name) != null);
      case 1 -> {
        assertThat(cells.compareAndSet(scope, name, version, value).applied()).isTrue();
        model.put(name, value);
      }
      case 2 -> assertThat(cells.compareAndSet(scope, name, 1L << 40, value).applied()).isFalse();
      default -> {
        cells.set(scope, name, value);
        model.put(name, value);
      }
    }
  }

  @Override
  public void fail(Scope scope) {
    cells.transition(scope, "never made", value -> value);
  }

  @Override
  public SortedMap<String, Object> contents(ReadScope scope) {
    SortedMap<String, Object> contents = new TreeMap<>();
    for (String name : cells.names(scope, "", "", Integer.MAX_VALUE).items()) {
      contents.put(name, cells.read(scope, name).orElseThrow().value());
    }
    Map<String, Versioned<Value>> all = cells.readAll(scope, contents.keySet());
    assertThat(all.keySet()).isEqualTo(contents.keySet());
    all.forEach((name, cell) -> assertThat(cell.value()).isEqualTo(contents.get(name)));
    return contents;
  }

  @Override
  public long version(ReadScope scope) {
    return cells.read(scope, "n").orElseThrow().version();
  }

  @Override
  public String toString() {
    return name();
  }
}
