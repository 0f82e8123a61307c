package dev.tidemark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.RunInfo;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Durability;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs over reopens and crashes of a real directory, and what is left of deleted ones. */
class RunIndexRecoveryTest {
  private static final int[] SPACES = {0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x17, 0x20, 0x77, 0xFF};
  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.defaults().durability(Durability.strict());

  private final RunIndex runs = new RunIndex();
  private final KVStore kv = new KVStore();

  @TempDir private Path scratch;

  private Path copy(Path from, String name) throws IOException {
    Path to = Files.createDirectory(scratch.resolve(name));
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        if (!file.endsWith("tidemark.lock")) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
    return to;
  }

  private RunId createFull(Database db, String name, RunOptions options) {
    RunId run = runs.create(db.global(), name, options.metadata(Value.map("k", 1))).id();
    for (int space : SPACES) {
      for (byte i = 0; i < 20; i++) {
        db.in(run).put(new KeySpace(space, "test"), new byte[] {1, i}, Value.of(i));
      }
    }
    return run;
  }

  /** Waits for the upkeep in the background, which makes a round every tenth of a second. */
  private static void awaitKeys(Database db, long expected) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (db.stats().store().keys() != expected) {
      assertThat(System.nanoTime()).as("keys: %s", db.stats().store()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static int rows(Database db) {
    int[] rows = new int[1];
    db.global().scan(KeySpace.RUN, KeyRange.all(), (key, value, version, time) -> ++rows[0] > 0);
    return rows[0];
  }

  private void assertNothing(Database db, List<RunId> deleted) {
    for (RunId run : deleted) {
      assertThat(runs.get(db.in(run))).isEmpty();
      for (int space : SPACES) {
        KeySpace each = new KeySpace(space, "test");
        assertThatThrownBy(() -> db.in(run).scan(each, KeyRange.all(), (k, v, n, t) -> true))
            .isInstanceOf(NotFoundException.class);
      }
    }
    assertThat(runs.list(db.global(), "", 1).items()).isEmpty();
    assertThat(db.runs(RunId.GLOBAL, 1)).isEmpty();
    assertThat(rows(db)).isZero();
    awaitKeys(db, 0);
  }

  @Test
  void create_afterReopen_idIsAboveOlderOnesOnceTheClockHasMovedOn() {
    Path directory = scratch.resolve("db");
    Instant then = Instant.parse("2026-01-01T00:00:00Z");
    List<RunId> made = new ArrayList<>();
    for (Instant now : List.of(then, then.plusMillis(1), then.plusMillis(2))) {
      try (Database db = Database.open(directory, OPTIONS.clock(() -> now))) {
        for (int i = 0; i < 100; i++) {
          made.add(runs.create(db.global(), "run").id());
        }
      }
    }
    assertThat(made).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void delete_withEverythingInIt_leavesNothing_alsoAfterReopenAndCrash() throws IOException {
    Path directory = scratch.resolve("db");
    List<RunId> deleted;
    Path crashed;
    try (Database db = Database.open(directory, OPTIONS)) {
      RunId run = createFull(db, "run", RunOptions.defaults().tags("a", "b"));
      RunId child = createFull(db, "child", RunOptions.defaults().parent(run).tags("a"));
      RunId fork = db.fork(child, db.stats().version());
      runs.fail(db.in(child), "why");
      deleted = List.of(run, child, fork);
      assertThat(runs.delete(db.in(run), Cascade.DELETE)).isEqualTo(3);
      crashed = copy(directory, "crashed");
      assertNothing(db, deleted);
      db.checkpoint();
    }
    for (Path each : List.of(directory, crashed)) {
      try (Database db = Database.open(each, OPTIONS)) {
        assertNothing(db, deleted);
        assertThat(db.verify().isSound()).isTrue();
      }
    }
  }

  @Test
  void delete_detached_leavesTheChildAlone() {
    try (Database db = Database.inMemory(DatabaseOptions.defaults())) {
      long before = db.stats().store().keys();
      RunId child = createFull(db, "child", RunOptions.defaults());
      long withChild = db.stats().store().keys();
      RunId run = createFull(db, "run", RunOptions.defaults().tags("t"));
      RunId fork = db.fork(run, db.stats().version());
      runs.delete(db.in(run), Cascade.DETACH);
      runs.delete(db.in(fork), Cascade.RESTRICT);
      awaitKeys(db, withChild);
      runs.delete(db.in(child), Cascade.RESTRICT);
      awaitKeys(db, before);
    }
  }

  @Test
  void reopen_recordsAndListings_areTheSame() {
    Path directory = scratch.resolve("db");
    Run parent;
    Run child;
    try (Database db = Database.open(directory, OPTIONS)) {
      RunId run = runs.create(db.global(), "run", RunOptions.defaults().tags("t", "u")).id();
      RunOptions options = RunOptions.defaults().parent(run).metadata(Value.map("n", 1));
      RunId other = runs.create(db.global(), "child", options).id();
      runs.removeTags(db.in(run), List.of("u"));
      db.checkpoint();
      runs.fail(db.in(run), "why");
      runs.transition(db.in(run), RunStatus.ARCHIVED);
      parent = runs.get(db.in(run)).orElseThrow();
      child = runs.get(db.in(other)).orElseThrow();
    }
    for (int i = 0; i < 2; i++) {
      try (Database db = Database.open(directory, OPTIONS)) {
        assertThat(runs.list(db.global(), "", 10).items()).containsExactly(child, parent);
        assertThat(runs.byTag(db.global(), "t", "", 10).items()).containsExactly(parent);
        assertThat(runs.byTag(db.global(), "u", "", 10).items()).isEmpty();
        assertThat(runs.byStatus(db.global(), RunStatus.ARCHIVED, "", 10).items())
            .containsExactly(parent);
        assertThat(runs.children(db.in(parent.id()), "", 10).items()).containsExactly(child);
        assertThat(rows(db)).isEqualTo(2 * 2 + 1 + 1);
        RunId young = runs.create(db.global(), "young").id();
        assertThat(young).isGreaterThan(child.id());
        runs.delete(db.in(young), Cascade.RESTRICT);
        db.checkpoint();
      }
    }
  }

  @Test
  void adopt_afterACrash_isTrueOnceAndRollsBackWithItsTransaction() throws IOException {
    Path directory = scratch.resolve("db");
    RunId first;
    RunId second;
    Path crashed;
    try (Database db = Database.open(directory, OPTIONS)) {
      first = runs.create(db.global(), "first").id();
      second = runs.create(db.global(), "second").id();
      kv.put(db.in(first), "k", 1);
      crashed = copy(directory, "crashed");
    }
    try (Database db = Database.open(crashed, OPTIONS)) {
      assertThat(db.orphans()).extracting(RunInfo::id).containsExactly(first, second);
      assertThatThrownBy(
              () ->
                  db.transact(
                      tx -> {
                        assertThat(runs.adopt(tx.in(first))).isTrue();
                        assertThat(runs.adopt(tx.in(first))).isFalse();
                        throw new IllegalStateException("no");
                      }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(db.orphans()).hasSize(2);
      Run before = runs.get(db.in(first)).orElseThrow();
      long version =
          db.transact(
              tx -> {
                Scope s = tx.in(first);
                assertThat(runs.adopt(s)).isTrue();
                kv.put(s, "k", 2); // taking it over and the first step are one
              });
      assertThat(runs.adopt(db.in(first))).isFalse();
      assertThat(db.adopt(first)).isFalse();
      assertThat(db.orphans()).extracting(RunInfo::id).containsExactly(second);
      assertThat(runs.get(db.in(first))).isEqualTo(Optional.of(before));
      assertThat(db.stats().version()).isEqualTo(version);
      runs.delete(db.in(second), Cascade.RESTRICT);
      assertThat(db.orphans()).isEmpty();
    }
    try (Database db = Database.open(directory, OPTIONS)) {
      assertThat(db.orphans()).isEmpty();
      assertThat(runs.adopt(db.in(first))).isFalse();
    }
  }
}
