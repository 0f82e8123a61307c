package dev.tidemark.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class RunRecordJsonPropertyTest {

  private static Path file;

  @BeforeContainer
  static void makeFile() throws IOException {
    file = Files.createTempFile("results", ".json");
  }

  @AfterContainer
  static void removeFile() throws IOException {
    Files.delete(file);
  }

  @Property
  void read_oneByteChanged_isReadOrRefusedByName(
      @ForAll @IntRange(max = 100_000) int place, @ForAll byte replacement) throws IOException {
    byte[] bytes = RunRecordJson.toBytes(Records.full());
    bytes[place % bytes.length] = replacement;
    Files.write(file, bytes);
    try {
      assertThat(RunRecordJson.read(file).results()).hasSizeLessThanOrEqualTo(1);
    } catch (RunRecordException e) {
      assertThat(e).hasMessageContaining(file.toString());
    }
  }

  @Property
  void read_truncated_isRefusedByName(@ForAll @IntRange(max = 100_000) int place)
      throws IOException {
    byte[] bytes = RunRecordJson.toBytes(Records.full());
    Files.write(file, Arrays.copyOf(bytes, place % (bytes.length - 2)));
    assertThatThrownBy(() -> RunRecordJson.read(file))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> RunRecordJson.readHead(file))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining(file.toString());
  }

  @Property
  void readHead_anyRecord_isTheRecordWithoutItsResults(@ForAll @IntRange(max = 9) int ids)
      throws IOException {
    Map<String, BenchmarkResult> results = new TreeMap<>();
    for (int i = 0; i < ids; i++) {
      results.put("id" + i, Records.forked(1, 2));
    }
    RunRecord record = Records.run(results);
    Files.write(file, RunRecordJson.toBytes(record));
    RunHead head = RunRecordJson.readHead(file);
    assertThat(head.ids()).isEqualTo(results.keySet());
    assertThat(head.record()).isEqualTo(record.without(results.keySet()));
  }

  @Property
  void write_anyMean_readsBackExactly(
      @ForAll @DoubleRange(min = 0, minIncluded = false, max = 1e18) @Scale(9) double mean)
      throws IOException {
    RunRecord record =
        Records.run(
            Map.of(
                "forked", Records.forked(Records.time(mean), mean, mean / 3),
                "summary", BenchmarkResult.summary(Records.time(mean * 7))));
    Files.write(file, RunRecordJson.toBytes(record));
    assertThat(RunRecordJson.read(file)).isEqualTo(record);
  }
}
