package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.RealDisk;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.Runs;
import dev.tidemark.types.Durability;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpirySweepTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final Duration TTL = Duration.ofSeconds(10);

  private final ManualClock clock = new ManualClock();
  private final DatabaseOptions options = DatabaseOptions.defaults().clock(clock);

  @TempDir private Path dir;

  private Database inMemory() {
    return Database.inMemory(options, task -> {});
  }

  private Database open() {
    DatabaseOptions strict = options.durability(Durability.strict());
    return Database.open(new RealDisk(dir), LogOptions.defaults(), strict, task -> {});
  }

  @Test
  void upkeep_expired_isDeletedByACommitAndRemoved() {
    try (Database db = inMemory()) {
      for (int i = 0; i < 1_000; i++) {
        putExpiring(db, "k" + i);
      }
      db.global().put(SPACE, key("stays"), Value.of(1));
      long before = db.stats().version();
      db.doUpkeep();
      assertThat(db.stats().version()).isEqualTo(before);

      clock.advance(TTL);
      db.doUpkeep();

      assertThat(db.stats().store().keys()).isEqualTo(1);
      assertThat(db.stats().version()).isBetween(before + 1, before + 10);
      db.checkInvariants();
    }
  }

  @Test
  void upkeep_viewFromBeforeTheExpiry_goesOnSeeingTheEntry() {
    try (Database db = inMemory()) {
      putExpiring(db, "k");
      ReadView before = db.readView();
      clock.advance(TTL);
      ReadView after = db.readView();
      db.doUpkeep();

      assertThat(before.in(RunId.GLOBAL).get(SPACE, "k")).isEqualTo(Value.of(1));
      assertThat(after.in(RunId.GLOBAL).get(SPACE, "k")).isNull();
      before.close();
      after.close();
      db.doUpkeep();
      assertThat(db.stats().store().keys()).isZero();
    }
  }

  /**
   * A view keeps the run's entries from being removed; yet nobody commits to a run that is gone.
   */
  @Test
  void upkeep_expiredInADeletedRun_makesNoCommit() {
    try (Database db = inMemory()) {
      RunId run = new Runs().create(db.global(), "deleted");
      long expiresAt = clock.instant().plus(TTL).toEpochMilli() * 1_000;
      db.in(run).put(SPACE, key("k"), Value.of(1), expiresAt);
      db.doUpkeep();
      ReadView before = db.readView();
      new Runs().delete(db.in(run));
      long deleted = db.stats().version();
      clock.advance(TTL);
      db.doUpkeep();

      assertThat(db.stats().version()).isEqualTo(deleted);
      assertThat(before.in(run).get(SPACE, "k")).isEqualTo(Value.of(1));
      db.checkInvariants();
      before.close();
      db.doUpkeep();
      assertThat(db.stats().store().keys()).isZero();
      db.checkInvariants();
    }
  }

  @Test
  void clockStepBack_neitherExpiresNorRevives() {
    try (Database db = inMemory()) {
      putExpiring(db, "old");
      clock.advance(TTL);
      putExpiring(db, "young");
      assertThat(db.global().get(SPACE, "old")).isNull();

      clock.advance(Duration.ofDays(-1));
      assertThat(db.global().get(SPACE, "old")).isNull();
      assertThat(db.global().get(SPACE, "young")).isEqualTo(Value.of(1));
      db.doUpkeep();
      assertThat(db.global().get(SPACE, "old")).isNull();
      assertThat(db.global().get(SPACE, "young")).isEqualTo(Value.of(1));
      assertThat(db.stats().store().keys()).isEqualTo(1);
    }
  }

  @Test
  void reopen_clockSteppedBack_doesNotReviveWhatWasSwept() {
    try (Database db = open()) {
      putExpiring(db, "swept");
      clock.advance(TTL);
      db.doUpkeep();
    }
    clock.advance(Duration.ofDays(-1));
    try (Database db = open()) {
      assertThat(db.global().get(SPACE, "swept")).isNull();
      db.doUpkeep();
      assertThat(db.stats().store().keys()).isZero();
    }
  }

  @Test
  void reopen_expiredAtTheLastLoggedTime_staysExpiredAndIsSwept() {
    try (Database db = open()) {
      putExpiring(db, "k");
      clock.advance(TTL);
      db.global().put(SPACE, key("last"), Value.of(1));
    }
    clock.advance(Duration.ofDays(-1));
    try (Database db = open()) {
      assertThat(db.global().get(SPACE, "k")).isNull();
      db.doUpkeep();
      assertThat(db.stats().store().keys()).isEqualTo(1);
      db.checkInvariants();
    }
  }

  @Test
  void reopen_notYetExpired_expiresInItsTime() {
    try (Database db = open()) {
      putExpiring(db, "k");
    }
    try (Database db = open()) {
      db.doUpkeep();
      assertThat(db.global().get(SPACE, "k")).isEqualTo(Value.of(1));
      clock.advance(TTL);
      db.doUpkeep();
      assertThat(db.stats().store().keys()).isZero();
    }
  }

  @Test
  void upkeep_expiredInARunThatIsOver_isDeletedAllTheSame() {
    try (Database db = inMemory()) {
      RunId run = new Runs().create(db.global(), "over");
      db.in(run).put(SPACE, key("k"), Value.of(1), expiry());
      new Runs().transition(db.in(run), RunStatus.COMPLETED);
      db.doUpkeep();
      long keys = db.stats().store().keys();
      clock.advance(TTL);
      db.doUpkeep();

      assertThat(db.stats().store().keys()).isEqualTo(keys - 1);
    }
  }

  @Test
  void upkeep_expiredButRewritten_keepsTheNewValue() {
    try (Database db = inMemory()) {
      putExpiring(db, "k");
      db.doUpkeep();
      db.global().put(SPACE, key("k"), Value.of(2));
      clock.advance(TTL);
      db.doUpkeep();

      assertThat(db.global().get(SPACE, "k")).isEqualTo(Value.of(2));
    }
  }

  @Test
  void upkeep_commitLimitsTooSmallForABatch_deletesInSmallerOnes() {
    Limits d = Limits.defaults();
    Limits low = new Limits(100, 200, 100, 100, 10, 10, 50, 300, d.maxBytes());
    DatabaseOptions small = options.limits(low).retry(RetryPolicy.none());
    try (Database db = Database.inMemory(small, task -> {})) {
      for (int i = 0; i < 100; i++) {
        putExpiring(db, "k" + i);
      }
      clock.advance(TTL);
      for (int round = 0; round < 10; round++) {
        db.doUpkeep();
      }

      assertThat(db.stats().store().keys()).isZero();
    }
  }

  @Test
  void at_beforeTheExpiry_stillSeesWhatWasSwept() {
    DatabaseOptions keeping = options.retention(Retention.commits(100));
    try (Database db = Database.inMemory(keeping, task -> {})) {
      putExpiring(db, "k");
      long version = db.stats().version();
      clock.advance(TTL);
      db.doUpkeep();

      assertThat(db.global().get(SPACE, "k")).isNull();
      assertThat(db.at(version).in(RunId.GLOBAL).get(SPACE, "k")).isEqualTo(Value.of(1));
      db.checkInvariants();
    }
  }

  private void putExpiring(Database db, String text) {
    db.global().put(SPACE, key(text), Value.of(1), expiry());
  }

  private long expiry() {
    return Duration.between(java.time.Instant.EPOCH, clock.instant().plus(TTL)).toNanos() / 1_000;
  }

  private static byte[] key(String text) {
    return text.getBytes(UTF_8);
  }
}
