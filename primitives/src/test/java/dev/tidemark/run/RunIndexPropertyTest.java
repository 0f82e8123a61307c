package dev.tidemark.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.RunInfo.Origin;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Page;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Utf8;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random life of runs, over reopens, against a map per version: records and every listing. */
class RunIndexPropertyTest {
  private static final List<String> NAMES = List.of("a", "ab", "b", "ä", "\uD83D\uDE00");
  private static final List<String> TAGS = List.of("t", "tt", "u", "\uFF5E", "\uD83D\uDE00");

  private record Model(
      String name,
      RunStatus status,
      Optional<String> reason,
      Optional<RunId> parent,
      Optional<Origin> origin,
      List<String> tags,
      Value metadata) {
    Model with(RunStatus next, Optional<String> why) {
      return new Model(name, next, why.or(this::reason), parent, origin, tags, metadata);
    }

    Model withTags(Set<String> next) {
      return new Model(name, status, reason, parent, origin, List.copyOf(next), metadata);
    }

    Model withMetadata(Value next) {
      return new Model(name, status, reason, parent, origin, tags, next);
    }

    Model withParent(Optional<RunId> next) {
      return new Model(name, status, reason, next, origin, tags, metadata);
    }

    Model fork(Optional<RunId> of, Origin from) {
      return new Model(
          name, RunStatus.ACTIVE, Optional.empty(), of, Optional.of(from), tags, metadata);
    }

    boolean isWritable() {
      return status == RunStatus.ACTIVE || status == RunStatus.PAUSED;
    }
  }

  private final RunIndex runs = new RunIndex();
  private Random random;
  private Path directory;
  private Database db;
  private TreeMap<Long, Map<RunId, Model>> states;

  @Property(tries = 40)
  void runs_anyLife_areTheModelAtEveryVersion(@ForAll long seed) throws IOException {
    random = new Random(seed);
    directory = Files.createTempDirectory("runs");
    states = new TreeMap<>(Map.of(0L, new TreeMap<>()));
    db = open();
    try {
      for (int i = 0; i < 70; i++) {
        step();
        assertListings(db::in, latest());
      }
      for (long version = 1; version <= db.stats().version(); version++) {
        assertListings(db.at(version)::in, states.floorEntry(version).getValue());
      }
    } finally {
      db.close();
      delete(directory);
    }
  }

  private Database open() {
    return Database.open(
        directory, DatabaseOptions.defaults().retention(Retention.commits(100_000)));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  private Map<RunId, Model> latest() {
    return states.lastEntry().getValue();
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private Set<String> someTags() {
    Set<String> tags = new TreeSet<>(Utf8::compare);
    for (int i = random.nextInt(3); i > 0; i--) {
      tags.add(oneOf(TAGS));
    }
    return tags;
  }

  private void step() {
    Map<RunId, Model> next = new TreeMap<>(latest());
    int operation = random.nextInt(14);
    if (operation < 3 || next.isEmpty()) {
      create(next);
    } else {
      change(operation, oneOf(List.copyOf(next.keySet())), next);
    }
    states.put(db.stats().version(), next);
  }

  private void create(Map<RunId, Model> next) {
    RunOptions options = RunOptions.defaults().tags(someTags());
    if (!next.isEmpty() && random.nextBoolean()) {
      options = options.parent(oneOf(List.copyOf(next.keySet())));
    }
    if (random.nextBoolean()) {
      options = options.metadata(Value.map("n", random.nextInt()));
    }
    Run made = runs.create(db.global(), oneOf(NAMES), options);
    next.put(
        made.id(),
        new Model(
            made.name(),
            RunStatus.ACTIVE,
            Optional.empty(),
            options.parent(),
            Optional.empty(),
            options.tags(),
            options.metadata()));
  }

  private void change(int operation, RunId run, Map<RunId, Model> next) {
    Scope scope = db.in(run);
    Model present = next.get(run);
    switch (operation) {
      case 3, 4, 5 -> transition(scope, present, next);
      case 6 -> {
        Set<String> more = someTags();
        if (allowed(present.isWritable(), () -> runs.addTags(scope, more))) {
          more.addAll(present.tags());
          next.put(run, present.withTags(more));
        }
      }
      case 7 -> {
        Set<String> less = someTags();
        if (allowed(present.isWritable(), () -> runs.removeTags(scope, less))) {
          Set<String> rest = new TreeSet<>(Utf8::compare);
          rest.addAll(present.tags());
          rest.removeAll(less);
          next.put(run, present.withTags(rest));
        }
      }
      case 8 -> {
        Value metadata = Value.map("n", random.nextInt());
        if (allowed(present.isWritable(), () -> runs.updateMetadata(scope, metadata))) {
          next.put(run, present.withMetadata(metadata));
        }
      }
      case 9, 10 -> fork(next);
      case 11 -> {
        db.close();
        db = open();
      }
      default -> delete(scope, next);
    }
  }

  private void transition(Scope scope, Model present, Map<RunId, Model> next) {
    RunStatus status = oneOf(List.of(RunStatus.values()));
    boolean fails = status == RunStatus.FAILED;
    Optional<String> why = fails ? Optional.of("reason " + random.nextInt()) : Optional.empty();
    if (allowed(
        present.status().next().contains(status),
        () -> {
          if (fails) {
            runs.fail(scope, why.orElseThrow());
          } else {
            runs.transition(scope, status);
          }
        })) {
      next.put(scope.run(), present.with(status, why));
    }
  }

  /** Does what should be allowed or refused, and says which it was. */
  private static boolean allowed(boolean expected, Runnable operation) {
    boolean done;
    try {
      operation.run();
      done = true;
    } catch (InvalidArgumentException e) {
      done = false;
    }
    assertThat(done).isEqualTo(expected);
    return done;
  }

  private void fork(Map<RunId, Model> next) {
    long version = 1 + (long) (random.nextDouble() * db.stats().version());
    Map<RunId, Model> then = states.floorEntry(version).getValue();
    if (then.isEmpty()) {
      return;
    }
    RunId source = oneOf(List.copyOf(then.keySet()));
    RunId fork = db.fork(source, version);
    Optional<RunId> parent = next.containsKey(source) ? Optional.of(source) : Optional.empty();
    next.put(fork, then.get(source).fork(parent, new Origin(source, version)));
  }

  private void delete(Scope scope, Map<RunId, Model> next) {
    Cascade cascade = oneOf(List.of(Cascade.values()));
    List<RunId> children = where(next, run -> run.parent().equals(Optional.of(scope.run())));
    boolean restricted = cascade == Cascade.RESTRICT && !children.isEmpty();
    if (!allowed(!restricted, () -> runs.delete(scope, cascade))) {
      return;
    }
    next.remove(scope.run());
    if (cascade == Cascade.DETACH) {
      children.forEach(id -> next.compute(id, (key, run) -> run.withParent(Optional.empty())));
    } else {
      removeOrphans(next);
    }
  }

  private static void removeOrphans(Map<RunId, Model> state) {
    while (state
        .values()
        .removeIf(run -> run.parent().filter(id -> !state.containsKey(id)).isPresent())) {
      // Until none is left that has lost its parent.
    }
  }

  private static List<RunId> where(Map<RunId, Model> state, Predicate<Model> condition) {
    return state.entrySet().stream()
        .filter(run -> condition.test(run.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void assertListings(Function<RunId, ReadScope> at, Map<RunId, Model> expected) {
    ReadScope global = at.apply(RunId.GLOBAL);
    Comparator<RunId> byName = Comparator.comparing(id -> expected.get(id).name(), Utf8::compare);
    List<RunId> all = new ArrayList<>(expected.keySet());
    all.sort(byName.thenComparing(Comparator.naturalOrder()));
    assertThat(listed(cursor -> runs.list(global, cursor, 3), expected)).isEqualTo(all);
    for (String name : NAMES) {
      assertThat(listed(cursor -> runs.byName(global, name, cursor, 2), expected))
          .isEqualTo(where(expected, run -> run.name().equals(name)));
    }
    for (RunStatus status : RunStatus.values()) {
      assertThat(listed(cursor -> runs.byStatus(global, status, cursor, 2), expected))
          .isEqualTo(where(expected, run -> run.status() == status));
    }
    for (String tag : TAGS) {
      assertThat(listed(cursor -> runs.byTag(global, tag, cursor, 2), expected))
          .isEqualTo(where(expected, run -> run.tags().contains(tag)));
    }
    for (RunId parent : expected.keySet()) {
      assertThat(listed(cursor -> runs.children(at.apply(parent), cursor, 2), expected))
          .isEqualTo(where(expected, run -> run.parent().equals(Optional.of(parent))));
    }
  }

  private static List<RunId> listed(
      Function<String, Page<Run>> listing, Map<RunId, Model> expected) {
    List<RunId> found = new ArrayList<>();
    String cursor = "";
    do {
      Page<Run> page = listing.apply(cursor);
      for (Run run : page.items()) {
        assertThat(model(run)).isEqualTo(expected.get(run.id()));
        found.add(run.id());
      }
      cursor = page.cursor();
    } while (!cursor.isEmpty());
    return found;
  }

  private static Model model(Run run) {
    return new Model(
        run.name(),
        run.status(),
        run.reason(),
        run.parent(),
        run.origin(),
        run.tags(),
        run.metadata());
  }
}
