package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.durability.SimulatedDisk.Survival;
import dev.tidemark.transaction.PastView;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.RunInfo;
import dev.tidemark.transaction.RunInfo.Origin;
import dev.tidemark.transaction.Runs;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random life of runs, over reopens and crashes, against a sorted map per version. */
class RunModelPropertyTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final LogOptions SMALL = new LogOptions(4096, 16_384, 32 << 20, Runnable::run);
  private static final Runs RUNS = new Runs();

  private record Run(RunStatus status, Map<String, Value> entries, Optional<Origin> origin) {
    Run with(String key, Value value) {
      Map<String, Value> next = new TreeMap<>(entries);
      if (value == null) {
        next.remove(key);
      } else {
        next.put(key, value);
      }
      return new Run(status, next, origin);
    }
  }

  private final ManualClock clock = new ManualClock();
  private Random random;
  private SimulatedDisk disk;
  private Database db;
  private TreeMap<Long, Map<RunId, Run>> states;

  @Property(tries = 60)
  void runs_anyLife_isTheModelAtEveryVersion(@ForAll long seed) {
    random = new Random(seed);
    disk = new SimulatedDisk();
    states = new TreeMap<>(Map.of(0L, Map.of()));
    db = open();
    for (int i = 0; i < 80; i++) {
      step();
      assertState(db.runs(RunId.GLOBAL, 1_000), latest());
    }
    for (long version = 1; version <= db.stats().version(); version++) {
      PastView past = db.at(version);
      Map<RunId, Run> expected = states.floorEntry(version).getValue();
      assertThat(actual(past.runs(RunId.GLOBAL, 1_000), past::in)).isEqualTo(expected);
    }
    db.checkInvariants();
    db.close();
  }

  private Database open() {
    return Database.open(
        disk,
        SMALL,
        DatabaseOptions.defaults()
            .clock(clock)
            .retention(Retention.commits(100_000))
            .durability(Durability.strict()),
        task -> {});
  }

  private Map<RunId, Run> latest() {
    return states.lastEntry().getValue();
  }

  private void change(RunId run, Run next) {
    Map<RunId, Run> state = new TreeMap<>(latest());
    if (next == null) {
      state.remove(run);
    } else {
      state.put(run, next);
    }
    states.put(db.stats().version(), state);
  }

  private void step() {
    int operation = random.nextInt(14);
    if (operation == 0 || latest().isEmpty()) {
      RunId run = RUNS.create(db.global(), "run");
      change(run, new Run(RunStatus.ACTIVE, new TreeMap<>(), Optional.empty()));
      return;
    }
    List<RunId> runs = new ArrayList<>(latest().keySet());
    RunId run = runs.get(random.nextInt(runs.size()));
    switch (operation) {
      case 1 -> transition(run);
      case 2 -> fork();
      case 3 -> {
        RUNS.delete(db.in(run));
        change(run, null);
      }
      case 4 -> {
        db.close();
        db = open();
      }
      case 5 -> {
        disk = disk.crash(Survival.NOTHING, random.nextLong());
        db = open();
        assertOrphans();
      }
      case 6 -> db.checkpoint();
      case 7 -> db.doUpkeep();
      default -> write(run);
    }
  }

  private void transition(RunId run) {
    RunStatus present = latest().get(run).status();
    List<RunStatus> all = List.copyOf(EnumSet.allOf(RunStatus.class));
    RunStatus next = all.get(random.nextInt(all.size()));
    try {
      RUNS.transition(db.in(run), next);
      assertThat(present.next()).contains(next);
      Run old = latest().get(run);
      change(run, new Run(next, old.entries(), old.origin()));
    } catch (DatabaseException e) {
      assertThat(present.next()).doesNotContain(next);
    }
  }

  private void write(RunId run) {
    String key = "k" + random.nextInt(5);
    Run present = latest().get(run);
    boolean deletes = random.nextInt(4) == 0 && present.entries().containsKey(key);
    Value value = deletes ? null : Value.of(random.nextInt());
    try {
      if (deletes) {
        db.in(run).delete(SPACE, key.getBytes(UTF_8));
      } else {
        db.in(run).put(SPACE, key.getBytes(UTF_8), value);
      }
      assertThat(present.status().isWritable()).isTrue();
      change(run, present.with(key, value));
    } catch (DatabaseException e) {
      assertThat(present.status().isWritable()).isFalse();
    }
  }

  private void fork() {
    long version = 1 + (long) (random.nextDouble() * db.stats().version());
    Map<RunId, Run> then = states.floorEntry(version).getValue();
    Set<RunId> ever = new HashSet<>();
    states.values().forEach(state -> ever.addAll(state.keySet()));
    RunId parent = new ArrayList<>(ever).get(random.nextInt(ever.size()));
    try {
      RunId fork = db.fork(parent, version);
      Origin origin = new Origin(parent, version);
      change(fork, new Run(RunStatus.ACTIVE, then.get(parent).entries(), Optional.of(origin)));
    } catch (NotFoundException e) {
      assertThat(then).doesNotContainKey(parent);
    }
  }

  private void assertOrphans() {
    Set<RunId> active = new HashSet<>();
    latest()
        .forEach(
            (id, run) -> {
              if (run.status() == RunStatus.ACTIVE) {
                active.add(id);
              }
            });
    Set<RunId> orphans = new HashSet<>();
    db.orphans().forEach(run -> orphans.add(run.id()));
    assertThat(active).containsAll(orphans);
    if (!db.recovery().cleanShutdown()) {
      assertThat(orphans).isEqualTo(active);
    }
  }

  private void assertState(List<RunInfo> listed, Map<RunId, Run> expected) {
    assertThat(actual(listed, db::in)).isEqualTo(expected);
    for (RunId run : expected.keySet()) {
      assertThat(RUNS.get(db.in(run))).isPresent();
    }
  }

  private static Map<RunId, Run> actual(List<RunInfo> listed, Function<RunId, ReadScope> scopes) {
    Map<RunId, Run> actual = new TreeMap<>();
    for (RunInfo run : listed) {
      Map<String, Value> entries = new TreeMap<>();
      scopes
          .apply(run.id())
          .scan(
              SPACE,
              KeyRange.all(),
              (key, value, version, time) -> entries.put(new String(key, UTF_8), value) == null);
      actual.put(run.id(), new Run(run.status(), entries, run.origin()));
    }
    return actual;
  }
}
