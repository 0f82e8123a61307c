package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.RunView;
import dev.tidemark.transaction.RunView.Step;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.Durability;
import dev.tidemark.types.HistoryUnavailableException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import dev.tidemark.types.ValuePath;
import dev.tidemark.types.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RunReplayTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final LogOptions SMALL = new LogOptions(4096, 16_384, 32 << 20, Runnable::run);
  private static final Runs RUNS = new Runs();
  private static final byte[] DOCUMENT = key("document");

  private final ManualClock clock = new ManualClock();
  private final SimulatedDisk disk = new SimulatedDisk();

  private Database open(Retention retention) {
    return Database.open(disk, SMALL, options(retention).durability(Durability.strict()), t -> {});
  }

  private Database inMemory(Retention retention) {
    return Database.inMemory(options(retention), task -> {});
  }

  private DatabaseOptions options(Retention retention) {
    return DatabaseOptions.defaults().clock(clock).retention(retention);
  }

  private static byte[] key(String key) {
    return key.getBytes(UTF_8);
  }

  private static Map<String, Versioned<Value>> contents(ReadScope scope) {
    Map<String, Versioned<Value>> found = new TreeMap<>();
    scope.scan(
        SPACE,
        KeyRange.all(),
        (key, value, version, time) -> {
          found.put(new String(key, UTF_8), new Versioned<>(value, version, time));
          return true;
        });
    return found;
  }

  /** What was seen live after one commit of the run. */
  private record Live(
      long version, RunStatus status, Map<String, Versioned<Value>> contents, KeyHistory history) {
    static Live of(long version, ReadScope scope) {
      return new Live(
          version,
          RUNS.get(scope).orElseThrow().status(),
          RunReplayTest.contents(scope),
          scope.history(SPACE, key("k0"), KeyHistory.NEWEST, 100));
    }
  }

  /** Commits to two runs and global data; returns what was seen of the first after each commit. */
  private List<Live> live(Database db, RunId run, RunId other, int commits, Random random) {
    List<Live> seen = new ArrayList<>();
    Scope scope = db.in(run);
    for (int i = 0; i < commits; i++) {
      clock.advance(Duration.ofMillis(random.nextInt(5)));
      long before = db.stats().version();
      int operation = random.nextInt(8);
      String name = "k" + random.nextInt(4);
      switch (operation) {
        case 0 -> scope.delete(SPACE, key(name));
        case 1 -> db.in(other).put(SPACE, key(name), Value.of(i));
        case 2 -> {
          long expiry = db.transactResult(tx -> tx.global().nowMicros()).value() + 2_000;
          scope.put(SPACE, key(name), Value.of(i), expiry);
        }
        case 3 -> {
          scope.put(SPACE, DOCUMENT, Value.map("a", Value.map("b", 0L)));
          seen.add(Live.of(db.stats().version(), scope));
          scope.edit(SPACE, DOCUMENT, ValuePath.of("a", "b"), Value.of(i));
        }
        case 4 -> {
          boolean active = RUNS.get(scope).orElseThrow().status() == RunStatus.ACTIVE;
          RUNS.transition(scope, active ? RunStatus.PAUSED : RunStatus.ACTIVE);
        }
        default -> {
          int value = i;
          db.transact(
              tx -> {
                tx.in(run).put(SPACE, key(name), Value.of(value));
                tx.in(run).put(SPACE, key("both"), Value.of(name));
                tx.in(other).put(SPACE, key("both"), Value.of(name));
              });
        }
      }
      if (operation != 1 && db.stats().version() > before) {
        seen.add(Live.of(db.stats().version(), scope));
      }
    }
    return seen;
  }

  private static List<Live> replayed(RunView view) {
    return view.steps().stream().map(step -> Live.of(step.version(), step.scope())).toList();
  }

  @Property(tries = 25)
  void replay_fromTheLog_equalsWhatWasSeenLive(@ForAll long seed) {
    Random random = new Random(seed);
    SimulatedDisk own = new SimulatedDisk();
    DatabaseOptions options = options(Retention.commits(100_000)).durability(Durability.strict());
    List<Live> seen = new ArrayList<>();
    RunId run;
    try (Database db = Database.open(own, SMALL, options, task -> {})) {
      RunId other = RUNS.create(db.global(), "other");
      run = RUNS.create(db.global(), "run");
      seen.add(Live.of(db.stats().version(), db.in(run)));
      seen.addAll(live(db, run, other, 40, random));
      RunView view = db.replay(run);
      assertThat(view.completeFrom()).isEqualTo(1);
      assertThat(replayed(view)).isEqualTo(seen);
    }
    try (Database db = Database.open(own, SMALL, options, task -> {})) {
      assertThat(replayed(db.replay(run))).isEqualTo(seen);
      if (random.nextBoolean()) {
        db.checkpoint();
      }
      RunId other = RUNS.create(db.global(), "another");
      seen.addAll(live(db, run, other, 20, random));
      assertThat(replayed(db.replay(run))).isEqualTo(seen);
    }
  }

  @Property(tries = 25)
  void replay_fromRetainedVersions_equalsWhatWasSeenLiveFromThereOn(
      @ForAll long seed, @ForAll("retentions") Retention retention) {
    Random random = new Random(seed);
    try (Database db = inMemory(retention)) {
      RunId other = RUNS.create(db.global(), "other");
      RunId run = RUNS.create(db.global(), "run");
      List<Live> seen = new ArrayList<>(List.of(Live.of(db.stats().version(), db.in(run))));
      seen.addAll(live(db, run, other, 150, random));
      long last = db.stats().version();
      db.doUpkeep(); // May delete what has expired, by a commit of its own.

      RunView view = db.replay(run);

      long from = view.completeFrom();
      List<Live> kept = seen.stream().filter(live -> from == 1 || live.version() > from).toList();
      List<Live> replayed = replayed(view).stream().filter(x -> x.version() <= last).toList();
      assertThat(withoutHistory(replayed)).isEqualTo(withoutHistory(kept));
      long gone = from - 1;
      if (gone > 0) {
        assertThatThrownBy(() -> view.at(gone)).isInstanceOf(HistoryUnavailableException.class);
        assertThat(retention).isNotEqualTo(Retention.commits(100_000));
      }
    }
  }

  /** Pages of history say how far back they are complete, which is not what was so live. */
  private static List<Live> withoutHistory(List<Live> all) {
    return all.stream()
        .map(live -> new Live(live.version(), live.status(), live.contents(), null))
        .toList();
  }

  @Provide
  Arbitrary<Retention> retentions() {
    return Arbitraries.of(
        Retention.none(),
        Retention.commits(20),
        Retention.commits(100_000),
        Retention.bytes(2_000));
  }

  @Test
  void replay_logCutBehindACheckpoint_saysFromWhereItIsComplete() {
    RunId run;
    List<Live> seen;
    DatabaseOptions options =
        options(Retention.commits(30))
            .durability(Durability.strict())
            .checkpoints(CheckpointPolicy.manual().replayLogBytes(0));
    try (Database db = Database.open(disk, SMALL, options, task -> {})) {
      RunId other = RUNS.create(db.global(), "other");
      run = RUNS.create(db.global(), "run");
      live(db, run, other, 200, new Random(1));
      db.checkpoint();
      live(db, run, other, 50, new Random(2));
      db.checkpoint();
      db.checkpoint();
      seen = live(db, run, other, 5, new Random(3));

      RunView view = db.replay(run);

      assertThat(view.completeFrom()).isGreaterThan(1);
      List<Live> replayed = withoutHistory(replayed(view));
      assertThat(replayed.subList(replayed.size() - seen.size(), replayed.size()))
          .isEqualTo(withoutHistory(seen));
      assertThat(view.steps().get(0).version()).isGreaterThan(view.completeFrom());
      assertThat(contents(view.at(view.completeFrom())))
          .isEqualTo(contents(db.at(view.completeFrom()).in(run)));
    }
  }

  @Test
  void replay_twice_isTheSame() {
    try (Database db = open(Retention.none())) {
      RunId run = RUNS.create(db.global(), "run");
      live(db, run, RUNS.create(db.global(), "other"), 60, new Random(4));
      RunView first = db.replay(run);
      RunView second = db.replay(run);
      assertThat(replayed(second)).isEqualTo(replayed(first));
      assertThat(second.steps().stream().map(Step::changed))
          .isEqualTo(first.steps().stream().map(Step::changed).toList());
    }
  }

  @Test
  void replay_changed_isWhatEachCommitWroteInTheRun() {
    try (Database db = open(Retention.none())) {
      RunId run = RUNS.create(db.global(), "run");
      RunId other = RUNS.create(db.global(), "other");
      db.transact(
          tx -> {
            tx.in(run).put(SPACE, key("b"), Value.of(1));
            tx.in(run).put(SPACE, key("a"), Value.of(1));
            tx.in(other).put(SPACE, key("c"), Value.of(1));
          });
      db.in(run).delete(SPACE, key("a"));

      List<Step> steps = db.replay(run).steps();

      assertThat(steps).hasSize(3);
      assertThat(steps.get(1).changed())
          .containsExactly(new Key(run, SPACE, key("a")), new Key(run, SPACE, key("b")));
      assertThat(steps.get(2).changed()).containsExactly(new Key(run, SPACE, key("a")));
      assertThat(steps.get(2).version()).isEqualTo(db.stats().version());
    }
  }

  @Test
  void replay_laterCommitsAndClose_changeNothing() {
    RunView view;
    try (Database db = open(Retention.none())) {
      RunId run = RUNS.create(db.global(), "run");
      db.in(run).put(SPACE, key("k"), Value.of(1));
      view = db.replay(run);
      db.in(run).put(SPACE, key("k"), Value.of(2));
      RUNS.delete(db.in(run));
    }
    assertThat(view.steps()).hasSize(2);
    assertThat(view.steps().get(1).scope().get(SPACE, "k")).isEqualTo(Value.of(1));
    assertThat(view.at(view.newest()).get(SPACE, "k")).isEqualTo(Value.of(1));
    assertThatThrownBy(() -> view.at(view.newest() + 1))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> view.at(0)).isInstanceOf(InvalidArgumentException.class);
    assertThat(view.steps().get(0).scope().get(SPACE, "k")).isNull();
  }

  @Test
  void replay_unknownOrDeletedRun_isRefused() {
    try (Database db = open(Retention.none())) {
      assertThatThrownBy(() -> db.replay(RunId.random()))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("does not exist");
      RunId run = RUNS.create(db.global(), "run");
      RUNS.delete(db.in(run));
      assertThatThrownBy(() -> db.replay(run)).isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void replay_global_hasItsCommits() {
    try (Database db = open(Retention.none());
        Database empty = inMemory(Retention.none())) {
      db.global().put(SPACE, key("k"), Value.of(1));
      db.global().put(SPACE, key("k"), Value.of(2));
      assertThat(db.replay(RunId.GLOBAL).steps()).hasSize(2);
      assertThat(empty.replay(RunId.GLOBAL).steps()).isEmpty();
    }
  }

  @Test
  void replay_fork_beginsWithAllThatWasCopied() {
    try (Database db = open(Retention.none())) {
      RunId run = RUNS.create(db.global(), "run");
      db.in(run).put(SPACE, key("a"), Value.of(1));
      long version = db.in(run).put(SPACE, key("b"), Value.of(1));
      RunId fork = db.fork(run, version);
      db.in(fork).put(SPACE, key("a"), Value.of(2));

      List<Step> steps = db.replay(fork).steps();

      assertThat(steps).hasSize(2);
      assertThat(contents(steps.get(0).scope())).containsOnlyKeys("a", "b");
      assertThat(steps.get(0).changed())
          .contains(new Key(fork, SPACE, key("a")), new Key(fork, SPACE, key("b")));
      assertThat(steps.get(1).scope().get(SPACE, "a")).isEqualTo(Value.of(2));
    }
  }

  @Test
  void replay_manyCommits_readsEachRecordOnce() {
    int commits = 10_000;
    try (Database db = open(Retention.none())) {
      RunId run = RUNS.create(db.global(), "run");
      for (int i = 0; i < commits; i++) {
        db.in(run).put(SPACE, key("k" + i % 100), Value.of(i));
      }
      long bytesBefore = disk.bytesRead();
      RunView view = db.replay(run);
      long logged = db.stats().log().bytes();

      assertThat(disk.bytesRead() - bytesBefore).isLessThan(2 * logged);
      assertThat(view.steps()).hasSize(commits + 1);
      for (int i = 0; i < commits; i++) {
        assertThat(view.steps().get(i + 1).scope().get(SPACE, "k" + i % 100))
            .isEqualTo(Value.of(i));
      }
    }
  }
}
