package dev.tidemark.durability;

import static dev.tidemark.durability.LogFixture.BUFFERED;
import static dev.tidemark.durability.LogFixture.STRICT;
import static dev.tidemark.durability.LogFixture.batches;
import static dev.tidemark.durability.LogFixture.fill;
import static dev.tidemark.durability.LogFixture.open;
import static dev.tidemark.durability.LogFixture.put;
import static dev.tidemark.durability.LogFixture.recovered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tidemark.durability.LogFixture.OpenLog;
import dev.tidemark.durability.SimulatedDisk.Fault;
import dev.tidemark.durability.SimulatedDisk.Survival;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.Limits;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.ReadOnlyException;
import dev.tidemark.types.UnsupportedFormatException;
import dev.tidemark.types.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LogRecoveryTest {
  private static final String FIRST = LogSegment.name(1);
  private static final String SECOND = LogSegment.name(2);

  private final SimulatedDisk disk = new SimulatedDisk();

  /** The disk after a crash that lost nothing written, with this many commits on it. */
  private static SimulatedDisk crashed(Durability mode, int commits) {
    SimulatedDisk before = new SimulatedDisk();
    try (OpenLog log = open(before, mode)) {
      fill(log, 1, commits);
      return before.crash(Survival.EVERYTHING, 0);
    }
  }

  @Test
  void open_commitThatDoesNotApply_isDamageWithItsPlace() {
    SimulatedDisk crashed = crashed(STRICT, 3);
    LogFixture.RecordingTarget refusing =
        new LogFixture.RecordingTarget() {
          @Override
          public void apply(CommitBatch batch) {
            if (batch.version() == 2) {
              throw new NotFoundException("an edit needs a value");
            }
          }
        };
    assertThatThrownBy(() -> open(crashed, STRICT, LogFixture.SMALL, refusing))
        .hasMessageContaining("version 2")
        .hasMessageContaining("an edit needs a value")
        .asInstanceOf(type(CorruptionException.class))
        .returns(FIRST, CorruptionException::file)
        .returns((long) offsetOf(crashed, 2), CorruptionException::offset);
  }

  /** Offset in the first segment at which this version's record begins. */
  private static int offsetOf(SimulatedDisk disk, long version) {
    byte[] content = disk.content(FIRST);
    int offset = SegmentHeaderFormat.BYTES;
    while (LogRecordFormat.readHeader(content, offset).version() != version) {
      offset += LogRecordFormat.HEADER_BYTES + LogRecordFormat.bodyBytes(content, offset);
    }
    return offset;
  }

  private static void flip(SimulatedDisk disk, String name, int offset) {
    byte[] content = disk.content(name);
    content[offset] ^= 0x10;
    disk.plant(name, content);
  }

  private static void assertRefused(SimulatedDisk disk, String file, long offset, String what) {
    assertThatThrownBy(() -> open(disk, STRICT))
        .hasMessageContaining(what)
        .asInstanceOf(type(CorruptionException.class))
        .returns(file, CorruptionException::file)
        .returns(offset, CorruptionException::offset);
  }

  @Test
  void recover_killedProcess_findsEverythingAndSyncsIt() {
    SimulatedDisk killed = crashed(BUFFERED, 50);
    try (OpenLog log = open(killed, BUFFERED)) {
      assertThat(log.recovered()).isEqualTo(batches(50));
      assertThat(log.report().cleanShutdown()).isFalse();
      assertThat(recovered(killed.crash(Survival.NOTHING, 0), STRICT)).isEqualTo(batches(50));
    }
  }

  @Test
  void recover_failedSyncBeforeTheCrash_writesAgainWhatOnlyTheCacheHolds() {
    OpenLog log = open(disk, BUFFERED);
    fill(log, 1, 50);
    disk.failAt(disk.operations() + 1, Fault.ERROR);
    assertThatThrownBy(() -> log.log().sync()).isInstanceOf(ReadOnlyException.class);
    SimulatedDisk killed = disk.crash(Survival.EVERYTHING, 0);
    assertThatThrownBy(log::close).isInstanceOf(ReadOnlyException.class);
    List<CommitBatch> found = recovered(killed, BUFFERED);
    assertThat(found).isEqualTo(batches(50));
    assertThat(recovered(killed.crash(Survival.NOTHING, 0), BUFFERED)).isEqualTo(found);
  }

  @Test
  void recover_tornTail_dropsOnlyLastRecord() {
    SimulatedDisk torn = crashed(STRICT, 10);
    flip(torn, FIRST, offsetOf(torn, 10) + LogRecordFormat.HEADER_BYTES + 3);
    try (OpenLog log = open(torn, STRICT)) {
      assertThat(log.recovered()).isEqualTo(batches(9));
      assertThat(log.report().droppedRecords()).isZero();
      assertThat(log.report().droppedBytes()).isPositive();
      assertThat(log.report().cleanShutdown()).isFalse();
    }
  }

  @Test
  void recover_holeInUnsyncedTail_dropsAndReportsTheWholeRecordsBehindIt() {
    SimulatedDisk holed = crashed(BUFFERED, 10);
    flip(holed, FIRST, offsetOf(holed, 6) + 9);
    try (OpenLog log = open(holed, BUFFERED)) {
      assertThat(log.recovered()).isEqualTo(batches(5));
      assertThat(log.report().droppedRecords()).isEqualTo(4);
    }
  }

  @Test
  void recover_droppedTail_isZeroedForGoodAndWrittenOver() {
    SimulatedDisk holed = crashed(BUFFERED, 10);
    int hole = offsetOf(holed, 6);
    flip(holed, FIRST, hole + 9);
    try (OpenLog log = open(holed, BUFFERED)) {
      fill(log, 6, 8);
      byte[] synced = holed.crash(Survival.NOTHING, 0).content(FIRST);
      assertThat(Arrays.copyOfRange(synced, hole, 4096)).containsOnly(0);
      assertThat(recovered(holed.crash(Survival.EVERYTHING, 0), STRICT)).isEqualTo(batches(8));
    }
  }

  @Test
  void recover_damageBeforeSyncedRecord_isRefusedNamingFileAndOffset() {
    SimulatedDisk damaged = crashed(STRICT, 10);
    int record = offsetOf(damaged, 4);
    flip(damaged, FIRST, record + LogRecordFormat.HEADER_BYTES + 3);
    assertRefused(damaged, FIRST, record, "had been synced");
  }

  @Test
  void recover_damageInSealedSegment_isRefused() {
    SimulatedDisk damaged = crashed(BUFFERED, 60);
    assertThat(damaged.list()).contains(SECOND);
    int record = offsetOf(damaged, 4);
    flip(damaged, FIRST, record + LogRecordFormat.HEADER_BYTES + 3);
    assertRefused(damaged, FIRST, record, "a later segment exists");
  }

  /** What is recovered is handed over on the way, not kept until all is read. */
  @Test
  void recover_damageInALaterSegment_hasHandedOverWhatCameBefore() {
    SimulatedDisk damaged = crashed(STRICT, 200);
    flip(damaged, SECOND, SegmentHeaderFormat.BYTES + LogRecordFormat.HEADER_BYTES + 3);
    LogFixture.RecordingTarget target = new LogFixture.RecordingTarget();
    List<CommitBatch> seen = target.commits;
    assertThatThrownBy(() -> open(damaged, STRICT, LogFixture.SMALL, target))
        .isInstanceOf(CorruptionException.class);
    assertThat(seen).isNotEmpty().isEqualTo(batches(seen.size()));
  }

  @Test
  void recover_missingMiddleSegment_isRefusedByName() {
    SimulatedDisk damaged = crashed(STRICT, 200);
    assertThat(damaged.list()).hasSizeGreaterThan(3);
    damaged.remove(SECOND);
    assertRefused(damaged, SECOND, 0, "missing");
  }

  @Test
  void recover_missingFirstSegment_isRefusedByName() {
    SimulatedDisk damaged = crashed(STRICT, 60);
    damaged.remove(FIRST);
    assertRefused(damaged, FIRST, 0, "missing");
  }

  @Test
  void recover_segmentOfAnotherDatabase_isRefused() {
    SimulatedDisk mixed = crashed(STRICT, 60);
    mixed.plant(SECOND, crashed(STRICT, 60).content(SECOND));
    assertRefused(mixed, SECOND, 0, "belongs to database");
  }

  @Test
  void recover_segmentOfAnotherHistory_isRefused() {
    SimulatedDisk restored = crashed(STRICT, 60);
    byte[] second = restored.content(SECOND);
    LittleEndian.putLong(second, 40, 12_345);
    LittleEndian.putInt(second, 60, Checksum.of(second, 0, 60));
    restored.plant(SECOND, second);
    assertThatThrownBy(() -> open(restored, STRICT)).isInstanceOf(CorruptionException.class);
  }

  @Test
  void recover_unknownFormatVersion_isRefusedByNumber() {
    SimulatedDisk newer = crashed(STRICT, 3);
    byte[] content = newer.content(FIRST);
    LittleEndian.putInt(content, 8, 2);
    LittleEndian.putInt(content, 60, Checksum.of(content, 0, 60));
    newer.plant(FIRST, content);
    assertThatThrownBy(() -> open(newer, STRICT))
        .hasMessageContaining(FIRST)
        .asInstanceOf(type(UnsupportedFormatException.class))
        .returns(2, UnsupportedFormatException::found)
        .returns(1, UnsupportedFormatException::supported);
  }

  @Test
  void recover_fileThatIsNoSegment_isRefusedAndLeftAlone() {
    byte[] text = "my notes".getBytes(StandardCharsets.UTF_8);
    disk.plant(FIRST, text);
    assertRefused(disk, FIRST, 0, "no log segment");
    assertThat(disk.content(FIRST)).isEqualTo(text);
  }

  @Test
  void recover_damagedHeaderOfSegmentInUse_isRefused() {
    SimulatedDisk damaged = crashed(STRICT, 3);
    flip(damaged, FIRST, 20);
    assertRefused(damaged, FIRST, 0, "header is damaged");
  }

  @Test
  void recover_otherFilesInTheDirectory_areIgnored() {
    disk.plant("notes.txt", new byte[3]);
    disk.plant("log-1.tmlog", new byte[3]);
    open(disk, STRICT).close();
    assertThat(disk.list()).contains("notes.txt", "log-1.tmlog", FIRST);
  }

  @Test
  void recover_preparedSegment_isDiscarded() {
    SimulatedDisk prepared = crashed(STRICT, 3);
    prepared.plant(SECOND, new byte[8192]);
    open(prepared, STRICT).close();
    assertThat(LogSegment.namesFrom(prepared, 1)).containsExactly(FIRST);
  }

  @Test
  void recover_preparedSegmentWithAWrongBit_isDiscarded() {
    SimulatedDisk prepared = crashed(STRICT, 3);
    byte[] content = new byte[8192];
    content[5000] = 4;
    prepared.plant(SECOND, content);
    open(prepared, STRICT).close();
    assertThat(LogSegment.namesFrom(prepared, 1)).containsExactly(FIRST);
  }

  @Test
  void recover_segmentInUseWithErasedHeader_isRefused() {
    SimulatedDisk damaged = crashed(STRICT, 3);
    byte[] content = damaged.content(FIRST);
    Arrays.fill(content, 0, SegmentHeaderFormat.BYTES, (byte) 0);
    damaged.plant(FIRST, content);
    assertRefused(damaged, FIRST, 0, "header is damaged");
  }

  @Test
  void recover_segmentWithTornHeader_isDiscarded() {
    SimulatedDisk torn = crashed(STRICT, 3);
    byte[] content = new byte[8192];
    Arrays.fill(content, 0, 30, (byte) 0x77);
    torn.plant(SECOND, content);
    try (OpenLog log = open(torn, STRICT)) {
      assertThat(log.recovered()).isEqualTo(batches(3));
    }
  }

  @Test
  void recover_recordStoredAsValue_isNotTakenForOne() {
    SimulatedDisk torn = withCopiesOfARecord(7);
    List<Integer> offsets = LongStream.range(4, 12).mapToObj(v -> offsetOf(torn, v)).toList();
    offsets.forEach(offset -> flip(torn, FIRST, offset + 9));
    try (OpenLog log = open(torn, BUFFERED)) {
      assertThat(log.recovered()).isEqualTo(batches(3));
      assertThat(log.report().droppedRecords()).isZero();
    }
  }

  /** Commits whose values hold a record of the same log, at every alignment. */
  private static SimulatedDisk withCopiesOfARecord(int shifts) {
    SimulatedDisk disk = new SimulatedDisk();
    try (OpenLog log = open(disk, BUFFERED)) {
      fill(log, 1, 3);
      byte[] record = Arrays.copyOfRange(disk.content(FIRST), offsetOf(disk, 2), offsetOf(disk, 3));
      for (int shift = 0; shift <= shifts; shift++) {
        byte[] shifted = new byte[record.length + shift];
        System.arraycopy(record, 0, shifted, shift, record.length);
        log.commit(4 + shift, put("copy", Value.bytes(shifted)));
      }
      return disk.crash(Survival.EVERYTHING, 0);
    }
  }

  @Test
  void recover_everyTruncation_yieldsAPrefix() {
    SimulatedDisk whole = crashed(STRICT, 12);
    byte[] content = whole.content(FIRST);
    for (int length = 0; length < content.length; length++) {
      SimulatedDisk cut = new SimulatedDisk();
      cut.plant(FIRST, Arrays.copyOf(content, length));
      if (length == 0 || length >= SegmentHeaderFormat.BYTES) {
        assertPrefix(recovered(cut, STRICT));
      } else {
        assertRefused(cut, FIRST, 0, "no log segment");
      }
    }
  }

  @Test
  void recover_everyByteFlippedInSyncedLog_refusesOrLosesOnlyTheLast() {
    SimulatedDisk whole = crashed(STRICT, 8);
    byte[] content = whole.content(FIRST);
    int last = offsetOf(whole, 8);
    for (int offset = 0; offset < last; offset++) {
      SimulatedDisk flipped = new SimulatedDisk();
      flipped.plant(FIRST, content);
      flip(flipped, FIRST, offset);
      assertThatThrownBy(() -> open(flipped, STRICT)).isInstanceOf(CorruptionException.class);
    }
    for (int offset = last; offset < content.length; offset++) {
      SimulatedDisk flipped = new SimulatedDisk();
      flipped.plant(FIRST, content);
      flip(flipped, FIRST, offset);
      assertThat(recovered(flipped, STRICT)).isIn(batches(7), batches(8));
    }
  }

  @Test
  void recover_everyByteFlippedInUnsyncedLog_yieldsAPrefix() {
    SimulatedDisk whole = crashed(BUFFERED, 8);
    byte[] content = whole.content(FIRST);
    for (int offset = SegmentHeaderFormat.BYTES; offset < content.length; offset++) {
      SimulatedDisk flipped = new SimulatedDisk();
      flipped.plant(FIRST, content);
      flip(flipped, FIRST, offset);
      assertPrefix(recovered(flipped, STRICT));
    }
  }

  private static void assertPrefix(List<CommitBatch> recovered) {
    assertThat(recovered).isEqualTo(batches(recovered.size()));
  }

  /** The disk with one commit and, behind it, a sealed record with what is given. */
  private SimulatedDisk withRecord(byte[] record, int flags, long version, int chainError) {
    SimulatedDisk crashed = crashed(STRICT, 1);
    byte[] content = crashed.content(FIRST);
    int first = SegmentHeaderFormat.BYTES;
    int end = first + LogRecordFormat.HEADER_BYTES + LogRecordFormat.bodyBytes(content, first);
    RecordHeader header = LogRecordFormat.readHeader(content, first);
    LogRecordFormat.seal(
        record,
        new RecordHeader(
            end - first,
            version,
            header.timeMicros(),
            end - first,
            header.databaseTag(),
            flags,
            LogRecordFormat.crc(content, first) + chainError));
    System.arraycopy(record, 0, content, end, record.length);
    crashed.plant(FIRST, content);
    return crashed;
  }

  private static byte[] record() {
    return EncodedBatch.of(List.of(put("key", "value")), Limits.defaults()).record();
  }

  @Test
  void recover_recordThatNamesAnotherOneBefore_isDropped() {
    try (OpenLog log = open(withRecord(record(), 0, 2, 1), STRICT)) {
      assertThat(log.recovered()).isEqualTo(batches(1));
      assertThat(log.report().droppedRecords()).isEqualTo(1);
    }
  }

  @Test
  void recover_unknownFlag_isRefusedByNumber() {
    assertThatThrownBy(() -> open(withRecord(record(), 4, 2, 0), STRICT))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("record flags 4");
  }

  @Test
  void recover_unknownSection_isRefusedByNumber() {
    byte[] record = record();
    LittleEndian.putInt(record, LogRecordFormat.HEADER_BYTES, 9);
    int bodyBytes = record.length - LogRecordFormat.HEADER_BYTES;
    LittleEndian.putInt(record, 56, Checksum.of(record, LogRecordFormat.HEADER_BYTES, bodyBytes));
    assertThatThrownBy(() -> open(withRecord(record, 0, 2, 0), STRICT))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("record section 9");
  }

  @Test
  void recover_versionThatDoesNotGrow_isRefused() {
    SimulatedDisk repeated = withRecord(record(), 0, 1, 0);
    assertThatThrownBy(() -> open(repeated, STRICT))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("version 1 follows version 1");
  }
}
