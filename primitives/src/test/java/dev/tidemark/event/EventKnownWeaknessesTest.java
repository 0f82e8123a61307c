package dev.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.SharedArrays;
import dev.tidemark.types.Value;
import java.nio.file.Path;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What event logs before this one got wrong. */
class EventKnownWeaknessesTest {
  private static final DatabaseOptions FIXED_TIME =
      DatabaseOptions.defaults().clock(() -> Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir private Path directory;
  private final EventLog log = new EventLog();

  private static Value manyKeys() {
    TreeMap<String, Value> entries = new TreeMap<>();
    for (int i = 0; i < 50; i++) {
      entries.put("key" + i, Value.of(i * 0.1));
    }
    return Value.map("z", Value.map(entries), "a", Value.map(entries), "m", 1);
  }

  @Test
  void verifyChain_payloadMapsOfManyKeysAfterReopening_isValid() {
    RunId run;
    try (Database db = Database.open(directory, DatabaseOptions.defaults())) {
      run = new Runs().create(db.global(), "run");
      for (int i = 0; i < 20; i++) {
        log.append(db.in(run), "t", manyKeys());
      }
    }
    try (Database db = Database.open(directory, DatabaseOptions.defaults())) {
      assertThat(log.verifyChain(db.in(run)).reason()).isEmpty();
      assertThat(log.read(db.in(run), 7).orElseThrow().payload()).isEqualTo(manyKeys());
    }
  }

  @Test
  void hash_isWideAndDependsOnEveryField() {
    try (Database db = Database.inMemory(FIXED_TIME)) {
      assertThat(hashOf(db, "ab", Value.of("c"))).hasSize(64);
      assertThat(hashOf(db, "ab", Value.of("c"))).isEqualTo(hashOf(db, "ab", Value.of("c")));
      assertThat(hashOf(db, "a", Value.of("bc"))).isNotEqualTo(hashOf(db, "ab", Value.of("c")));
      assertThat(hashOf(db, "a", Value.of(0.0))).isNotEqualTo(hashOf(db, "a", Value.of(-0.0)));
      assertThat(hashOf(db, "a", Value.of(1))).isNotEqualTo(hashOf(db, "a", Value.of(1.0)));
    }
  }

  private String hashOf(Database db, String type, Value payload) {
    return log.append(db.in(new Runs().create(db.global(), "run")), type, payload).hash();
  }

  @Test
  void append_numbersThatAreNotFinite_readBack() {
    try (Database db = Database.inMemory(DatabaseOptions.defaults())) {
      Scope now = db.in(new Runs().create(db.global(), "run"));
      for (double number :
          new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0}) {
        Event event = log.append(now, "t", Value.map("number", number));
        assertThat(log.read(now, event.sequence()).orElseThrow().payload())
            .isEqualTo(Value.map("number", number));
      }
      assertThat(log.verifyChain(now).isValid()).isTrue();
    }
  }

  @Test
  void append_damagedHead_isRefusedAndReplacesNothing() {
    try (Database db = Database.inMemory(DatabaseOptions.defaults())) {
      Scope now = db.in(new Runs().create(db.global(), "run"));
      Event first = log.append(now, "t", Value.of(1));
      now.put(LogHead.SPACE, LogHead.key(), Value.of("{}"));

      assertThatThrownBy(() -> log.append(now, "t", Value.of(2)))
          .isInstanceOf(CorruptionException.class);
      assertThat(log.read(now, 0)).contains(first);
    }
  }

  @Test
  @Timeout(10)
  void range_toTheLargestNumber_visitsOnlyWhatThereIs() {
    try (Database db = Database.inMemory(DatabaseOptions.defaults())) {
      Scope now = db.in(new Runs().create(db.global(), "run"));
      log.append(now, "t", Value.of(1));

      assertThat(log.range(now, 0, Long.MAX_VALUE)).hasSize(1);
      assertThat(log.range(now, EventRange.all().reverse(), "", 9).items()).hasSize(1);
      assertThat(log.byTime(now, Long.MIN_VALUE, Long.MAX_VALUE, "", 9).items()).hasSize(1);
    }
  }

  /** By type it answers from the whole log or not at all. */
  @Test
  void byType_manyTypes_leavesNoneOutAndKeepsTheHeadSmall() {
    try (Database db = Database.inMemory(DatabaseOptions.defaults())) {
      Scope now = db.in(new Runs().create(db.global(), "run"));
      for (int i = 0; i < 1_000; i++) {
        log.append(now, i % 100 == 0 ? "rare" : "t" + i, Value.of(i));
      }
      assertThat(log.byType(now, "rare")).hasSize(10);
      int head = head(now);
      log.append(now, "one more type", Value.of(1));
      assertThat(head(now)).as("the head record does not grow with the types").isEqualTo(head);
      now.delete(EventLog.SPACE, EventFormat.key(1));

      for (String type : new String[] {"rare", "t1"}) {
        assertThatThrownBy(() -> log.byType(now, type))
            .isInstanceOf(CorruptionException.class)
            .hasMessageContaining("event 1 of run");
      }
    }
  }

  private static int head(Scope scope) {
    return SharedArrays.of((Value.BytesValue) scope.get(LogHead.SPACE, LogHead.key())).length;
  }

  @Test
  void read_returnsTheEventAndNotWhatIsStored() {
    try (Database db = Database.inMemory(DatabaseOptions.defaults())) {
      Scope now = db.in(new Runs().create(db.global(), "run"));
      long version = log.append(now, "t", Value.map("tool", "grep")).version();

      Event event = log.read(now, 0).orElseThrow();
      assertThat(event.payload()).isEqualTo(Value.map("tool", "grep"));
      assertThat(event.version()).isEqualTo(version);
    }
  }

  @Test
  void append_inATransactionOrNot_storesTheSameBytes() {
    try (Database db = Database.inMemory(FIXED_TIME)) {
      Scope alone = db.in(new Runs().create(db.global(), "alone"));
      RunId together = new Runs().create(db.global(), "together");
      log.append(alone, "a", manyKeys());
      log.append(alone, "b", Value.of(1));
      db.transact(
          tx -> {
            log.append(tx.in(together), "a", manyKeys());
            log.append(tx.in(together), "b", Value.of(1));
          });

      for (long i = 0; i < 2; i++) {
        assertThat(db.in(together).get(EventLog.SPACE, EventFormat.key(i)))
            .isEqualTo(alone.get(EventLog.SPACE, EventFormat.key(i)));
      }
    }
  }
}
