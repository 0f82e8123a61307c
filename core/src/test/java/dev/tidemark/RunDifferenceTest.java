package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.RunDifference;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunDifferenceTest {
  private static final KeySpace LOW = new KeySpace(0x20, "low");
  private static final KeySpace HIGH = new KeySpace(0x77, "high");

  private final Database db =
      Database.inMemory(
          DatabaseOptions.defaults().retention(Retention.commits(10_000)), task -> {});
  private final RunId first = new Runs().create(db.global(), "first");
  private final RunId second = new Runs().create(db.global(), "second");

  @AfterEach
  void close() {
    db.close();
  }

  private static void put(Scope scope, KeySpace space, String key, Object value) {
    scope.put(space, key.getBytes(UTF_8), Value.list(Value.of(value.toString())));
  }

  private static List<String> between(ReadScope a, ReadScope b) {
    List<String> found = new ArrayList<>();
    RunDifference.between(
        a,
        b,
        entry ->
            found.add(
                entry.space().id()
                    + "/"
                    + new String(entry.key(), UTF_8)
                    + ": "
                    + entry.first()
                    + " -> "
                    + entry.second()));
    return found;
  }

  @Test
  void between_runsThatDiffer_hasEachEntryOnceInOrder() {
    put(db.in(first), HIGH, "same", "x");
    put(db.in(first), HIGH, "changed", "old");
    put(db.in(first), LOW, "gone", "x");
    put(db.in(second), HIGH, "same", "x");
    put(db.in(second), HIGH, "changed", "new");
    put(db.in(second), HIGH, "added", "x");

    List<String> found = between(db.in(first), db.in(second));

    Value x = Value.list(Value.of("x"));
    assertThat(found)
        .containsExactly(
            "32/gone: " + x + " -> null",
            "119/added: null -> " + x,
            "119/changed: " + Value.list(Value.of("old")) + " -> " + Value.list(Value.of("new")));
  }

  @Test
  void between_aFork_isEmptyUntilOneOfThemChanges() {
    put(db.in(first), HIGH, "k", "v");
    RunId fork = db.fork(first, db.stats().version());
    assertThat(between(db.in(first), db.in(fork))).isEmpty();
    put(db.in(fork), HIGH, "k", "w");
    assertThat(between(db.in(first), db.in(fork))).hasSize(1);
  }

  @Test
  void between_twoVersionsOfARun_isWhatChanged() {
    put(db.in(first), HIGH, "k", "v");
    long before = db.stats().version();
    put(db.in(first), HIGH, "l", "v");
    assertThat(between(db.at(before).in(first), db.in(first)))
        .singleElement()
        .asString()
        .startsWith("119/l: null");
  }

  @Test
  void between_visitorHasEnough_stops() {
    for (int i = 0; i < 1_000; i++) {
      put(db.in(first), HIGH, "k" + i, "v");
      put(db.in(first), LOW, "k" + i, "v");
    }
    List<RunDifference.Entry> seen = new ArrayList<>();
    RunDifference.between(
        db.in(first),
        db.in(second),
        entry -> {
          seen.add(entry);
          return seen.size() < 300;
        });
    assertThat(seen).hasSize(300);
  }

  @Test
  void between_unknownRun_isRefused() {
    put(db.in(first), HIGH, "k", "v");
    assertThatThrownBy(() -> between(db.in(first), db.in(RunId.random())))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> between(db.in(RunId.random()), db.in(RunId.random())))
        .isInstanceOf(NotFoundException.class);
  }

  @Property(tries = 30)
  void between_anyEntries_isTheDifferenceOfTheMaps(
      @ForAll Map<Integer, Boolean> left, @ForAll Map<Integer, Boolean> right) {
    Database own = Database.inMemory(DatabaseOptions.defaults(), task -> {});
    RunId a = new Runs().create(own.global(), "a");
    RunId b = new Runs().create(own.global(), "b");
    left.forEach((key, value) -> put(own.in(a), HIGH, "k" + key % 700, value));
    right.forEach((key, value) -> put(own.in(b), HIGH, "k" + key % 700, value));
    Map<String, Object> leftByKey = new TreeMap<>();
    Map<String, Object> rightByKey = new TreeMap<>();
    left.forEach((key, value) -> leftByKey.put("k" + key % 700, value));
    right.forEach((key, value) -> rightByKey.put("k" + key % 700, value));
    TreeSet<String> expected = new TreeSet<>(leftByKey.keySet());
    expected.addAll(rightByKey.keySet());
    expected.removeIf(key -> Objects.equals(leftByKey.get(key), rightByKey.get(key)));

    List<String> found = new ArrayList<>();
    RunDifference.between(own.in(a), own.in(b), entry -> found.add(new String(entry.key(), UTF_8)));

    assertThat(found).containsExactlyElementsOf(expected);
    own.close();
  }
}
