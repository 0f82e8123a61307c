package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.durability.SimulatedDisk.Fault;
import dev.tidemark.durability.Verification;
import dev.tidemark.index.KeptIndex;
import dev.tidemark.index.KeptIndex.Behaviour;
import dev.tidemark.index.KeptIndexProvider;
import dev.tidemark.transaction.PinnedScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.Runs;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.CheckpointReport;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.FileProblem;
import dev.tidemark.types.IndexRecovery;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.types.Value.StringValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What an index keeps beside a checkpoint is used if it is whole, and never believed if not. */
class IndexSectionTest {
  private static final KeySpace SPACE = KeptIndexProvider.SPACE;

  private final DatabaseOptions options =
      DatabaseOptions.defaults().checkpoints(CheckpointPolicy.manual().replayLogBytes(0));
  private SimulatedDisk disk = new SimulatedDisk();

  private Database open() {
    return DatabaseFixture.open(disk, options);
  }

  private static void put(Database db, RunId run, String key, String text) {
    db.in(run).put(SPACE, key.getBytes(UTF_8), Value.of(text));
  }

  /** Two runs of which an index is kept, and commits after that. Returns the name of its file. */
  private String checkpointed() {
    try (Database db = open()) {
      RunId run = new Runs().create(db.global(), "run");
      put(db, RunId.GLOBAL, "a", "one");
      put(db, RunId.GLOBAL, "b", "two");
      put(db, run, "a", "other run");
      assertThat(db.checkpoint().indexSections()).isEqualTo(2);
      put(db, RunId.GLOBAL, "b", "three");
      db.global().delete(SPACE, "a".getBytes(UTF_8));
    }
    return disk.list().stream().filter(name -> name.endsWith(".tmindex")).findAny().orElseThrow();
  }

  private static KeptIndex indexOf(ReadView view, RunId run) {
    return ((PinnedScope) view.in(run)).index(SPACE, KeptIndex.class);
  }

  /** Every index must know what a scan finds. */
  private static void assertRight(Database db) {
    List<RunId> runs = new ArrayList<>(List.of(RunId.GLOBAL));
    db.runs(RunId.GLOBAL, 100).forEach(info -> runs.add(info.id()));
    try (ReadView view = db.readView()) {
      for (RunId run : runs) {
        Map<String, String> scanned = new TreeMap<>();
        view.in(run)
            .scan(
                SPACE,
                KeyRange.all(),
                (key, value, version, time) ->
                    scanned.put(new String(key, UTF_8), ((StringValue) value).value()) == null);
        KeptIndex index = indexOf(view, run);
        assertThat(index == null ? Map.of() : index.at(view.version())).isEqualTo(scanned);
      }
    }
  }

  /** Opens the disk as it is, twice, and says how the indexes came back. */
  private IndexRecovery reopened() {
    IndexRecovery found;
    try (Database db = open()) {
      found = db.recovery().indexes();
      assertRight(db);
      db.checkInvariants();
    }
    return found;
  }

  @Test
  void open_sectionsAndLogBehind_restoresAndGoesOn() {
    checkpointed();
    try (Database db = open()) {
      assertThat(db.recovery().indexes()).isEqualTo(new IndexRecovery(2, 0, List.of()));
      assertThat(db.recovery().checkpoint()).isPresent();
      assertRight(db);
      try (ReadView view = db.readView()) {
        assertThat(indexOf(view, RunId.GLOBAL).wasRestored()).isTrue();
        assertThat(indexOf(view, RunId.GLOBAL).at(view.version())).isEqualTo(Map.of("b", "three"));
      }
      put(db, RunId.GLOBAL, "c", "four");
      assertRight(db);
    }
  }

  @Test
  void open_withoutItsFile_derivesAndSaysSo() {
    disk.remove(checkpointed());
    assertThat(reopened()).isEqualTo(new IndexRecovery(0, 2, List.of()));
  }

  @Test
  void open_logAlone_derives() {
    try (Database db = open()) {
      put(db, RunId.GLOBAL, "a", "one");
    }
    assertThat(reopened()).isEqualTo(new IndexRecovery(0, 1, List.of()));
  }

  @Test
  void open_everyByteFlipped_answersRightlyAndSaysSo() {
    String name = checkpointed();
    byte[] sound = disk.content(name);
    int restored = 0;
    for (int i = 0; i < sound.length; i++) {
      byte[] damaged = sound.clone();
      damaged[i] ^= 4;
      disk = disk.crash(SimulatedDisk.Survival.EVERYTHING, i);
      disk.plant(name, damaged);
      IndexRecovery found = reopened();
      assertThat(found.restored() + found.derived()).as("byte %d", i).isEqualTo(2);
      assertThat(found.problems()).as("byte %d", i).isNotEmpty();
      assertThat(found.problems()).extracting(FileProblem::file).containsOnly(name);
      restored += found.restored();
    }
    assertThat(restored).as("damage costs one section").isGreaterThan(sound.length / 2);
  }

  @Test
  void open_everyTruncation_answersRightlyAndSaysSo() {
    String name = checkpointed();
    byte[] sound = disk.content(name);
    for (int length = 0; length < sound.length; length++) {
      disk.plant(name, Arrays.copyOf(sound, length));
      assertThat(reopened().problems()).as("length %d", length).isNotEmpty();
    }
    disk.plant(name, Arrays.copyOf(sound, sound.length + 8));
    assertThat(reopened().problems()).hasSize(1);
  }

  @Test
  void open_fileOfAnotherCheckpoint_isNotBelieved() {
    String older = checkpointed();
    byte[] stale = disk.content(older);
    try (Database db = open()) {
      put(db, RunId.GLOBAL, "b", "newer");
      db.checkpoint();
    }
    String newer =
        disk.list().stream()
            .filter(name -> name.endsWith(".tmindex") && !name.equals(older))
            .findAny()
            .orElseThrow();
    disk.plant(newer, stale);
    IndexRecovery found = reopened();
    assertThat(found.derived()).isEqualTo(2);
    assertThat(found.problems()).singleElement().asString().contains("another checkpoint");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"REFUSE", "FAIL_TO_READ", "SAY_IT_DOES_NOT_FIT", "FAIL_WHEN_TOLD"})
  void open_providerOrIndexRefuses_derivesAndSaysWhy(Behaviour wrong) {
    checkpointed();
    KeptIndexProvider.with(
        wrong,
        () -> {
          IndexRecovery found = reopened();
          assertThat(found.restored()).isZero();
          assertThat(found.derived()).isEqualTo(2);
          assertThat(found.problems())
              .hasSize(2)
              .extracting(FileProblem::what)
              .allMatch(what -> what.startsWith("section \"kept\", format 3, of key space 122"));
        });
    assertThat(reopened().restored()).as("the next time").isEqualTo(2);
  }

  @Test
  void open_providerReadsNothing_findsTheNextSectionAllTheSame() {
    checkpointed();
    KeptIndexProvider.with(
        Behaviour.READ_NOTHING, () -> assertThat(reopened().problems()).isEmpty());
  }

  @Test
  void open_providerHidesDamage_isFoundOut() {
    String name = checkpointed();
    byte[] content = disk.content(name);
    content[content.length - 90] ^= 1;
    disk.plant(name, content);
    KeptIndexProvider.with(
        Behaviour.HIDE_DAMAGE,
        () -> {
          IndexRecovery found = reopened();
          assertThat(found.problems()).isNotEmpty();
          assertThat(found.derived()).isPositive();
        });
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"FAIL_TO_KEEP", "FAIL_HALF_WAY"})
  void checkpoint_indexFailsToKeepItself_isWrittenWithout(Behaviour wrong) {
    try (Database db = open()) {
      put(db, RunId.GLOBAL, "a", "one");
      KeptIndexProvider.with(wrong, () -> assertThat(db.checkpoint().indexSections()).isZero());
      assertRight(db);
    }
    assertThat(reopened().derived()).isEqualTo(1);
  }

  @Test
  void checkpoint_commitsWhileSectionsAreWritten_doNotShowInThem() {
    try (Database db = open()) {
      RunId run = new Runs().create(db.global(), "run");
      put(db, RunId.GLOBAL, "a", "one");
      put(db, run, "a", "one");
      KeptIndexProvider.whenWriting(
          () -> {
            put(db, RunId.GLOBAL, "late", "x");
            put(db, run, "late", "x");
            put(db, run, "a", "two");
          },
          db::checkpoint);
      long lost = db.stats().version() + 1;
      assertThat(lost).isGreaterThan(8);
    }
    try (Database db = open()) {
      assertThat(db.recovery().indexes().restored()).isEqualTo(2);
      assertRight(db);
    }
    // Without what was committed behind the checkpoint, as if a crash had taken it back.
    SimulatedDisk copy = new SimulatedDisk();
    try (Database db = open()) {
      KeptIndexProvider.whenWriting(
          () -> put(db, RunId.GLOBAL, "later", "x"), () -> db.backup(() -> copy, small()));
    }
    disk = copy;
    try (Database db = open()) {
      assertThat(db.recovery().indexes().restored()).isEqualTo(2);
      assertThat(db.global().get(SPACE, "later".getBytes(UTF_8))).isNull();
      assertRight(db);
    }
  }

  private static LogOptions small() {
    return new LogOptions(4096, 16_384, 32 << 20, Runnable::run);
  }

  @Test
  void checkpoint_sectionOfManyBlocks_isReadBackWhole() {
    String large = "ä".repeat(100_000);
    try (Database db = open()) {
      for (int i = 0; i < 10; i++) {
        put(db, RunId.GLOBAL, "key-" + i, large + i);
      }
      db.checkpoint();
    }
    assertThat(reopened()).isEqualTo(new IndexRecovery(1, 0, List.of()));
  }

  @Test
  void checkpoint_olderOnesDeleted_soAreTheirSections() {
    try (Database db = open()) {
      for (int i = 0; i < 5; i++) {
        put(db, RunId.GLOBAL, "a", "v" + i);
        db.checkpoint();
      }
    }
    List<String> kept =
        disk.list().stream()
            .filter(name -> name.endsWith(".tmcheckpoint"))
            .map(name -> name.replace(".tmcheckpoint", ".tmindex"))
            .toList();
    assertThat(kept).hasSize(2);
    assertThat(disk.list()).filteredOn(name -> name.contains(".tmindex")).isEqualTo(kept);
  }

  @Test
  void checkpoint_sameVersionAgainWithoutSections_leavesNoneOfBefore() {
    try (Database db = open()) {
      put(db, RunId.GLOBAL, "a", "one");
      db.checkpoint();
      KeptIndexProvider.with(Behaviour.FAIL_TO_KEEP, db::checkpoint);
    }
    assertThat(disk.list()).noneMatch(name -> name.endsWith(".tmindex"));
  }

  @Test
  void checkpoint_diskRefusesTheSections_standsWithout() {
    int without = 0;
    for (int operation = 1; operation <= 40; operation++) {
      disk = new SimulatedDisk();
      try (Database db = open()) {
        put(db, RunId.GLOBAL, "a", "one");
        disk.failAt(disk.operations() + operation, Fault.ERROR);
        if (DatabaseFixture.tryCheckpoint(db)) {
          assertThat(disk.list()).anyMatch(name -> name.endsWith(".tmcheckpoint"));
          without += disk.list().stream().anyMatch(name -> name.endsWith(".tmindex")) ? 0 : 1;
        }
        assertThat(disk.list()).noneMatch(name -> name.endsWith(".tmp"));
      } catch (DatabaseException e) {
        assertThat(e).hasStackTraceContaining("simulated disk");
      }
      disk = disk.crash(SimulatedDisk.Survival.NOTHING, operation);
      reopened();
    }
    assertThat(without).isPositive();
  }

  @Test
  void verify_damagedSection_isToldAndHarmless() {
    String name = checkpointed();
    assertThat(Verification.ofClosed(disk).problems()).isEmpty();
    byte[] content = disk.content(name);
    content[content.length / 2] ^= 1;
    disk.plant(name, content);
    assertThat(Verification.ofClosed(disk).problems())
        .isNotEmpty()
        .extracting(FileProblem::file)
        .containsOnly(name);
    try (Database db = open()) {
      assertThat(db.verify().problems()).isNotEmpty();
    }
  }

  @Test
  void backup_ofKeptIndexes_hasThem() {
    checkpointed();
    SimulatedDisk copy = new SimulatedDisk();
    try (Database db = open()) {
      CheckpointReport report = db.backup(() -> copy, small());
      assertThat(report.indexSections()).isEqualTo(2);
    }
    disk = copy;
    assertThat(reopened()).isEqualTo(new IndexRecovery(2, 0, List.of()));
  }
}
