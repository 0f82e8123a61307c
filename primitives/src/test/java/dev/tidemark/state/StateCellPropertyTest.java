package dev.tidemark.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.primitives.ModelHistory;
import dev.tidemark.transaction.CasResult;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Page;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random histories of cells against a sorted map of them. */
class StateCellPropertyTest {
  private static final int NAMES = 6;
  private static final long OF_THE_FORK = -2;

  @Property(tries = 60)
  void history_anySteps_equalsTheModel(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int steps) {
    new Cells(seed).live(steps);
  }

  private static final class Cells extends ModelHistory<SortedMap<String, Versioned<Value>>> {
    private final StateCell cells = new StateCell();

    Cells(long seed) {
      super(seed);
    }

    @Override
    protected SortedMap<String, Versioned<Value>> empty() {
      return new TreeMap<>();
    }

    @Override
    protected SortedMap<String, Versioned<Value>> copy(SortedMap<String, Versioned<Value>> model) {
      return new TreeMap<>(model);
    }

    @Override
    protected void committed(
        SortedMap<String, Versioned<Value>> model, long version, long timeMicros) {
      model.replaceAll(
          (name, cell) ->
              cell.version() == Versioned.PENDING
                  ? new Versioned<>(cell.value(), version, timeMicros)
                  : cell);
    }

    @Override
    protected void forked(SortedMap<String, Versioned<Value>> model) {
      model.replaceAll((name, cell) -> new Versioned<>(cell.value(), OF_THE_FORK, 0));
    }

    @Override
    protected void change(Scope scope, SortedMap<String, Versioned<Value>> model, Random random) {
      String name = "cell" + random.nextInt(NAMES);
      Value next = Value.of(random.nextInt(1_000));
      Versioned<Value> present = model.get(name);
      switch (random.nextInt(6)) {
        case 0 -> {
          assertThat(cells.delete(scope, name)).isEqualTo(present != null);
          model.remove(name);
        }
        case 1 -> compareAndSet(scope, model, name, next, random);
        case 2 -> {
          cells.transitionOrInit(scope, name, Value.of(7), before -> plusOne(before));
          put(model, name, plusOne(present == null ? Value.of(7) : present.value()));
        }
        case 3 -> {
          cells.setAll(scope, Map.of(name, next, "second", next));
          put(model, name, next);
          put(model, "second", next);
        }
        default -> {
          if (present == null) {
            cells.init(scope, name, next);
          } else {
            cells.set(scope, name, next);
          }
          put(model, name, next);
        }
      }
    }

    private void compareAndSet(
        Scope scope,
        SortedMap<String, Versioned<Value>> model,
        String name,
        Value next,
        Random random) {
      long actual = cells.read(scope, name).map(Versioned::version).orElse(Versioned.ABSENT);
      long expected = random.nextInt(3) == 0 ? 1_000_000 : actual;
      CasResult result = cells.compareAndSet(scope, name, expected, next);
      assertThat(result.applied()).isEqualTo(expected == actual);
      if (result.applied()) {
        put(model, name, next);
      } else {
        assertThat(result.version()).isEqualTo(actual);
      }
    }

    private static Value plusOne(Value before) {
      return Value.of(((Value.LongValue) before).value() + 1);
    }

    private static void put(SortedMap<String, Versioned<Value>> model, String name, Value value) {
      model.put(name, new Versioned<>(value, Versioned.PENDING, 0));
    }

    @Override
    protected void assertSame(
        ReadScope scope, SortedMap<String, Versioned<Value>> model, Random random) {
      assertThat(names(scope, 1 + random.nextInt(NAMES))).isEqualTo(List.copyOf(model.keySet()));
      Map<String, Versioned<Value>> all = cells.readAll(scope, model.keySet());
      assertThat(all).containsOnlyKeys(model.keySet());
      for (int i = 0; i < NAMES; i++) {
        String name = "cell" + i;
        assertThat(cells.exists(scope, name)).isEqualTo(model.containsKey(name));
        assertThat(cells.read(scope, name).orElse(null)).isEqualTo(all.get(name));
      }
      model.forEach((name, cell) -> assertSame(all.get(name), cell));
    }

    private static void assertSame(Versioned<Value> actual, Versioned<Value> expected) {
      assertThat(actual.value()).isEqualTo(expected.value());
      if (expected.version() > 0) {
        assertThat(actual).isEqualTo(expected);
      } else if (expected.version() == Versioned.PENDING) {
        assertThat(actual.version()).isEqualTo(Versioned.PENDING);
      }
    }

    private List<String> names(ReadScope scope, int pageSize) {
      List<String> names = new ArrayList<>();
      Page<String> page = cells.names(scope, "", "", pageSize);
      names.addAll(page.items());
      while (page.hasNext()) {
        page = cells.names(scope, "", page.cursor(), pageSize);
        names.addAll(page.items());
      }
      return names;
    }
  }
}
