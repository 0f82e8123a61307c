package dev.tidemark.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunRecordJsonTest {

  @TempDir Path directory;

  @Test
  void read_examplePlan_keepsWhatItSays() {
    RunRecord record = RunRecordJson.read(Records.fixture("plan-example.json"));

    assertThat(record.results())
        .containsOnlyKeys("vector_insert/single/dim_128", "vector_search/k_10/size_10k");
    TimeOutcome search =
        (TimeOutcome) record.results().get("vector_search/k_10/size_10k").outcome();
    assertThat(search.meanNs()).isEqualTo(850_000);
    assertThat(search.maxNs()).isEmpty();
    assertThat(record.gates().get("vector_search/k_10/size_10k").target()).isEqualTo(1_000_000);
    assertThat(record.gates().get("vector_search/k_10/size_10k").failsRun()).isFalse();
    assertThat(record.complete()).isTrue();
  }

  @Test
  void write_fullRecord_readsBackEqual() {
    Path file = directory.resolve("results.json");
    RunRecordJson.write(file, Records.full());
    assertThat(RunRecordJson.read(file)).isEqualTo(Records.full());
  }

  @Test
  void write_valueResult_carriesNoNanoseconds() {
    ValueOutcome rate = new ValueOutcome(1e6, "ops/s", Direction.HIGHER_IS_BETTER);
    Map<String, BenchmarkResult> results = Map.of("rate", Records.forked(rate, 1e6, 1.1e6));
    String json = new String(RunRecordJson.toBytes(Records.run(results)), StandardCharsets.UTF_8);
    assertThat(json).doesNotContain("_ns").contains("\"unit\" : \"ops/s\"");
    assertThat(readText(json).results()).isEqualTo(results);
  }

  @Test
  void write_fileExists_leavesOnlyTheNewFile() throws IOException {
    Path file = directory.resolve("results.json");
    Files.writeString(file, "old");
    RunRecordJson.write(file, Records.full());
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
    assertThat(RunRecordJson.read(file)).isEqualTo(Records.full());
  }

  @Test
  void write_nonFiniteEnvironment_isRefusedAndKeepsTheOldFile() {
    Path file = directory.resolve("results.json");
    RunRecordJson.write(file, Records.full());
    ObjectNode environment = Records.environment();
    environment.putObject("load").put("before", Double.NaN);
    RunRecord bad = Records.run(Records.NOON, environment, RunInfo.NOT_RECORDED, Map.of());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunRecordJson.write(file, bad))
        .withMessageContaining("environment.load.before is NaN");
    assertThat(RunRecordJson.read(file)).isEqualTo(Records.full());
  }

  @Test
  void write_anyRecord_matchesTheCommittedSchema() throws IOException {
    assertThat(
            schemaErrors(new String(RunRecordJson.toBytes(Records.full()), StandardCharsets.UTF_8)))
        .isEmpty();
    assertThat(schemaErrors(Files.readString(Records.fixture("plan-example.json")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"mean_ns\": 45000   | \"mean_ns\": \"45000\" | mean_ns is \"45000\"; it must be a number",
        "\"mean_ns\": 45000   | \"mean_ns\": \"NaN\"   | mean_ns is \"NaN\"; it must be a number",
        "\"mean_ns\": 45000   | \"mean_ns\": -1        | mean_ns is -1.0, must be above 0",
        "\"samples\": 1000    | \"samples\": 0         | samples is 0, must be at least 1",
        "\"samples\": 1000    | \"samples\": 1.5       | samples is 1.5; it must be a whole number",
        "\"samples\": 1000    | \"basis\": \"forks\"   | samples is missing",
        "\"version\": \"2.0\" | \"version\": \"1.0\"   | $.version is \"1.0\"; this program reads only",
        "\"passed\": true     | \"passed\": 1          | passed is 1; it must be true or false",
        "\"git_commit\": \"abc123\" | \"git_dirty\": false | $.git_commit is missing",
        "\"environment\": {}  | \"environment\": []    | $.environment is []; it must be an object",
      })
  void read_fieldChanged_namesPathAndRemedyAsTheSchemaDoes(
      String original, String damaged, String message) throws IOException {
    String json = Files.readString(Records.fixture("plan-example.json"));
    assertThat(json).contains(original);
    String changed = json.replace(original, damaged);

    assertThatThrownBy(() -> readText(changed))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("results.json: $")
        .hasMessageContaining(message);
    assertThat(schemaErrors(changed)).as("the schema refuses it too").isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                 | is empty (0 bytes)",
        "hello                              | is not valid JSON",
        "[]                                 | is not a run record",
        "{}                                 | $.version is missing",
        "{\"version\": \"2.0\"}             | $.results is missing",
        "{\"version\": \"2.0\", \"results\": []} | $.results is not an object",
        "{\"version\": \"2.0\", \"results\": {\"a\": {\"mean_ns\": NaN}}} | is not valid JSON",
        "{\"version\": \"2.0\", \"results\": {\"a\": {\"mean_ns\": 1e999, \"samples\": 1}}} | $.results[\"a\"].mean_ns is beyond the range",
        "{\"version\": \"2.0\", \"version\": \"2.0\"} | Duplicate",
        "{\"version\": \"2.0\"              | is truncated",
      })
  void read_damagedFile_saysWhatIsWrong(String json, String message) {
    assertThatThrownBy(() -> readText(json))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("results.json")
        .hasMessageContaining(message)
        .hasMessageNotContaining("REDACTED");
  }

  @Test
  void read_anyTruncation_isARecordException() throws IOException {
    byte[] whole = Files.readAllBytes(Records.fixture("plan-example.json"));
    int lastBrace = new String(whole, StandardCharsets.UTF_8).lastIndexOf('}');
    Path file = directory.resolve("results.json");
    for (int length = 0; length <= lastBrace; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> RunRecordJson.read(file))
          .as("%d bytes", length)
          .isInstanceOf(RunRecordException.class)
          .hasMessageMatching(
              length == 0 ? ".*is empty.*" : ".*(is truncated|is not valid JSON) at line.*");
    }
  }

  @Test
  void read_missingFile_namesIt() {
    assertThatThrownBy(() -> RunRecordJson.read(directory.resolve("nothing.json")))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("nothing.json: no such file");
  }

  @Test
  void read_overSizeLimit_isRefusedUnread() throws IOException {
    Path file = directory.resolve("huge.json");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(RunRecordJson.MAX_BYTES + 1);
    }
    assertThatThrownBy(() -> RunRecordJson.read(file)).hasMessageContaining("the limit is");
  }

  @Test
  void constructors_nonFiniteNumber_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Records.time(Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ValueOutcome(Double.POSITIVE_INFINITY, "B", Direction.LOWER_IS_BETTER));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Records.forked(Records.time(5), 5, Double.NaN));
  }

  private RunRecord readText(String json) {
    Path file = directory.resolve("results.json");
    try {
      Files.writeString(file, json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return RunRecordJson.read(file);
  }

  private static java.util.List<com.networknt.schema.Error> schemaErrors(String json) {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(RunRecord.class.getResourceAsStream("results-2.0.schema.json"));
    return schema.validate(json, InputFormat.JSON);
  }
}
