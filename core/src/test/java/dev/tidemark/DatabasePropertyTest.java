package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DatabasePropertyTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final int LIVE_VIEWS = 5;
  private static final int KEYS_OF_A_RUN = 4;

  /** One step of a history; {@code rollback} makes a transaction of it that fails. */
  record Step(String kind, List<String> keys, long value, boolean rollback) {}

  private static final class Rollback extends Exception {
    private static final long serialVersionUID = 1;
  }

  @Property(tries = 200)
  void history_anySteps_equalsTheModelAtEveryLiveView(@ForAll("histories") List<Step> steps) {
    try (Database db = Database.inMemory(DatabaseOptions.defaults(), task -> {})) {
      RunId run = new Runs().create(db.global(), "model");
      ReferenceStore model = new ReferenceStore();
      Deque<ReadView> views = new ArrayDeque<>();
      for (Step step : steps) {
        if (step.kind.equals("sweep")) {
          db.doUpkeep();
          db.checkInvariants();
        } else {
          apply(db, run, model, step);
        }
        views.add(db.readView());
        if (views.size() > LIVE_VIEWS) {
          views.remove().close();
        }
        views.forEach(view -> assertSame(view.in(run), model.at(view.version())));
      }
      views.forEach(ReadView::close);
      db.doUpkeep();
      db.checkInvariants();
      assertThat(db.stats().store().keys()).isEqualTo(model.latest().size() + KEYS_OF_A_RUN);
      assertThat(db.stats().store().versions()).isEqualTo(db.stats().store().keys());
    }
  }

  private static void apply(Database db, RunId run, ReferenceStore model, Step step) {
    Map<String, Value> expected = model.latest();
    Map<String, Value> before = model.latest();
    try {
      long version =
          db.transact(
              tx -> {
                for (String key : step.keys) {
                  change(tx.in(run), expected, step, key);
                }
                assertSame(tx.in(run), expected);
                if (step.rollback) {
                  throw new Rollback();
                }
              });
      if (!expected.equals(before) || step.kind.equals("put")) {
        model.commit(version, expected);
      }
    } catch (Rollback rolledBack) {
      assertSame(db.in(run), before);
    }
  }

  private static void change(Scope s, Map<String, Value> expected, Step step, String key) {
    byte[] bytes = key.getBytes(UTF_8);
    if (step.kind.equals("put")) {
      s.put(SPACE, bytes, Value.of(step.value));
      expected.put(key, Value.of(step.value));
    } else if (step.kind.equals("create")) {
      boolean applied = s.compareAndSet(SPACE, bytes, 0, Value.of(step.value)).applied();
      assertThat(applied).isEqualTo(expected.putIfAbsent(key, Value.of(step.value)) == null);
    } else {
      assertThat(s.delete(SPACE, bytes)).isEqualTo(expected.remove(key) != null);
    }
  }

  private static void assertSame(ReadScope actual, Map<String, Value> expected) {
    TreeMap<String, Value> scanned = new TreeMap<>();
    actual.scan(
        SPACE,
        KeyRange.all(),
        (key, value, version, time) -> scanned.put(new String(key, UTF_8), value) == null);
    assertThat(scanned).isEqualTo(expected);
    for (String key : List.of("a", "m", "z9")) {
      assertThat(actual.get(SPACE, key)).isEqualTo(expected.get(key));
    }
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<String> keys = Arbitraries.strings().withChars("amz09").ofMinLength(1).ofMaxLength(2);
    return Combinators.combine(
            Arbitraries.of("put", "put", "create", "delete", "delete", "sweep"),
            keys.list().ofMinSize(1).ofMaxSize(4),
            Arbitraries.longs(),
            Arbitraries.of(false, false, false, true))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }
}
