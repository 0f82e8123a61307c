package dev.tidemark.durability;

import static dev.tidemark.durability.LogFixture.STRICT;
import static dev.tidemark.durability.LogFixture.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.durability.LogFixture.OpenLog;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Golden files, never edited: what a release has written, every later one reads, and as long as the
 * format version is the same, writes byte for byte.
 */
class FormatCompatibilityTest {
  private static SimulatedDisk golden(String version) throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    for (int number = 1; number <= 2; number++) {
      String name = LogSegment.name(number);
      disk.plant(name, resource("/formats/" + version + "/" + name));
    }
    return disk;
  }

  private static byte[] resource(String path) throws IOException {
    try (InputStream in = FormatCompatibilityTest.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    }
  }

  @Test
  void open_logOfVersion1_recoversEveryCommit() throws IOException {
    try (OpenLog log = open(golden("v1"), STRICT)) {
      assertThat(log.recovered()).isEqualTo(FormatSamples.V1);
      assertThat(log.report().cleanShutdown()).isTrue();
      assertThat(log.report().segments()).isEqualTo(2);
    }
  }

  @Test
  void encode_headersOfVersion1_givesTheSameBytes() throws IOException {
    SimulatedDisk golden = golden("v1");
    for (String name : golden.list()) {
      byte[] written = Arrays.copyOf(golden.content(name), SegmentHeaderFormat.BYTES);
      SegmentHeader header = SegmentHeaderFormat.decode(written, name);
      assertThat(SegmentHeaderFormat.encode(header)).isEqualTo(written);
    }
  }

  @Test
  void encode_commitsOfVersion1_givesTheSameBytes() throws IOException {
    SimulatedDisk golden = golden("v1");
    int commits = 0;
    for (String name : golden.list()) {
      byte[] content = golden.content(name);
      int at = SegmentHeaderFormat.BYTES;
      while (LogRecordFormat.isHeader(content, at)) {
        int length = LogRecordFormat.HEADER_BYTES + LogRecordFormat.bodyBytes(content, at);
        byte[] written = Arrays.copyOfRange(content, at, at + length);
        assertThat(encodedAgain(written)).isEqualTo(written);
        at += length;
        commits++;
      }
    }
    assertThat(commits).isEqualTo(FormatSamples.V1.size() + 1);
  }

  private static byte[] encodedAgain(byte[] written) {
    RecordHeader header = LogRecordFormat.readHeader(written, 0);
    byte[] record =
        header.flags() == LogRecordFormat.FLAG_CLOSE
            ? EncodedBatch.closeRecord().record()
            : EncodedBatch.of(sample(header.version()).mutations(), Limits.defaults()).record();
    LogRecordFormat.seal(record, header);
    return record;
  }

  private static CommitBatch sample(long version) {
    return FormatSamples.V1.stream()
        .filter(commit -> commit.version() == version)
        .findFirst()
        .orElseThrow();
  }
}
