package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.transaction.PastView;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.TransactionScope;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.HistoryUnavailableException;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeyHistory.State;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
import net.jqwik.api.constraints.IntRange;

/** Random commits under any retention; then every version and many times against the model. */
class TimeTravelPropertyTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final List<String> KEYS = List.of("a", "b", "c", "d", "e");
  private static final LogOptions SMALL = new LogOptions(4096, 16_384, 32 << 20, Runnable::run);
  private static final Durability BUFFERED =
      new Durability.Buffered(Duration.ofHours(1), Integer.MAX_VALUE, Long.MAX_VALUE);
  private static final long PLENTY = 1L << 30;

  /** What the engine must equal: the states after each version, and when it was committed. */
  private static final class Model {
    private final List<Map<String, State>> states = new ArrayList<>(List.of(new TreeMap<>()));
    private final List<Long> times = new ArrayList<>(List.of(Long.MIN_VALUE));

    long newest() {
      return states.size() - 1L;
    }

    long timeOf(long version) {
      return times.get((int) version);
    }

    void commit(Map<String, Mutation.Put> puts, long timeMicros) {
      Map<String, State> next = new TreeMap<>(states.get(states.size() - 1));
      long version = newest() + 1;
      puts.forEach(
          (key, put) ->
              next.put(
                  key,
                  put == null
                      ? new State(null, version, timeMicros, Mutation.NEVER)
                      : new State(put.value(), version, timeMicros, put.expiresAtMicros())));
      assertThat(timeMicros).isGreaterThanOrEqualTo(timeOf(newest()));
      states.add(next);
      times.add(timeMicros);
    }

    long versionAt(long timeMicros) {
      long version = newest();
      while (timeOf(version) > timeMicros) {
        version--;
      }
      return version;
    }

    Map<String, Value> visible(long version, long timeMicros) {
      Map<String, Value> visible = new TreeMap<>();
      for (Map.Entry<String, State> each : states.get((int) version).entrySet()) {
        State state = each.getValue();
        if (!state.isDeletion() && timeMicros < state.expiresAtMicros()) {
          visible.put(each.getKey(), state.value());
        }
      }
      return visible;
    }

    /** The states a key had from a version on, that in force then included, newest first. */
    List<State> history(String key, long newest, long completeFrom) {
      List<State> history = new ArrayList<>();
      for (long version = newest; version >= completeFrom; version--) {
        State state = states.get((int) version).get(key);
        if (state != null && (state.version() == version || version == completeFrom)) {
          history.add(state);
        }
      }
      return history;
    }

    /** The oldest version that must be readable; bytes promise none when they are few. */
    long promised(Retention retention) {
      if (retention instanceof Retention.Commits kept) {
        return Math.max(1, newest() - kept.commits());
      } else if (retention instanceof Retention.Age kept) {
        return Math.max(1, versionAt(timeOf(newest()) - kept.age().toNanos() / 1_000));
      }
      return retention.equals(Retention.bytes(PLENTY)) ? 1 : newest();
    }
  }

  private final ManualClock clock = new ManualClock();

  @Property(tries = 150)
  void at_anyHistory_isTheModelOrUnavailable(
      @ForAll("retentions") Retention retention,
      @ForAll @IntRange(min = 1, max = 400) int commits,
      @ForAll long seed) {
    Random random = new Random(seed);
    Model model = new Model();
    SimulatedDisk disk = new SimulatedDisk();
    DatabaseOptions options =
        DatabaseOptions.defaults().clock(clock).retention(retention).durability(BUFFERED);
    long horizonBefore;
    try (Database db = Database.open(disk, SMALL, options, task -> {})) {
      byte[] hot = "hot".getBytes(UTF_8);
      long first = db.global().put(SPACE, hot, Value.of(0));
      model.commit(
          Map.of("hot", new Mutation.Put(key(hot), Value.of(0))), db.at(first).timeMicros());
      List<PastView> taken = new ArrayList<>();
      for (int i = 0; i < commits; i++) {
        commit(db, model, random);
        taken.add(db.at(model.newest()));
      }
      long horizon = assertPast(db, model, retention, random);
      horizonBefore = horizon;
      taken.forEach(view -> assertView(view, horizon, model));
      db.checkInvariants();
    }
    try (Database db = Database.open(disk, SMALL, options, task -> {})) {
      assertThat(assertPast(db, model, retention, random)).isGreaterThanOrEqualTo(horizonBefore);
      commit(db, model, random);
      assertPast(db, model, retention, random);
      db.checkInvariants();
    }
  }

  private void commit(Database db, Model model, Random random) {
    int step = random.nextInt(5) == 0 ? -random.nextInt(50) : random.nextInt(20);
    clock.advance(Duration.ofMillis(step));
    Map<String, Mutation.Put> written = new TreeMap<>();
    long version =
        db.transact(
            tx -> {
              written.clear();
              for (String key : KEYS) {
                if (random.nextInt(3) == 0) {
                  write(tx.global(), key, written, random);
                }
              }
              write(tx.global(), "hot", written, random);
            });
    if (!written.isEmpty()) {
      assertThat(version).isEqualTo(model.newest() + 1);
      model.commit(written, db.at(version).timeMicros());
    }
  }

  private static void write(
      TransactionScope tx, String key, Map<String, Mutation.Put> written, Random random) {
    byte[] bytes = key.getBytes(UTF_8);
    Value value = Value.of(random.nextInt());
    switch (random.nextInt(4)) {
      case 0 -> {
        if (tx.delete(SPACE, bytes)) {
          written.put(key, null);
        }
      }
      case 1 -> {
        long expiry = tx.nowMicros() + random.nextInt(100_000);
        tx.put(SPACE, bytes, value, expiry);
        written.put(key, new Mutation.Put(key(bytes), value, expiry));
      }
      default -> {
        tx.put(SPACE, bytes, value);
        written.put(key, new Mutation.Put(key(bytes), value));
      }
    }
  }

  private static Key key(byte[] bytes) {
    return new Key(RunId.GLOBAL, SPACE, bytes);
  }

  /** Checks every version, many times and all histories; returns the horizon. */
  private static long assertPast(Database db, Model model, Retention retention, Random random) {
    long horizon = db.global().history(SPACE, "hot".getBytes(UTF_8), 1, 1).completeFrom();
    assertThat(horizon).isLessThanOrEqualTo(model.promised(retention));
    for (long version = 1; version < horizon; version++) {
      long gone = version;
      assertThatThrownBy(() -> db.at(gone)).isInstanceOf(HistoryUnavailableException.class);
    }
    for (long version = horizon; version <= model.newest(); version++) {
      PastView view = db.at(version);
      assertThat(view.timeMicros()).isEqualTo(model.timeOf(version));
      assertView(view, horizon, model);
    }
    long first = model.timeOf(1) - 1_000;
    for (int i = 0; i < 50; i++) {
      long time = first + (long) (random.nextDouble() * (model.timeOf(model.newest()) - first));
      assertTime(db, time, horizon, model);
    }
    return horizon;
  }

  private static void assertTime(Database db, long timeMicros, long horizon, Model model) {
    Instant time = Instant.EPOCH.plus(timeMicros, ChronoUnit.MICROS);
    if (model.versionAt(timeMicros) < horizon) {
      assertThatThrownBy(() -> db.at(time)).isInstanceOf(DatabaseException.class);
    } else {
      PastView view = db.at(time);
      assertThat(view.version()).isEqualTo(model.versionAt(timeMicros));
      assertThat(view.timeMicros()).isEqualTo(timeMicros);
      assertView(view, horizon, model);
    }
  }

  private static void assertView(PastView view, long horizon, Model model) {
    ReadScope past = view.global();
    if (view.version() < horizon) {
      assertThatThrownBy(() -> past.get(SPACE, "a"))
          .isInstanceOf(HistoryUnavailableException.class);
      assertThatThrownBy(() -> scan(past)).isInstanceOf(HistoryUnavailableException.class);
      return;
    }
    Map<String, Value> expected = model.visible(view.version(), view.timeMicros());
    assertThat(scan(past)).isEqualTo(expected);
    for (String key : List.of("a", "e", "hot", "never")) {
      byte[] bytes = key.getBytes(UTF_8);
      assertThat(past.get(SPACE, key)).isEqualTo(expected.get(key));
      assertThat(past.get(SPACE, bytes)).isEqualTo(expected.get(key));
    }
    byte[] hot = "hot".getBytes(UTF_8);
    assertThat(past.history(SPACE, hot, KeyHistory.NEWEST, Integer.MAX_VALUE))
        .isEqualTo(new KeyHistory(model.history("hot", view.version(), horizon), horizon, 0));
  }

  private static Map<String, Value> scan(ReadScope scope) {
    Map<String, Value> found = new TreeMap<>();
    scope.scan(
        SPACE,
        KeyRange.all(),
        (key, value, version, time) -> found.put(new String(key, UTF_8), value) == null);
    return found;
  }

  @Provide
  Arbitrary<Retention> retentions() {
    return Arbitraries.of(
        Retention.none(),
        Retention.commits(1),
        Retention.commits(100),
        Retention.age(Duration.ofMillis(1)),
        Retention.age(Duration.ofMillis(800)),
        Retention.age(Duration.ofDays(1)),
        Retention.bytes(1),
        Retention.bytes(10_000),
        Retention.bytes(PLENTY));
  }
}
