package dev.tidemark.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.ManualTransaction;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Random changes of one document, against a tree of plain Java. */
class JsonStorePropertyTest {
  private static final String DOC = "doc";
  private static final List<Object> STEPS = List.of("a", "b", "c d", 0, 1, 2, 3);

  private final JsonStore json = new JsonStore();

  /**
   * What a side of a test did.
   *
   * @param written paths that its commit changes
   * @param relied paths that its commit depends on
   */
  private record Trace(List<List<Object>> written, List<List<Object>> relied) {
    Trace() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    void wrote(List<Object> path) {
      written.add(path);
      relied.add(path);
    }

    boolean isInvalidatedBy(Trace earlier) {
      return relied.stream()
          .anyMatch(own -> earlier.written.stream().anyMatch(other -> overlap(own, other)));
    }

    private static boolean overlap(List<Object> a, List<Object> b) {
      int common = Math.min(a.size(), b.size());
      return a.subList(0, common).equals(b.subList(0, common));
    }
  }

  private static List<Object> path(Random random) {
    List<Object> path = new ArrayList<>();
    int length = 1 + random.nextInt(3);
    path.add(STEPS.get(random.nextInt(3)));
    while (path.size() < length) {
      path.add(STEPS.get(random.nextInt(STEPS.size())));
    }
    return path;
  }

  private static Object part(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> new TreeMap<>(Map.of("a", 1L, "b", new ArrayList<>(List.of(1L, 2L))));
      case 1 -> new ArrayList<>(List.of(1L, "two", new TreeMap<>(Map.of("a", 3L))));
      case 2 -> "text";
      default -> (long) random.nextInt(100);
    };
  }

  private void change(Scope scope, PlainTree model, Random random, Trace trace) {
    List<Object> path = path(random);
    String text = NormalizedPath.of(path);
    switch (random.nextInt(6)) {
      case 0 -> delete(scope, model, path, trace);
      case 1 -> pop(scope, model, path, trace);
      case 2 -> push(scope, model, path, part(random), trace);
      case 3 -> {
        Object present = model.at(path);
        assertThat(json.get(scope, DOC, text).map(found -> found.value()))
            .isEqualTo(Optional.ofNullable(present).map(PlainTree::value));
        trace.relied.add(path);
      }
      case 4 -> increment(scope, model, path, trace);
      default -> {
        Object part = part(random);
        Value value = PlainTree.value(part);
        List<Object> written = model.set(path, part);
        if (written == null) {
          refused(() -> json.set(scope, DOC, text, value), trace);
        } else {
          json.set(scope, DOC, text, value);
          trace.wrote(written);
        }
      }
    }
  }

  /** An error tells something of the document: the commit relies on all of it then. */
  private static void refused(ThrowingCallable change, Trace trace) {
    assertThatThrownBy(change)
        .isInstanceOfAny(InvalidArgumentException.class, NotFoundException.class);
    trace.relied.add(List.of());
  }

  private void delete(Scope scope, PlainTree model, List<Object> path, Trace trace) {
    List<Object> written = model.remove(path);
    assertThat(json.delete(scope, DOC, NormalizedPath.of(path))).isEqualTo(written != null);
    if (written != null) {
      trace.wrote(written);
    }
    trace.relied.add(path);
  }

  private void pop(Scope scope, PlainTree model, List<Object> path, Trace trace) {
    String text = NormalizedPath.of(path);
    Object present = model.at(path);
    trace.relied.add(path);
    if (present instanceof List<?> list && !list.isEmpty()) {
      Object last = list.remove(list.size() - 1);
      assertThat(json.pop(scope, DOC, text)).contains(PlainTree.value(last));
      trace.wrote(path);
    } else if (present == null || present instanceof List<?>) {
      assertThat(json.pop(scope, DOC, text)).isEmpty();
    } else {
      refused(() -> json.pop(scope, DOC, text), trace);
    }
  }

  @SuppressWarnings("unchecked") // Lists of the tree hold anything.
  private void push(Scope scope, PlainTree model, List<Object> path, Object part, Trace trace) {
    String text = NormalizedPath.of(path);
    Value value = PlainTree.value(part);
    Object present = model.at(path);
    trace.relied.add(path);
    if (present instanceof List<?> list) {
      ((List<Object>) list).add(part);
      assertThat(json.push(scope, DOC, text, value)).isEqualTo(list.size());
      trace.wrote(path);
      return;
    }
    List<Object> written = present == null ? model.set(path, new ArrayList<>(List.of(part))) : null;
    if (written == null) {
      refused(() -> json.push(scope, DOC, text, value), trace);
    } else {
      assertThat(json.push(scope, DOC, text, value)).isEqualTo(1);
      trace.wrote(written);
    }
  }

  private void increment(Scope scope, PlainTree model, List<Object> path, Trace trace) {
    String text = NormalizedPath.of(path);
    Object present = model.at(path);
    trace.relied.add(path);
    boolean isNumber = present == null || present instanceof Long;
    long sum = present instanceof Long number ? number + 7 : 7;
    List<Object> written = isNumber ? model.set(path, sum) : null;
    if (written == null) {
      refused(() -> json.increment(scope, DOC, text, 7), trace);
    } else {
      assertThat(json.increment(scope, DOC, text, 7)).isEqualTo(sum);
      trace.wrote(written);
    }
  }

  @Property(tries = 200)
  void changes_oneByOneAndTogether_equalTheModel(@ForAll long seed) {
    Random random = new Random(seed);
    try (Database db = Database.inMemory(DatabaseOptions.defaults())) {
      RunId run = new Runs().create(db.global(), "model");
      Scope now = db.in(run);
      json.create(now, DOC, "{}");
      PlainTree model = new PlainTree();
      for (int i = 0; i < 60; i++) {
        if (random.nextBoolean()) {
          change(now, model, random, new Trace());
        } else {
          db.transact(
              tx -> {
                for (int j = 0; j < 4; j++) {
                  change(tx.in(run), model, random, new Trace());
                  assertThat(json.get(tx.in(run), DOC).orElseThrow().value())
                      .isEqualTo(model.toValue());
                }
              });
        }
        assertThat(json.get(now, DOC).orElseThrow().value()).isEqualTo(model.toValue());
      }
    }
  }

  /** Exactly if a path that one wrote leads to, or through, what the other relied on. */
  @Property(tries = 1500)
  void transactions_twoAtOnce_conflictExactlyIfTheirPathsOverlap(@ForAll long seed) {
    Random random = new Random(seed);
    try (Database db = Database.inMemory(DatabaseOptions.defaults())) {
      RunId run = new Runs().create(db.global(), "model");
      PlainTree first = new PlainTree();
      json.create(db.in(run), DOC, "{}");
      for (int i = 0; i < 12; i++) {
        change(db.in(run), first, random, new Trace());
      }
      PlainTree second = new PlainTree();
      Object before = PlainTree.copy(first.at(List.of()));
      ((Map<?, ?>) before).forEach((name, part) -> second.set(List.of(name), part));

      ManualTransaction one = db.begin();
      ManualTransaction other = db.begin();
      Trace winner = new Trace();
      Trace later = new Trace();
      for (int i = 0; i < 1 + random.nextInt(2); i++) {
        change(one.in(run), first, random, winner);
        change(other.in(run), second, random, later);
      }
      one.commit();

      boolean conflict = !later.written.isEmpty() && later.isInvalidatedBy(winner);
      Statistics.collect(conflict);
      Statistics.coverage(both -> both.check(true).count(n -> n > 20));
      Statistics.coverage(both -> both.check(false).count(n -> n > 100));
      if (conflict) {
        assertThatThrownBy(other::commit).isInstanceOf(ConflictException.class);
        assertThat(json.get(db.in(run), DOC).orElseThrow().value()).isEqualTo(first.toValue());
      } else {
        other.commit();
        for (List<Object> path : later.written) {
          assertThat(json.get(db.in(run), DOC, NormalizedPath.of(path)).map(v -> v.value()))
              .isEqualTo(Optional.ofNullable(second.at(path)).map(PlainTree::value));
        }
        for (List<Object> path : winner.written) {
          assertThat(json.get(db.in(run), DOC, NormalizedPath.of(path)).map(v -> v.value()))
              .isEqualTo(Optional.ofNullable(first.at(path)).map(PlainTree::value));
        }
      }
    }
  }
}
