package dev.tidemark.durability;

import static dev.tidemark.durability.LogFixture.STRICT;
import static dev.tidemark.durability.LogFixture.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.durability.FormatSamples.Golden;
import dev.tidemark.durability.LogFixture.OpenLog;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Golden files, never edited: what a release has written, every later one reads, and as long as the
 * format version is the same, writes byte for byte.
 */
class FormatCompatibilityTest {
  static List<Golden> goldens() {
    return FormatSamples.goldens();
  }

  private static SimulatedDisk disk(Golden golden) throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    for (int number = 1; number <= golden.segments(); number++) {
      String name = LogSegment.name(number);
      disk.plant(name, resource("/formats/" + golden.directory() + "/" + name));
    }
    return disk;
  }

  private static byte[] resource(String path) throws IOException {
    try (InputStream in = FormatCompatibilityTest.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void open_logOfVersion1_recoversEveryCommit(Golden golden) throws IOException {
    try (OpenLog log = open(disk(golden), STRICT)) {
      assertThat(log.recovered()).isEqualTo(golden.commits());
      assertThat(log.report().cleanShutdown()).isTrue();
      assertThat(log.log().orphanedThrough()).isEqualTo(golden.orphanedThrough());
      assertThat(log.report().segments()).isEqualTo(golden.segments());
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void encode_headersOfVersion1_givesTheSameBytes(Golden golden) throws IOException {
    SimulatedDisk disk = disk(golden);
    for (String name : disk.list()) {
      byte[] written = Arrays.copyOf(disk.content(name), SegmentHeaderFormat.BYTES);
      SegmentHeader header = SegmentHeaderFormat.decode(written, name);
      assertThat(SegmentHeaderFormat.encode(header)).isEqualTo(written);
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void encode_commitsOfVersion1_givesTheSameBytes(Golden golden) throws IOException {
    SimulatedDisk disk = disk(golden);
    int commits = 0;
    for (String name : disk.list()) {
      byte[] content = disk.content(name);
      int at = SegmentHeaderFormat.BYTES;
      while (LogRecordFormat.isHeader(content, at)) {
        int length = LogRecordFormat.HEADER_BYTES + LogRecordFormat.bodyBytes(content, at);
        byte[] written = Arrays.copyOfRange(content, at, at + length);
        assertThat(encodedAgain(written, golden)).isEqualTo(written);
        at += length;
        commits++;
      }
    }
    assertThat(commits).isEqualTo(golden.commits().size() + 1);
  }

  private static byte[] encodedAgain(byte[] written, Golden golden) {
    RecordHeader header = LogRecordFormat.readHeader(written, 0);
    byte[] record =
        header.flags() == LogRecordFormat.FLAG_CLOSE
            ? EncodedBatch.closeRecord(golden.orphanedThrough()).record()
            : EncodedBatch.of(sample(header.version(), golden).mutations(), Limits.defaults())
                .record();
    LogRecordFormat.seal(record, header);
    return record;
  }

  private static CommitBatch sample(long version, Golden golden) {
    return golden.commits().stream()
        .filter(commit -> commit.version() == version)
        .findFirst()
        .orElseThrow();
  }
}
