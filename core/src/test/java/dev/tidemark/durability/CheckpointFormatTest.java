package dev.tidemark.durability;

import static dev.tidemark.durability.LogFixture.put;
import static dev.tidemark.durability.LogFixture.timeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.LogFixture.RecordingTarget;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.StoredVersion;
import dev.tidemark.types.UnsupportedFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Checkpoint and manifest: what is written is read, what is damaged or unknown is refused. */
class CheckpointFormatTest {
  private static final String NAME = CheckpointStore.name(8);
  private static final int FIRST_BLOCK = CheckpointFormat.HEADER_BYTES;

  private final SimulatedDisk disk = new SimulatedDisk();

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = CheckpointFormatTest.class.getResourceAsStream("/formats/v1/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private byte[] write(List<Long> times, List<StoredVersion> entries) {
    try (DiskFile file = disk.open(NAME, OpenMode.CREATE_NEW)) {
      CheckpointWriter writer = new CheckpointWriter(file, FormatSamples.CHECKPOINT);
      for (int i = 0; i < times.size(); i++) {
        writer.committed(FormatSamples.CHECKPOINT.version() - times.size() + 1 + i, times.get(i));
      }
      entries.forEach(writer::add);
      writer.finish();
    }
    return disk.content(NAME);
  }

  private RecordingTarget read(byte[] content) {
    disk.plant(NAME, content);
    RecordingTarget target = new RecordingTarget();
    try (DiskFile file = disk.open(NAME, OpenMode.EXISTING)) {
      CheckpointReader reader = new CheckpointReader(NAME, file);
      reader.requireName();
      reader.verify();
      assertThat(reader.header()).isEqualTo(FormatSamples.CHECKPOINT);
      reader.read(target, done -> {});
      assertThat(reader.entries()).isEqualTo(target.entries.size());
    }
    return target;
  }

  @Test
  void read_checkpointOfVersion1_givesEveryEntryAndTime() throws IOException {
    RecordingTarget target = read(golden(NAME));
    assertThat(target.entries).isEqualTo(FormatSamples.CHECKPOINT_ENTRIES);
    assertThat(target.times).isEqualTo(FormatSamples.CHECKPOINT_TIMES);
  }

  @Test
  void write_checkpointOfVersion1_givesTheSameBytes() throws IOException {
    assertThat(write(FormatSamples.CHECKPOINT_TIMES, FormatSamples.CHECKPOINT_ENTRIES))
        .isEqualTo(golden(NAME));
  }

  @Test
  void read_everyByteFlipped_isRefused() throws IOException {
    byte[] content = golden(NAME);
    for (int i = 0; i < content.length; i++) {
      byte[] damaged = content.clone();
      damaged[i] ^= 4;
      assertThatThrownBy(() -> read(damaged))
          .as("byte %d", i)
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining(NAME);
    }
  }

  @Test
  void read_everyTruncation_isRefused() throws IOException {
    byte[] content = golden(NAME);
    for (int length = 0; length < content.length; length++) {
      byte[] cut = Arrays.copyOf(content, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(CorruptionException.class);
    }
    assertThatThrownBy(() -> read(Arrays.copyOf(content, content.length + 8)))
        .isInstanceOf(CorruptionException.class);
  }

  @Test
  void read_blocksSwappedOrMissing_isRefused() {
    byte[] content = write(List.of(timeOf(8)), manyEntries(2_000));
    byte[] missing = new byte[content.length - blockBytes(content, FIRST_BLOCK)];
    System.arraycopy(content, 0, missing, 0, FIRST_BLOCK);
    System.arraycopy(
        content,
        FIRST_BLOCK + blockBytes(content, FIRST_BLOCK),
        missing,
        FIRST_BLOCK,
        missing.length - FIRST_BLOCK);
    assertThatThrownBy(() -> read(missing))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("block 0 is missing");
  }

  private static int blockBytes(byte[] content, int at) {
    return CheckpointBlockFormat.HEADER_BYTES + CheckpointBlockFormat.contentBytes(content, at);
  }

  private static List<StoredVersion> manyEntries(int count) {
    List<StoredVersion> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(new StoredVersion(put("key-" + i, 500), 1 + i % 8, timeOf(i % 8)));
    }
    return entries;
  }

  @Test
  void read_manyBlocksAndOneLargerThanABlock_givesAllInOrder() {
    List<StoredVersion> entries = manyEntries(5_000);
    entries.add(
        2_000, new StoredVersion(put("large", 3 * CheckpointWriter.BLOCK_BYTES), 8, timeOf(8)));
    RecordingTarget target = read(write(List.of(timeOf(8)), entries));
    assertThat(target.entries).isEqualTo(entries);
  }

  @Test
  void read_unknownFormatVersion_isRefusedByNumber() throws IOException {
    byte[] content = golden(NAME);
    LittleEndian.putInt(content, 8, 9);
    LittleEndian.putInt(content, 68, Checksum.of(content, 0, 68));
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("9");
  }

  @Test
  void read_unknownBlockKind_isRefusedByNumber() throws IOException {
    byte[] content = golden(NAME);
    LittleEndian.putInt(content, FIRST_BLOCK + 4, 7);
    int crc = FIRST_BLOCK + CheckpointBlockFormat.HEADER_BYTES - 4;
    LittleEndian.putInt(content, crc, Checksum.of(content, FIRST_BLOCK, 28));
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("block kind 7");
  }

  @Test
  void decode_contentThatContradictsItsHeader_isRefused() {
    byte[] block = new byte[100];
    int end = CheckpointBlockFormat.writeOrigin(new CheckpointBlockFormat.Origin(8, 8), block);
    block[end] = 3;
    CheckpointBlockFormat.seal(block, end + 1, CheckpointBlockFormat.KIND_TIMES, 0, 2);
    assertThatThrownBy(() -> decode(block, end + 1))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("1 items in a block of 2");
    for (int operation : new int[] {0, 2, 9}) {
      block[end] = (byte) operation;
      CheckpointBlockFormat.seal(block, end + 1, CheckpointBlockFormat.KIND_ENTRIES, 0, 1);
      assertThatThrownBy(() -> decode(block, end + 1)).isInstanceOf(DatabaseException.class);
    }
  }

  private static void decode(byte[] block, int length) {
    CheckpointBlockFormat.decode(new ByteReader("file", 0, block, 0, length));
  }

  @Test
  void manifest_version1_isReadAndWrittenTheSame() throws IOException {
    byte[] content = golden(Manifest.NAME);
    disk.plant(Manifest.NAME, content);
    ManifestFormat.Slot slot = Manifest.read(disk);
    assertThat(slot).isEqualTo(FormatSamples.MANIFEST);
    assertThat(ManifestFormat.encode(slot))
        .isEqualTo(
            Arrays.copyOfRange(content, slot.offset(), slot.offset() + ManifestFormat.SLOT_BYTES));
  }

  @Test
  void manifest_tornWrite_leavesTheSlotBefore() {
    UUID id = FormatSamples.MANIFEST.databaseId();
    Manifest manifest = Manifest.open(disk, null, id, 5);
    manifest.segmentBegun(6);
    manifest.segmentBegun(6);
    manifest.close();
    assertThat(Manifest.read(disk).segment()).isEqualTo(6);
    byte[] content = disk.content(Manifest.NAME);
    content[Manifest.read(disk).offset() + 41]++;
    disk.plant(Manifest.NAME, content);
    assertThat(Manifest.read(disk).segment()).isEqualTo(5);
    content[Manifest.read(disk).offset() + 41]++;
    disk.plant(Manifest.NAME, content);
    assertThat(Manifest.read(disk)).isNull();
  }

  @Test
  void manifest_unknownFormatVersion_isRefusedByNumber() throws IOException {
    byte[] content = golden(Manifest.NAME);
    int slot = FormatSamples.MANIFEST.offset();
    LittleEndian.putInt(content, slot + 8, 3);
    LittleEndian.putInt(
        content, slot + 60, Checksum.of(Arrays.copyOfRange(content, slot, slot + 60), 0, 60));
    disk.plant(Manifest.NAME, content);
    assertThatThrownBy(() -> Manifest.read(disk))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("3");
  }
}
