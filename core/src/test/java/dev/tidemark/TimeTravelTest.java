package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.transaction.PastView;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.ClosedException;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.HistoryUnavailableException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.ReadOnlyException;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeTravelTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final byte[] KEY = "k".getBytes(UTF_8);

  private final ManualClock clock = new ManualClock();
  private final Database db = open(Retention.commits(10));

  private Database open(Retention retention) {
    return Database.inMemory(DatabaseOptions.defaults().clock(clock).retention(retention));
  }

  @AfterEach
  void close() {
    db.checkInvariants();
    db.close();
  }

  @Test
  void at_version_readsWhatThatCommitLeft() {
    long first = put(db, 1);
    long second = put(db, 2);
    db.global().delete(SPACE, KEY);

    ReadScope past = db.at(first).global();
    assertThat(past.get(SPACE, "k")).isEqualTo(Value.of(1));
    assertThat(past.get(SPACE, KEY)).isEqualTo(Value.of(1));
    assertThat(past.getVersioned(SPACE, KEY).version()).isEqualTo(first);
    assertThat(db.at(second).global().get(SPACE, "k")).isEqualTo(Value.of(2));
    assertThat(db.at(second + 1).global().get(SPACE, "k")).isNull();
    assertThat(scanned(past)).containsExactly(Value.of(1));
    assertThat(scanned(db.at(second + 1).global())).isEmpty();
  }

  @Test
  void at_versionOutsideTheCommitted_isRefused() {
    long newest = put(db, 1);

    for (long version : new long[] {0, -1, newest + 1, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> db.at(version))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("version " + version)
          .hasMessageContaining("1.." + newest);
    }
  }

  @Test
  void at_time_readsTheNewestCommitUpToIt() {
    Instant start = clock.instant();
    put(db, 1);
    clock.advance(Duration.ofSeconds(10));
    put(db, 2);
    long last = put(db, 3);
    clock.advance(Duration.ofSeconds(10));

    assertThat(at(db, start)).isEqualTo(Value.of(1));
    assertThat(at(db, start.plusSeconds(10).minusNanos(1_000))).isEqualTo(Value.of(1));
    assertThat(at(db, start.plusSeconds(10))).isEqualTo(Value.of(3));
    assertThat(db.at(start.plusSeconds(15)).version()).isEqualTo(last);
    assertThat(at(db, clock.instant())).isEqualTo(Value.of(3));
  }

  @Test
  void at_timeOutsideHistory_isRefused() {
    assertThatThrownBy(() -> db.at(clock.instant()))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("nothing was committed");
    Instant start = clock.instant();
    put(db, 1);

    assertThatThrownBy(() -> db.at(start.plusSeconds(1)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("future");
    for (Instant early : List.of(start.minusSeconds(1), Instant.MIN)) {
      assertThatThrownBy(() -> db.at(early))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("nothing was committed");
    }
  }

  @Test
  void at_pastTimeAskedTwice_isTheSameVersionAfterAStepBack() {
    put(db, 1);
    clock.advance(Duration.ofSeconds(10));
    Instant asked = clock.instant().minusSeconds(1);
    long before = db.at(asked).version();
    clock.advance(Duration.ofSeconds(-20));
    put(db, 2);

    assertThat(db.at(asked).version()).isEqualTo(before);
  }

  @Test
  void commitTimes_clockStepsBack_neverDecrease() {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      clock.advance(Duration.ofSeconds(i % 2 == 0 ? 3 : -5));
      times.add(db.at(put(db, i)).timeMicros());
    }

    assertThat(times).isSorted();
  }

  @Test
  void at_keyWithTimeToLive_isJudgedByTheTimeOfTheView() {
    Instant start = clock.instant();
    long expiry = micros(start.plusSeconds(10));
    long version = db.global().put(SPACE, KEY, Value.of(1), expiry);
    clock.advance(Duration.ofSeconds(60));
    byte[] other = "other".getBytes(UTF_8);
    long later = db.global().put(SPACE, other, Value.of(2));

    assertThat(db.at(version).global().get(SPACE, KEY)).isEqualTo(Value.of(1));
    assertThat(db.at(later).global().get(SPACE, KEY)).isNull();
    assertThat(at(db, start.plusSeconds(10).minusNanos(1_000))).isEqualTo(Value.of(1));
    assertThat(at(db, start.plusSeconds(10))).isNull();
    assertThat(db.at(start.plusSeconds(20)).version()).isEqualTo(version);
    assertThat(scanned(db.at(version).global())).containsExactly(Value.of(1));
    assertThat(scanned(db.at(start.plusSeconds(20)).global())).isEmpty();
  }

  @Test
  void at_belowTheHorizon_namesHorizonAndOption() {
    PastView early = db.at(put(db, 1));
    Instant start = clock.instant();
    clock.advance(Duration.ofSeconds(1));
    for (int i = 0; i < 5_000; i++) {
      put(db, i);
    }

    assertUnavailable(() -> db.at(early.version()));
    assertUnavailable(() -> db.at(start));
    assertUnavailable(() -> early.global().get(SPACE, "k"));
    assertUnavailable(() -> early.global().get(SPACE, "never written"));
    assertUnavailable(() -> early.global().getVersioned(SPACE, KEY));
    assertUnavailable(() -> scanned(early.global()));
  }

  private static void assertUnavailable(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            HistoryUnavailableException.class, e -> assertThat(e.version()).isLessThan(e.horizon()))
        .hasMessageContaining("Commits[commits=10]")
        .hasMessageContaining("DatabaseOptions.retention");
  }

  @Test
  void atOneView_pastVersion_staysReadableWhileItRuns() {
    PastView early = db.at(put(db, 1));
    early
        .global()
        .atOneView(
            view -> {
              for (int i = 0; i < 1_000; i++) {
                put(db, i);
              }
              assertThat(view.version()).isEqualTo(early.version());
              assertThat(view.get(SPACE, "k")).isEqualTo(Value.of(1));
              return null;
            });
    for (int i = 0; i < 100; i++) {
      put(db, i);
    }

    assertUnavailable(() -> early.global().get(SPACE, "k"));
  }

  @Test
  void in_runThatDidNotExistThen_isUnknown() {
    long before = put(db, 1);
    RunId run = new Runs().create(db.global(), "later");
    long after = db.in(run).put(SPACE, KEY, Value.of(1));

    assertThatThrownBy(() -> db.at(before).in(run).get(SPACE, "k"))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> scanned(db.at(before).in(run))).isInstanceOf(NotFoundException.class);
    assertThat(db.at(after - 1).in(run).get(SPACE, "k")).isNull();
    assertThat(db.at(after).in(run).get(SPACE, "k")).isEqualTo(Value.of(1));
  }

  @Test
  void retention_byAge_keepsEveryStateOfThatAge() {
    try (Database aged = open(Retention.age(Duration.ofSeconds(1)))) {
      Instant start = clock.instant();
      for (int i = 0; i < 1_000; i++) {
        put(aged, i);
        clock.advance(Duration.ofMillis(10));
      }
      Instant newest = start.plusMillis(9_990);
      for (int back = 0; back <= 1_000; back++) {
        Instant asked = newest.minusMillis(back);
        long number = Duration.between(start, asked).toMillis() / 10;
        assertThat(at(aged, asked)).isEqualTo(Value.of(number));
      }
      assertThatThrownBy(() -> at(aged, newest.minusSeconds(2)))
          .isInstanceOf(HistoryUnavailableException.class)
          .hasMessageContaining("Age[age=PT1S]");
    }
  }

  @Test
  void retention_byAge_idleDatabaseForgetsNothing() {
    try (Database aged = open(Retention.age(Duration.ofSeconds(1)))) {
      Instant start = clock.instant();
      put(aged, 1);
      put(aged, 2);
      clock.advance(Duration.ofDays(365));

      assertThat(at(aged, start)).isEqualTo(Value.of(2));
      assertThat(at(aged, clock.instant())).isEqualTo(Value.of(2));
    }
  }

  @Test
  void retention_outOfRange_isRefused() {
    assertThatThrownBy(() -> Retention.age(Duration.ZERO))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("1 ms..36,500 days");
    assertThatThrownBy(() -> Retention.age(Duration.ofDays(36_501)))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> Retention.commits(0))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("commits = 0");
    assertThatThrownBy(() -> Retention.bytes(-1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("bytes = -1");
  }

  @Test
  void read_databaseClosed_throws() {
    Database other = open(Retention.commits(10));
    PastView past = other.at(put(other, 1));
    other.close();

    assertThatThrownBy(() -> past.global().get(SPACE, "k")).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> scanned(past.global())).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> other.at(past.version())).isInstanceOf(ClosedException.class);
  }

  @Test
  void at_logHasFailed_stillReadsWhatBecameVisible() {
    SimulatedDisk disk = new SimulatedDisk();
    DatabaseOptions strict =
        DatabaseOptions.defaults().clock(clock).durability(Durability.strict());
    Database failing = Database.open(disk, LogOptions.defaults(), strict);
    long acknowledged = put(failing, 1);
    disk.failAt(disk.operations() + 1, SimulatedDisk.Fault.POWER_CUT);
    assertThatThrownBy(() -> put(failing, 2)).isInstanceOf(DatabaseException.class);

    assertThat(failing.at(clock.instant()).version()).isEqualTo(acknowledged);
    assertThat(at(failing, clock.instant())).isEqualTo(Value.of(1));
    assertThatThrownBy(() -> failing.at(acknowledged + 1))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(failing::close).isInstanceOf(ReadOnlyException.class);
  }

  private static long put(Database db, long value) {
    Scope now = db.global();
    return now.put(SPACE, KEY, Value.of(value));
  }

  private static Value at(Database db, Instant time) {
    return db.at(time).global().get(SPACE, "k");
  }

  private static long micros(Instant time) {
    return Duration.between(Instant.EPOCH, time).toNanos() / 1_000;
  }

  private static List<Value> scanned(ReadScope scope) {
    List<Value> values = new ArrayList<>();
    scope.scan(SPACE, KeyRange.all(), (key, value, version, time) -> values.add(value));
    return values;
  }
}
