package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.durability.SimulatedDisk.Fault;
import dev.tidemark.durability.SimulatedDisk.Survival;
import dev.tidemark.durability.Verification;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Runs;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.CheckpointReport;
import dev.tidemark.types.ClosedException;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.DatabaseListener;
import dev.tidemark.types.Durability;
import dev.tidemark.types.HistoryUnavailableException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.ReadOnlyException;
import dev.tidemark.types.RecoveryProgress;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.StorageFailureException;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DatabaseCheckpointTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final LogOptions SMALL = new LogOptions(4096, 16_384, 32 << 20, Runnable::run);

  private final SimulatedDisk disk = new SimulatedDisk();
  private final ManualClock clock = new ManualClock();
  private final DatabaseOptions options =
      DatabaseOptions.defaults()
          .clock(clock)
          .durability(Durability.strict())
          .checkpoints(CheckpointPolicy.manual().replayLogBytes(0));

  private Database open() {
    return open(options);
  }

  private Database open(DatabaseOptions with) {
    return Database.open(disk, SMALL, with);
  }

  private static byte[] key(String key) {
    return key.getBytes(UTF_8);
  }

  private void fill(Database db, int from, int to) {
    for (int i = from; i < to; i++) {
      clock.advance(Duration.ofMillis(1));
      db.global().put(SPACE, key("k" + i % 50), Value.of("value " + i));
    }
  }

  private static Map<String, Versioned<Value>> contents(ReadScope scope) {
    Map<String, Versioned<Value>> all = new TreeMap<>();
    scope.scan(
        SPACE,
        KeyRange.all(),
        (key, value, version, time) -> {
          all.put(new String(key, UTF_8), new Versioned<>(value, version, time));
          return true;
        });
    return all;
  }

  private List<String> files(String suffix) {
    return disk.list().stream().filter(name -> name.endsWith(suffix)).toList();
  }

  private void flip(String name, int offset) {
    byte[] content = disk.content(name);
    content[offset] ^= 0x10;
    disk.plant(name, content);
  }

  @Test
  void reopen_afterCheckpoint_readsItAndOnlyTheLogBehindIt() {
    Map<String, Versioned<Value>> before;
    try (Database db = open()) {
      fill(db, 0, 120);
      db.global().delete(SPACE, key("k7"));
      CheckpointReport report = db.checkpoint();
      assertThat(report.entries()).isEqualTo(49);
      assertThat(report.version()).isEqualTo(121);
      fill(db, 0, 5);
      before = contents(db.global());
    }
    try (Database db = open()) {
      assertThat(contents(db.global())).isEqualTo(before).hasSize(49);
      assertThat(db.recovery().checkpoint().orElseThrow().version()).isEqualTo(121);
      assertThat(db.recovery().commits()).isEqualTo(5);
      assertThat(db.recovery().lastVersion()).isEqualTo(126);
      assertThat(db.recovery().cleanShutdown()).isTrue();
      assertThat(db.global().put(SPACE, key("next"), Value.of(1))).isEqualTo(127);
      db.checkInvariants();
    }
  }

  @Test
  void reopen_checkpointAtTheEnd_goesOnWithVersionsAndTimes() {
    long time;
    try (Database db = open()) {
      fill(db, 0, 10);
      db.checkpoint();
      time = db.global().getVersioned(SPACE, key("k9")).timeMicros();
    }
    clock.advance(Duration.ofDays(-1));
    try (Database db = open()) {
      assertThat(db.recovery().commits()).isZero();
      assertThat(contents(db.global())).hasSize(10);
      assertThat(db.global().put(SPACE, key("a"), Value.of(1))).isEqualTo(11);
      assertThat(db.global().getVersioned(SPACE, key("a")).timeMicros())
          .isGreaterThanOrEqualTo(time);
      assertThatThrownBy(() -> db.at(9)).isInstanceOf(HistoryUnavailableException.class);
    }
  }

  @Test
  void checkpoint_emptyDatabase_opensEmpty() {
    try (Database db = open()) {
      assertThat(db.checkpoint().entries()).isZero();
    }
    try (Database db = open()) {
      assertThat(contents(db.global())).isEmpty();
      assertThat(db.global().put(SPACE, key("a"), Value.of(1))).isEqualTo(1);
    }
  }

  @Test
  void checkpoint_entriesWithExpiry_expireAfterReopenAsBefore() {
    long expiry = clock.instant().plusSeconds(10).toEpochMilli() * 1000;
    try (Database db = open()) {
      db.global().put(SPACE, key("ttl"), Value.of(1), expiry);
      db.global().put(SPACE, key("kept"), Value.of(2));
      db.checkpoint();
    }
    try (Database db = open()) {
      assertThat(contents(db.global()).keySet()).containsExactly("kept", "ttl");
      clock.advance(Duration.ofSeconds(11));
      assertThat(contents(db.global()).keySet()).containsExactly("kept");
    }
  }

  @Test
  void checkpoint_withRetention_bringsBackEveryVersionKept() {
    DatabaseOptions retaining = options.retention(Retention.commits(20));
    List<Map<String, Versioned<Value>>> states = new ArrayList<>();
    try (Database db = open(retaining)) {
      fill(db, 0, 100);
      for (int i = 0; i < 20; i++) {
        fill(db, 40 + i % 7, 41 + i % 7);
        db.global().delete(SPACE, key("k" + i));
        states.add(contents(db.global()));
      }
      db.checkpoint();
    }
    try (Database db = open(retaining)) {
      assertThat(db.recovery().commits()).isZero();
      for (int i = 10; i < 20; i++) {
        assertThat(contents(db.at(102 + 2 * i).in(RunId.GLOBAL))).isEqualTo(states.get(i));
      }
      assertThatThrownBy(() -> db.at(119)).isInstanceOf(HistoryUnavailableException.class);
      fill(db, 0, 200);
      assertThatThrownBy(() -> db.at(140)).isInstanceOf(HistoryUnavailableException.class);
      db.checkInvariants();
    }
  }

  @Test
  void checkpoint_third_leavesTwoAndTheLogBackToTheOlder() {
    try (Database db = open()) {
      fill(db, 0, 200);
      db.checkpoint();
      assertThat(files(".tmlog")).as("log while there is one").contains("log-0000000001.tmlog");
      fill(db, 0, 200);
      CheckpointReport older = db.checkpoint();
      fill(db, 0, 200);
      CheckpointReport newer = db.checkpoint();
      assertThat(files(".tmcheckpoint")).containsExactly(older.file(), newer.file());
      assertThat(files(".tmlog")).doesNotContain("log-0000000001.tmlog");
    }
    flip(files(".tmcheckpoint").get(1), 100);
    try (Database db = open()) {
      assertThat(db.recovery().lastVersion()).isEqualTo(600);
      assertThat(db.recovery().commits()).isEqualTo(200);
      assertThat(db.recovery().skipped()).hasSize(1);
      assertThat(db.recovery().skipped().get(0).file()).isEqualTo(files(".tmcheckpoint").get(1));
      assertThat(contents(db.global())).hasSize(50);
    }
  }

  @Test
  void checkpoint_logKeptForReplay_isBoundedByItsBytes() {
    DatabaseOptions keeping = options.checkpoints(CheckpointPolicy.manual().replayLogBytes(20_000));
    try (Database db = open(keeping)) {
      for (int i = 0; i < 4; i++) {
        fill(db, 0, 400);
        db.checkpoint();
      }
      List<String> whole = files(".tmlog");
      fill(db, 0, 400);
      db.checkpoint();
      assertThat(files(".tmlog")).isNotEqualTo(whole);
      assertThat(files(".tmlog").size()).isLessThanOrEqualTo(whole.size() + 1);
    }
    try (Database db = open(keeping)) {
      assertThat(contents(db.global())).hasSize(50);
    }
  }

  @Test
  void reopen_bothCheckpointsDamagedAndLogGone_isRefusedNamingAllFiles() {
    try (Database db = open()) {
      for (int i = 0; i < 3; i++) {
        fill(db, 0, 200);
        db.checkpoint();
      }
    }
    List<String> checkpoints = files(".tmcheckpoint");
    checkpoints.forEach(name -> flip(name, 100));
    List<String> before = disk.list();

    assertThatThrownBy(this::open)
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("log-0000000001.tmlog")
        .hasMessageContaining(checkpoints.get(0))
        .hasMessageContaining(checkpoints.get(1));
    assertThat(disk.list()).isEqualTo(before);
  }

  @Test
  void reopen_damagedCheckpointAndWholeLog_readsTheLog() {
    try (Database db = open()) {
      fill(db, 0, 200);
      db.checkpoint();
    }
    flip(files(".tmcheckpoint").get(0), 3);
    try (Database db = open()) {
      assertThat(db.recovery().checkpoint()).isEmpty();
      assertThat(db.recovery().skipped()).hasSize(1);
      assertThat(db.recovery().commits()).isEqualTo(200);
      fill(db, 0, 5);
      db.checkpoint();
      fill(db, 0, 5);
      db.checkpoint();
      assertThat(files(".tmcheckpoint")).as("the damaged one is gone").hasSize(2);
    }
  }

  @Test
  void reopen_lastSegmentDeleted_isRefusedByName() {
    try (Database db = open()) {
      fill(db, 0, 200);
    }
    String last = files(".tmlog").get(files(".tmlog").size() - 1);
    disk.remove(last);

    assertThatThrownBy(this::open)
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining(last)
        .hasMessageContaining("missing");
  }

  @Test
  void reopen_allSegmentsDeleted_isRefusedByName() {
    try (Database db = open()) {
      fill(db, 0, 200);
      db.checkpoint();
    }
    files(".tmlog").forEach(disk::remove);

    assertThatThrownBy(this::open)
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void reopen_logOfAnotherDatabaseBehindTheCheckpoint_isRefused() {
    try (Database db = open()) {
      fill(db, 0, 20);
      db.checkpoint();
    }
    SimulatedDisk other = new SimulatedDisk();
    Database.open(other, SMALL, options).close();
    disk.plant("log-0000000001.tmlog", other.content("log-0000000001.tmlog"));

    assertThatThrownBy(this::open)
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("belongs to database");
  }

  @Test
  void reopen_logShorterThanTheCheckpointKnows_isRefusedAndNothingChanged() {
    byte[] early;
    try (Database db = open()) {
      fill(db, 0, 5);
      early = disk.content("log-0000000001.tmlog");
      fill(db, 0, 5);
      db.checkpoint();
    }
    disk.plant("log-0000000001.tmlog", early);

    assertThatThrownBy(this::open)
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("the log ends here");
    assertThat(disk.content("log-0000000001.tmlog")).isEqualTo(early);
  }

  @Test
  void reopen_halfWrittenCheckpoint_isDeletedAndIgnored() {
    try (Database db = open()) {
      fill(db, 0, 20);
    }
    disk.plant("checkpoint-00000000000000000020.tmcheckpoint.tmp", new byte[1000]);
    try (Database db = open()) {
      assertThat(contents(db.global())).hasSize(20);
      assertThat(files(".tmp")).isEmpty();
    }
  }

  @Test
  void checkpoint_renamedFile_isPassedOver() {
    try (Database db = open()) {
      fill(db, 0, 20);
      String name = db.checkpoint().file();
      byte[] content = disk.content(name);
      disk.remove(name);
      disk.plant(name.replace("20", "21"), content);
    }
    try (Database db = open()) {
      assertThat(db.recovery().skipped()).hasSize(1);
      assertThat(db.recovery().commits()).isEqualTo(20);
    }
  }

  @Test
  void checkpoint_anyFault_isToldAndHarmsNothingAndIsRepeated() {
    List<Throwable> failures = new ArrayList<>();
    DatabaseOptions told =
        options.listener(
            new DatabaseListener() {
              @Override
              public void checkpointFailed(Throwable cause) {
                failures.add(cause);
              }
            });
    for (Fault fault : List.of(Fault.ERROR, Fault.SHORT_WRITE, Fault.DISK_FULL)) {
      for (int step = 1; step <= 4; step++) {
        assertSurvivesFault(new SimulatedDisk(), fault, step, told);
      }
    }
    assertThat(failures).hasSize(12);
  }

  /** Without other operations a checkpoint creates, writes, renames and syncs, in this order. */
  private void assertSurvivesFault(
      SimulatedDisk faulty, Fault fault, int step, DatabaseOptions told) {
    Map<String, Versioned<Value>> before;
    try (Database db = Database.open(faulty, SMALL, told)) {
      fill(db, 0, 30);
      faulty.failAt(faulty.operations() + step, fault);
      assertThatThrownBy(db::checkpoint).isInstanceOf(StorageFailureException.class);
      assertThat(db.stats().checkpoints().failed()).isEqualTo(1);
      faulty.failAt(Long.MAX_VALUE, fault);
      fill(db, 0, 3);
      assertThat(db.checkpoint().version()).isEqualTo(33);
      before = contents(db.global());
    }
    SimulatedDisk crashed = faulty.crash(Survival.NOTHING, step);
    try (Database db = Database.open(crashed, SMALL, told)) {
      assertThat(contents(db.global())).isEqualTo(before);
      assertThat(db.recovery().checkpoint().orElseThrow().version()).isEqualTo(33);
    }
  }

  @Test
  void checkpoint_powerCutWhilePruning_leavesASoundDirectoryThatReplays() {
    for (int operation = 1; operation <= 25; operation++) {
      SimulatedDisk cut = powerCutInThirdCheckpoint(operation);
      for (int seed = 0; seed < 8; seed++) {
        SimulatedDisk after = cut.crash(Survival.ANY_SECTORS, seed);
        assertThat(Verification.ofClosed(after).problems())
            .as("power cut at operation %s, seed %s: %s", operation, seed, after.list())
            .isEmpty();
        try (Database db = Database.open(after, SMALL, options, task -> {})) {
          assertThat(db.replay(RunId.GLOBAL).newest()).isEqualTo(db.appliedIndex());
        }
      }
    }
  }

  private SimulatedDisk powerCutInThirdCheckpoint(int operation) {
    SimulatedDisk cut = new SimulatedDisk();
    Database db = Database.open(cut, SMALL, options, task -> {});
    for (int i = 0; i < 2; i++) {
      fill(db, 0, 300);
      db.checkpoint();
    }
    fill(db, 0, 10);
    cut.failAt(cut.operations() + operation, Fault.POWER_CUT);
    try (db) {
      db.checkpoint();
    } catch (StorageFailureException | ReadOnlyException e) {
      assertThat(e).hasMessageContaining("simulated disk");
    }
    return cut;
  }

  @Test
  void checkpoint_byLogSize_comesInTheBackground() throws InterruptedException {
    CountDownLatch completed = new CountDownLatch(1);
    DatabaseOptions background =
        options
            .checkpoints(CheckpointPolicy.manual().logBytes(2_000).interval(Duration.ofDays(1)))
            .listener(
                new DatabaseListener() {
                  @Override
                  public void checkpointCompleted(CheckpointReport checkpoint) {
                    completed.countDown();
                    throw new IllegalStateException("a listener that fails");
                  }
                });
    try (Database db = open(background)) {
      fill(db, 0, 30);
      completed.await();
      assertThat(db.stats().checkpoints().completed()).isPositive();
    }
    assertThat(files(".tmcheckpoint")).isNotEmpty();
  }

  @Test
  void checkpoint_byTime_comesInTheBackground() throws InterruptedException {
    CountDownLatch completed = new CountDownLatch(1);
    DatabaseOptions background =
        options
            .checkpoints(CheckpointPolicy.manual().interval(Duration.ofMillis(1)))
            .listener(
                new DatabaseListener() {
                  @Override
                  public void checkpointCompleted(CheckpointReport checkpoint) {
                    completed.countDown();
                  }
                });
    try (Database db = open(background)) {
      fill(db, 0, 1);
      completed.await();
    }
    assertThat(files(".tmcheckpoint")).isNotEmpty();
  }

  @Test
  void close_withCheckpoint_leavesNothingToReplay() {
    DatabaseOptions onClose = options.checkpoints(CheckpointPolicy.manual().onClose(true));
    try (Database db = open(onClose)) {
      fill(db, 0, 30);
    }
    try (Database db = open(onClose)) {
      assertThat(db.recovery().commits()).isZero();
      assertThat(db.recovery().cleanShutdown()).isTrue();
      assertThat(contents(db.global())).hasSize(30);
    }
    assertThat(files(".tmcheckpoint")).as("nothing new, nothing written").hasSize(1);
  }

  @Test
  void close_byTwoThreadsAtOnce_writesTheLastCheckpoint() throws InterruptedException {
    DatabaseOptions onClose = options.checkpoints(CheckpointPolicy.manual().onClose(true));
    for (int i = 0; i < 200; i++) {
      Database db = open(onClose);
      fill(db, i, i + 1);
      long version = db.stats().version();
      Thread other = new Thread(db::close);
      other.start();
      db.close();
      other.join();
      assertThat(disk.list()).contains("checkpoint-%020d.tmcheckpoint".formatted(version));
    }
  }

  @Test
  void close_checkpointFails_closesAllTheSame() {
    DatabaseOptions onClose = options.checkpoints(CheckpointPolicy.manual().onClose(true));
    Database db = open(onClose);
    fill(db, 0, 30);
    disk.failAt(disk.operations() + 2, Fault.ERROR);
    db.close();
    db.close();
    assertThatThrownBy(db::checkpoint).isInstanceOf(ClosedException.class);
    assertThat(files(".tmcheckpoint")).isEmpty();
    try (Database again = open()) {
      assertThat(again.recovery().cleanShutdown()).isTrue();
      assertThat(contents(again.global())).hasSize(30);
    }
  }

  @Test
  void checkpoint_inMemoryDatabase_isRefused() {
    try (Database db = Database.inMemory(DatabaseOptions.defaults())) {
      assertThatThrownBy(db::checkpoint)
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("in-memory");
    }
  }

  @Test
  void recovery_uncleanShutdown_listsTheActiveRuns() {
    RunId active;
    SimulatedDisk crashed;
    try (Database db = open()) {
      active = new Runs().create(db.global(), "active");
      RunId done = new Runs().create(db.global(), "done");
      new Runs().transition(db.in(done), RunStatus.COMPLETED);
      db.checkpoint();
      crashed = disk.crash(Survival.NOTHING, 1);
    }
    try (Database db = Database.open(crashed, SMALL, options)) {
      assertThat(db.recovery().cleanShutdown()).isFalse();
      assertThat(db.recovery().activeRuns()).containsExactly(active);
    }
    try (Database db = open()) {
      assertThat(db.recovery().activeRuns()).isEmpty();
    }
  }

  @Test
  void open_upkeepCannotStart_leavesNoFileOpenAndTheDirectoryFree() {
    Executor refusing =
        task -> {
          throw new RejectedExecutionException("no thread left");
        };
    assertThatThrownBy(() -> Database.open(disk, SMALL, options, refusing))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(disk.openFiles()).isZero();
    open().close();
  }

  @Test
  void open_listener_seesTheProgressUpToTheTotal() {
    try (Database db = open()) {
      fill(db, 0, 200);
      db.checkpoint();
      fill(db, 0, 200);
    }
    List<RecoveryProgress> seen = new ArrayList<>();
    DatabaseListener listener =
        new DatabaseListener() {
          @Override
          public void recoveryProgress(RecoveryProgress progress) {
            seen.add(progress);
            throw new IllegalStateException("a listener that fails");
          }
        };
    open(options.listener(listener)).close();
    assertThat(seen.get(0).file()).isEqualTo(files(".tmcheckpoint").get(0));
    assertThat(seen).isSortedAccordingTo((a, b) -> Long.compare(a.bytesDone(), b.bytesDone()));
    RecoveryProgress last = seen.get(seen.size() - 1);
    assertThat(last.bytesDone()).isEqualTo(last.bytesTotal());
  }

  @Test
  void policy_boundsOutOfRange_areRefused() {
    assertThatThrownBy(() -> CheckpointPolicy.defaults().logBytes(0))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> CheckpointPolicy.defaults().replayLogBytes(-1))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> CheckpointPolicy.defaults().interval(Duration.ZERO))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("1 ms");
  }
}
