package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;

/** Scans from the last entry to the first, in every kind of scope, against a sorted map. */
class ReverseScanPropertyTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.defaults().retention(Retention.commits(1_000));

  /** A write, or with no value a deletion. */
  record Step(String key, Long value) {
    void apply(Scope scope, Map<String, Long> model) {
      if (value == null) {
        scope.delete(SPACE, bytes(key));
        model.remove(key);
      } else {
        scope.put(SPACE, bytes(key), Value.of(value));
        model.put(key, value);
      }
    }
  }

  /** A range, without an end if that is empty, and how many entries the visitor wants. */
  record Walk(String from, String to, int wanted) {
    void assertSame(ReadScope scope, TreeMap<String, Long> model) {
      NavigableMap<String, Long> part =
          to.isEmpty() ? model.tailMap(from, true) : model.subMap(from, true, to, false);
      assertThat(scan(scope))
          .containsExactlyElementsOf(
              part.descendingMap().entrySet().stream()
                  .limit(wanted)
                  .map(Map.Entry::toString)
                  .toList());
    }

    private List<String> scan(ReadScope scope) {
      List<String> found = new ArrayList<>();
      scope.scanReverse(
          SPACE,
          new KeyRange(bytes(from), to.isEmpty() ? null : bytes(to)),
          (key, value, version, time) -> {
            found.add(new String(key, UTF_8) + "=" + ((Value.LongValue) value).value());
            return found.size() < wanted;
          });
      return found;
    }
  }

  @Property(tries = 200)
  void scanReverse_committedSteps_equalsTheModelInEveryScope(
      @ForAll("steps") List<Step> before,
      @ForAll("steps") List<Step> after,
      @ForAll("walks") Walk walk)
      throws Exception {
    try (Database db = Database.inMemory(OPTIONS, task -> {})) {
      RunId run = new Runs().create(db.global(), "run");
      TreeMap<String, Long> model = new TreeMap<>();
      before.forEach(step -> step.apply(db.in(run), model));
      TreeMap<String, Long> then = new TreeMap<>(model);
      long version = db.stats().version();
      try (ReadView view = db.readView()) {
        after.forEach(step -> step.apply(db.in(run), model));
        walk.assertSame(view.in(run), then);
      }
      walk.assertSame(db.in(run), model);
      walk.assertSame(db.at(version).in(run), then);
      walk.assertSame(db.replay(run).at(version), then);
    }
  }

  /** Own writes between, above, below and in place of committed entries, few and many. */
  @Property(tries = 400)
  void scanReverse_ownWrites_areMergedInOrder(
      @ForAll("steps") List<Step> committed,
      @ForAll("manySteps") List<Step> own,
      @ForAll("walks") Walk walk) {
    try (Database db = Database.inMemory(OPTIONS, task -> {})) {
      RunId run = new Runs().create(db.global(), "run");
      TreeMap<String, Long> model = new TreeMap<>();
      db.transact(tx -> committed.forEach(step -> step.apply(tx.in(run), model)));
      db.transact(
          tx -> {
            own.forEach(step -> step.apply(tx.in(run), model));
            walk.assertSame(tx.in(run), model);
            walk.assertSame(tx.in(run).untracked(), model);
          });
      walk.assertSame(db.in(run), model);
      db.checkInvariants();
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return step().list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<Step>> manySteps() {
    return step().list().ofMaxSize(120);
  }

  private static Arbitrary<Step> step() {
    Arbitrary<Long> value = Arbitraries.longs().between(0, 99).injectNull(0.3);
    return Combinators.combine(keys().ofMinLength(1), value).as(Step::new);
  }

  @Provide
  Arbitrary<Walk> walks() {
    return Combinators.combine(keys(), keys(), Arbitraries.integers().between(1, 30))
        .as(
            (a, b, wanted) ->
                b.isEmpty() || a.compareTo(b) <= 0
                    ? new Walk(a, b, wanted)
                    : new Walk(b, a, wanted));
  }

  private static StringArbitrary keys() {
    return Arbitraries.strings().withChars("abm\u007f").ofMaxLength(3);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
