package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.Salvage;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.durability.SimulatedDisk.Fault;
import dev.tidemark.durability.SimulatedDisk.Survival;
import dev.tidemark.durability.Verification;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.RunInfo;
import dev.tidemark.transaction.Runs;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.ClosedException;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.ReadOnlyException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.SalvageReport;
import dev.tidemark.types.StorageFailureException;
import dev.tidemark.types.Value;
import dev.tidemark.types.VerificationReport;
import dev.tidemark.types.Versioned;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Verify, backup and salvage. */
@Timeout(60)
class DatabaseRescueTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final LogOptions SMALL = new LogOptions(4096, 16_384, 32 << 20, Runnable::run);
  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.defaults()
          .durability(Durability.strict())
          .checkpoints(CheckpointPolicy.manual().replayLogBytes(0));

  @TempDir private Path dir;
  private final SimulatedDisk disk = new SimulatedDisk();

  private static Database open(SimulatedDisk disk) {
    return Database.open(disk, SMALL, OPTIONS);
  }

  private static byte[] key(int i) {
    return ("k" + i).getBytes(UTF_8);
  }

  private static void fill(Database db, int from, int to) {
    for (int i = from; i < to; i++) {
      db.global().put(SPACE, key(i), Value.of("value " + i));
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

  /** Two checkpoints, at 100 and 200 keys, and 60 commits behind them. */
  private Map<String, Versioned<Value>> populate() {
    try (Database db = open(disk)) {
      fill(db, 0, 100);
      db.checkpoint();
      fill(db, 100, 200);
      db.checkpoint();
      fill(db, 200, 250);
      for (int i = 0; i < 10; i++) {
        db.global().delete(SPACE, key(i));
      }
      return contents(db.global());
    }
  }

  private List<String> files(String suffix) {
    return disk.list().stream().filter(name -> name.endsWith(suffix)).toList();
  }

  private void flip(String name, int offset) {
    byte[] content = disk.content(name);
    content[offset] ^= 0x10;
    disk.plant(name, content);
  }

  private Map<String, byte[]> allFiles() {
    Map<String, byte[]> all = new HashMap<>();
    disk.list().forEach(name -> all.put(name, disk.content(name)));
    return all;
  }

  @Test
  void verify_soundDirectory_countsEverything() {
    populate();
    VerificationReport report = Verification.ofClosed(disk);
    assertThat(report.problems()).isEmpty();
    assertThat(report.isSound()).isTrue();
    assertThat(report.files()).isEqualTo(files(".tmlog").size() + 2);
    assertThat(report.entries()).isEqualTo(300);
    assertThat(report.blocks()).isEqualTo(4);
    assertThat(report.records())
        .as("of 260, those before the checkpoints gone")
        .isBetween(160L, 259L);
  }

  @Test
  void verify_everyFileDamagedInTurn_isNamed() {
    populate();
    List<String> names = new ArrayList<>(files(".tmlog"));
    names.addAll(files(".tmcheckpoint"));
    for (String name : names) {
      flip(name, 150);
      VerificationReport report = Verification.ofClosed(disk);
      assertThat(report.isSound()).isFalse();
      assertThat(report.problems().get(0).file()).isEqualTo(name);
      flip(name, 150);
    }
    assertThat(Verification.ofClosed(disk).isSound()).isTrue();
  }

  @Test
  void verify_logHasFailed_saysSoAndChecksTheRest() {
    populate();
    Database db = open(disk);
    fill(db, 300, 310);
    disk.failAt(disk.operations() + 1, Fault.ERROR);
    assertThatThrownBy(() -> fill(db, 310, 311)).isInstanceOf(StorageFailureException.class);

    VerificationReport report = db.verify();

    assertThat(report.problems()).hasSize(1);
    assertThat(report.problems().get(0).what()).contains("read-only", "only what is synced");
    assertThat(report.entries()).isEqualTo(300);
    assertThat(report.records()).isGreaterThan(10);
    flip(files(".tmcheckpoint").get(0), 150);
    assertThat(db.verify().problems()).hasSize(2);
    assertThatThrownBy(db::close).isInstanceOf(ReadOnlyException.class);
  }

  @Test
  void verify_everySegmentMissingInTurn_isNamed() {
    populate();
    for (String name : files(".tmlog")) {
      byte[] content = disk.content(name);
      disk.remove(name);
      assertThat(Verification.ofClosed(disk).problems())
          .anySatisfy(problem -> assertThat(problem.file()).isEqualTo(name));
      disk.plant(name, content);
    }
  }

  @Test
  void verify_openDatabase_isSoundBesideCommits() throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    try (Database db = open(disk)) {
      fill(db, 0, 10);
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; !stop.get(); i++) {
                  fill(db, i % 500, i % 500 + 1);
                }
              });
      writer.start();
      for (int i = 0; i < 20; i++) {
        assertThat(db.verify().problems()).isEmpty();
        db.checkpoint();
      }
      stop.set(true);
      writer.join();
      assertThat(db.verify().records()).isPositive();
      assertThatThrownBy(() -> Verification.ofClosed(disk))
          .isInstanceOf(StorageFailureException.class);
    }
    assertThat(Verification.ofClosed(disk).problems()).isEmpty();
  }

  @Test
  void verify_openDatabaseLastRecordDamaged_namesIt() {
    try (Database db = open(disk)) {
      fill(db, 0, 1);
      flip("log-0000000001.tmlog", 150);
      assertThat(db.verify().problems()).hasSize(1);
      assertThat(db.verify().problems().get(0).file()).isEqualTo("log-0000000001.tmlog");
    }
  }

  @Test
  void verify_inMemoryDatabase_checksMemory() {
    try (Database db = Database.inMemory(OPTIONS)) {
      fill(db, 0, 10);
      assertThat(db.verify().isSound()).isTrue();
    }
  }

  @Test
  void verify_missingDirectory_isRefusedAndNotMade() {
    Path missing = dir.resolve("missing");
    assertThatThrownBy(() -> Database.verify(missing))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("missing");
    assertThat(missing).doesNotExist();
  }

  @Test
  void backup_underCommits_opensAsTheStateOfOneVersion() throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    List<SimulatedDisk> backups = new ArrayList<>();
    try (Database db = open(disk)) {
      Thread writer =
          new Thread(
              () -> {
                for (long i = 0; !stop.get(); i++) {
                  Value value = Value.of(i);
                  db.transact(
                      tx -> {
                        tx.global().put(SPACE, key(1), value);
                        tx.global().put(SPACE, key(2), value);
                      });
                }
              });
      writer.start();
      for (int i = 0; i < 10; i++) {
        SimulatedDisk target = new SimulatedDisk();
        db.backup(() -> target, SMALL);
        backups.add(target);
      }
      stop.set(true);
      writer.join();
    }
    for (SimulatedDisk backup : backups) {
      try (Database copy = open(backup)) {
        assertThat(copy.global().get(SPACE, "k1")).isEqualTo(copy.global().get(SPACE, "k2"));
        long version = copy.recovery().lastVersion();
        assertThat(copy.global().put(SPACE, key(3), Value.of(3))).isEqualTo(version + 1);
      }
      try (Database copy = open(backup)) {
        assertThat(copy.global().get(SPACE, "k3")).isEqualTo(Value.of(3));
      }
      assertThat(Verification.ofClosed(backup).problems()).isEmpty();
    }
  }

  @Test
  void backup_crashAtEveryOperation_isTheWholeStateOrNoDatabase() {
    Map<String, Versioned<Value>> expected = populate();
    SimulatedDisk whole = new SimulatedDisk();
    try (Database db = open(disk)) {
      db.backup(() -> whole, SMALL);
      for (Fault fault : Fault.values()) {
        for (long operation = 1; operation <= whole.operations(); operation++) {
          SimulatedDisk target = new SimulatedDisk().failAt(operation, fault);
          assertThatThrownBy(() -> db.backup(() -> target, SMALL))
              .isInstanceOf(StorageFailureException.class);
          for (Survival survival : Survival.values()) {
            assertWholeOrNothing(target.crash(survival, operation), expected);
          }
        }
      }
      db.global().put(SPACE, key(0), Value.of("the source is unharmed"));
    }
  }

  private static void assertWholeOrNothing(
      SimulatedDisk target, Map<String, Versioned<Value>> expected) {
    boolean empty = target.list().isEmpty();
    try (Database copy = open(target)) {
      assertThat(contents(copy.global())).isEqualTo(empty ? Map.of() : expected);
    } catch (CorruptionException e) {
      assertThat(e).hasMessageContaining("unfinished backup");
    }
  }

  @Test
  void backup_withoutItsCheckpoint_isRefused() {
    populate();
    SimulatedDisk target = new SimulatedDisk();
    try (Database db = open(disk)) {
      target.remove(db.backup(() -> target, SMALL).file());
    }
    assertThatThrownBy(() -> open(target))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("log-0000000001.tmlog");
  }

  @Test
  void backup_realDirectory_isTakenOnceAndOpens() {
    Path target = dir.resolve("backup");
    try (Database db = Database.open(dir.resolve("source"), OPTIONS)) {
      fill(db, 0, 20);
      db.backup(target);
      assertThatThrownBy(() -> db.backup(target))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("empty");
    }
    assertThat(Database.verify(target).problems()).isEmpty();
    try (Database copy = Database.open(target, OPTIONS)) {
      assertThat(contents(copy.global())).hasSize(20);
      assertThatThrownBy(() -> Database.verify(target)).isInstanceOf(StorageFailureException.class);
    }
  }

  @Test
  void checkpointAndBackup_interruptedThread_succeedAndItStaysInterrupted() {
    Path target = dir.resolve("x/y/backup");
    try (Database db = Database.open(dir.resolve("source"), OPTIONS)) {
      fill(db, 0, 20);
      Thread.currentThread().interrupt();
      db.checkpoint();
      db.backup(target);
      assertThat(db.verify().problems()).isEmpty();
      assertThat(Thread.interrupted()).isTrue();
      fill(db, 0, 20);
    }
    try (Database copy = Database.open(target, OPTIONS)) {
      assertThat(contents(copy.global())).hasSize(20);
    }
  }

  @Test
  void backup_closedDatabase_isRefused() {
    Database db = open(disk);
    db.close();
    assertThatThrownBy(() -> db.backup(dir.resolve("backup"))).isInstanceOf(ClosedException.class);
    assertThat(dir.resolve("backup")).doesNotExist();
  }

  private SalvageReport salvage(SimulatedDisk fresh) {
    Map<String, byte[]> before = allFiles();
    SalvageReport report = Salvage.run(disk, fresh, SMALL);
    assertThat(allFiles()).usingRecursiveComparison().isEqualTo(before);
    return report;
  }

  @Test
  void salvage_soundDirectory_savesEverything() {
    Map<String, Versioned<Value>> expected = populate();
    SimulatedDisk fresh = new SimulatedDisk();
    SalvageReport report = salvage(fresh);
    assertThat(report.lost()).isEmpty();
    assertThat(report.entries()).isEqualTo(240);
    assertThat(report.version()).isEqualTo(260);
    try (Database db = open(fresh)) {
      assertThat(contents(db.global())).isEqualTo(expected);
      assertThat(db.global().put(SPACE, key(0), Value.of(1))).isEqualTo(261);
    }
  }

  @Test
  void salvage_damageAllOver_savesAllButWhatWasHit() {
    Map<String, Versioned<Value>> expected = populate();
    List<String> names = new ArrayList<>(files(".tmlog"));
    names.add(files(".tmcheckpoint").get(1));
    names.forEach(name -> flip(name, 150));
    assertThatThrownBy(() -> open(disk)).isInstanceOf(CorruptionException.class);
    SimulatedDisk fresh = new SimulatedDisk();

    SalvageReport report = salvage(fresh);

    assertThat(report.lost()).extracting(problem -> problem.file()).containsAll(names);
    try (Database db = open(fresh)) {
      Map<String, Versioned<Value>> saved = contents(db.global());
      assertThat(saved.size()).isBetween(230, 250);
      saved.keySet().retainAll(expected.keySet());
      assertThat(expected).containsAllEntriesOf(saved);
    }
  }

  @Test
  void salvage_runWhoseRecordIsLost_isActiveWithItsEntries() {
    RunId lost;
    RunId deleted;
    Map<String, Versioned<Value>> expected;
    try (Database db = open(disk)) {
      lost = new Runs().create(db.global(), "lost");
      deleted = new Runs().create(db.global(), "deleted");
      for (int i = 0; i < 30; i++) {
        db.in(lost).put(SPACE, key(i), Value.of(i));
        db.in(deleted).put(SPACE, key(i), Value.of(i));
      }
      new Runs().delete(db.in(deleted));
      expected = contents(db.in(lost));
    }
    flip(files(".tmlog").get(0), 150);
    SimulatedDisk fresh = new SimulatedDisk();

    assertThat(salvage(fresh).lost()).isNotEmpty();

    try (Database db = open(fresh)) {
      assertThat(db.runs(RunId.GLOBAL, 10)).hasSize(1);
      RunInfo run = new Runs().get(db.in(lost)).orElseThrow();
      assertThat(run.status()).isEqualTo(RunStatus.ACTIVE);
      assertThat(run.name()).isEqualTo("salvaged");
      assertThat(contents(db.in(lost))).isEqualTo(expected);
      db.in(lost).put(SPACE, key(0), Value.of("goes on"));
    }
  }

  @Test
  void salvage_damagedHeaders_readsTheRecordsAllTheSame() {
    Map<String, Versioned<Value>> expected = populate();
    files(".tmlog").forEach(name -> flip(name, 20));
    SimulatedDisk fresh = new SimulatedDisk();
    assertThat(salvage(fresh).lost()).isNotEmpty();
    try (Database db = open(fresh)) {
      assertThat(contents(db.global())).isEqualTo(expected);
    }
  }

  @Test
  void salvage_missingSegment_isReportedByName() {
    populate();
    String missing = files(".tmlog").get(1);
    disk.remove(missing);
    SimulatedDisk fresh = new SimulatedDisk();
    assertThat(salvage(fresh).lost())
        .anySatisfy(problem -> assertThat(problem.file()).isEqualTo(missing));
    try (Database db = open(fresh)) {
      assertThat(contents(db.global())).hasSizeGreaterThan(150);
    }
  }

  @Test
  void salvage_anySingleByteFlipped_neverFailsNorInvents() {
    Map<String, Versioned<Value>> expected = populate();
    for (String name : disk.list()) {
      int length = disk.content(name).length;
      for (int offset = 5; offset < length; offset += 331) {
        flip(name, offset);
        SimulatedDisk fresh = new SimulatedDisk();
        Salvage.run(disk, fresh, SMALL);
        try (Database db = open(fresh)) {
          Map<String, Versioned<Value>> saved = contents(db.global());
          assertThat(saved.size()).isBetween(239, 241);
          saved.keySet().retainAll(expected.keySet());
          assertThat(expected).containsAllEntriesOf(saved);
        } catch (DatabaseException e) {
          throw new AssertionError(name + " at " + offset, e);
        }
        flip(name, offset);
      }
    }
  }

  @Test
  void anyDamage_openVerifyAndSalvage_leaveNoFileOpenAndTheDirectoryFree() {
    populate();
    for (String name : disk.list()) {
      int length = disk.content(name).length;
      for (int offset = 3; offset < length; offset += 661) {
        flip(name, offset);
        SimulatedDisk fresh = new SimulatedDisk();
        openAndClose(disk.crash(Survival.EVERYTHING, 0), name + " at " + offset);
        Verification.ofClosed(disk);
        Salvage.run(disk, fresh, SMALL);
        assertReleased(disk, name + " at " + offset);
        assertReleased(fresh, name + " at " + offset);
        flip(name, offset);
      }
    }
  }

  private static void openAndClose(SimulatedDisk damaged, String where) {
    try (Database db = open(damaged)) {
      assertThat(db.appliedIndex()).isPositive();
    } catch (CorruptionException e) {
      assertThat(e.file()).as(where).isNotEmpty();
    }
    assertReleased(damaged, where);
  }

  private static void assertReleased(SimulatedDisk disk, String where) {
    assertThat(disk.openFiles()).as(where).isZero();
    disk.lock().close();
  }

  @Test
  void checkpointBackupAndOpen_faultAnywhere_leaveNoFileOpenAndTheDirectoryFree() {
    populate();
    boolean faulted = true;
    for (int operation = 1; faulted; operation++) {
      SimulatedDisk source = disk.crash(Survival.EVERYTHING, 0);
      SimulatedDisk target = new SimulatedDisk().failAt(operation, Fault.ERROR);
      source.failAt(operation, Fault.ERROR);
      try (Database db = open(source)) {
        assertThat(db.backup(() -> target, SMALL).bytes()).isPositive();
        assertThat(db.checkpoint().bytes()).isPositive();
      } catch (StorageFailureException | ReadOnlyException e) {
        assertThat(e).hasMessageContaining("injected");
      }
      faulted = Math.max(source.operations(), target.operations()) >= operation;
      assertReleased(source, "operation " + operation);
      assertReleased(target, "operation " + operation);
    }
  }

  @Test
  void salvage_wrongDirectories_areRefused() {
    assertThatThrownBy(() -> Salvage.run(disk, new SimulatedDisk(), SMALL))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("no checkpoint and no log");
    populate();
    assertThatThrownBy(() -> Salvage.run(disk, disk.crash(Survival.NOTHING, 1), SMALL))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("empty");
    assertThatThrownBy(() -> Database.salvage(dir.resolve("none"), dir.resolve("fresh")))
        .isInstanceOf(InvalidArgumentException.class);
  }
}
