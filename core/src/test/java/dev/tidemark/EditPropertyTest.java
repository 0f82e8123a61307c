package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.transaction.ManualTransaction;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Change;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Path;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Two transactions that edit one document at once, against the rule and a serial execution. */
class EditPropertyTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final byte[] DOC = "doc".getBytes(UTF_8);
  private static final int PLACES = 40;

  @Provide
  Arbitrary<Value> documents() {
    Arbitrary<Value> leaves = Arbitraries.integers().between(0, 3).map(Value::of);
    Arbitrary<String> names = Arbitraries.of("a", "b", "c");
    return Arbitraries.lazyOf(() -> containers(leaves, names));
  }

  private static Arbitrary<Value> containers(Arbitrary<Value> leaves, Arbitrary<String> names) {
    return Arbitraries.recursive(
        () -> leaves,
        inner ->
            Arbitraries.oneOf(
                inner.list().ofMinSize(1).ofMaxSize(3).map(Value::list),
                Arbitraries.maps(names, inner).ofMinSize(1).ofMaxSize(3).map(Value::map)),
        3,
        3);
  }

  /** A place in any document, as a number, and whether to remove what is there. */
  record Pick(int place, boolean remove) {}

  @Provide
  Arbitrary<List<Pick>> picks() {
    return Combinators.combine(
            Arbitraries.integers().between(0, PLACES - 1), Arbitraries.of(true, false, false))
        .as(Pick::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  /** Every path in a document, those included that would add to a container. */
  private static List<Path> paths(Value document) {
    List<Path> paths = new ArrayList<>();
    collect(document, new ArrayList<>(), paths);
    return paths;
  }

  private static void collect(Value value, List<Object> steps, List<Path> into) {
    if (value instanceof Value.MapValue map) {
      for (int i = 0; i < map.size(); i++) {
        step(map.value(i), steps, map.name(i), into);
      }
      step(null, steps, "new", into);
    } else if (value instanceof Value.ListValue list) {
      for (int i = 0; i < list.size(); i++) {
        step(list.get(i), steps, i, into);
      }
      step(null, steps, list.size(), into);
    }
  }

  private static void step(Value part, List<Object> steps, Object step, List<Path> into) {
    steps.add(step);
    into.add(Path.of(steps.toArray()));
    collect(part, steps, into);
    steps.remove(steps.size() - 1);
  }

  /** The changes picked, each in the document that those before leave; what they write too. */
  private static Value make(Value document, List<Pick> picks, List<Change> made, List<Path> wrote) {
    Value value = document;
    for (Pick pick : picks) {
      List<Path> paths = paths(value);
      Path path = paths.get(pick.place % paths.size());
      boolean remove = pick.remove && path.in(value) != null;
      Change change = new Change(path, remove ? null : Value.map("set", pick.place));
      made.add(change);
      wrote.add(change.written(value));
      value = change.onto(value);
    }
    return value;
  }

  private static void edit(Scope scope, List<Change> changes) {
    for (Change change : changes) {
      if (change.value() == null) {
        scope.removePath(SPACE, DOC, change.path());
      } else {
        scope.edit(SPACE, DOC, change.path(), change.value());
      }
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void edits_ofTwoTransactions_conflictExactlyIfTheirPathsOverlap(
      @ForAll("documents") Value document,
      @ForAll("picks") List<Pick> firstPicks,
      @ForAll("picks") List<Pick> secondPicks) {
    Assume.that(document.depth() > 0);
    List<Change> firstChanges = new ArrayList<>();
    List<Change> secondChanges = new ArrayList<>();
    List<Path> firstWrote = new ArrayList<>();
    List<Path> secondRelied = new ArrayList<>();
    Value expected = make(document, firstPicks, firstChanges, firstWrote);
    make(document, secondPicks, secondChanges, secondRelied);
    secondChanges.forEach(change -> secondRelied.add(change.path()));

    try (Database db = Database.inMemory(DatabaseOptions.defaults())) {
      db.global().put(SPACE, DOC, document);
      ManualTransaction first = db.begin();
      ManualTransaction second = db.begin();
      edit(first.global(), firstChanges);
      edit(second.global(), secondChanges);
      first.commit();
      assertThat(db.global().get(SPACE, DOC)).isEqualTo(expected);

      if (secondRelied.stream().anyMatch(p -> firstWrote.stream().anyMatch(p::overlaps))) {
        assertThatThrownBy(second::commit).isInstanceOf(ConflictException.class);
      } else {
        second.commit();
        for (Change change : secondChanges) {
          expected = change.onto(expected);
        }
      }
      assertThat(db.global().get(SPACE, DOC)).isEqualTo(expected);
      db.checkInvariants();
    }
  }
}
