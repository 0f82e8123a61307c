package dev.tidemark.baseline.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Direction;
import dev.tidemark.runs.Failure;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.Phase;
import dev.tidemark.runs.Quantile;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.TimeOutcome;
import dev.tidemark.runs.ValueOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JmhImportTest {

  private static final String GET = "demo.MapBench.get";
  private static final String WITH_PARAMS = GET + "/kind=hash/map/size=1000";

  @TempDir Path directory;

  private static BenchmarkResult modes(String id) {
    return Fixtures.read(Tool.JMH, "jmh-modes.json").results().get(id);
  }

  @Test
  void read_modesThatShareAName_areToldApart() {
    assertThat(Fixtures.read(Tool.JMH, "jmh-modes.json").results().keySet())
        .containsExactly(
            GET + ":thrpt",
            WITH_PARAMS,
            GET + "/kind=hash/map/size=10",
            GET + ":sample",
            GET + ":ss");
  }

  @Test
  void read_throughput_staysARateInOperationsPerSecond() {
    BenchmarkResult result = modes(GET + ":thrpt");
    assertThat(result.outcome())
        .isEqualTo(new ValueOutcome(24e6, "ops/s", Direction.HIGHER_IS_BETTER));
    assertThat(result.opsPerSec()).hasValue(24e6);
    assertThat(result.forkMeans()).containsExactly(24e6, 24e6);
  }

  @Test
  void read_averageTime_hasForksIterationsAndSetup() {
    BenchmarkResult result = modes(WITH_PARAMS);
    TimeOutcome time = (TimeOutcome) result.outcome();
    assertThat(time.meanNs()).isEqualTo(41);
    assertThat(time.medianNs()).hasValue(41);
    assertThat(time.minNs()).hasValue(39);
    assertThat(time.maxNs()).hasValue(43);
    assertThat(time.samples()).isEqualTo(6);
    assertThat(time.quantiles()).isEmpty();
    assertThat(result.forkMeans()).containsExactly(42, 40);
    assertThat(result.forks()).extracting(ForkSample::round).containsExactly(1, 2);
    assertThat(result.forks().get(0).iterations()).containsExactly(41.0, 42.0, 43.0);
    assertThat(result.setup().mode()).contains("avgt");
    assertThat(result.setup().threads()).hasValue(1);
    assertThat(result.setup().params())
        .containsExactlyInAnyOrderEntriesOf(Map.of("kind", "hash/map", "size", "1000"));
    assertThat(result.setup().warmup()).contains(new Phase(3, Duration.ofMillis(100)));
    assertThat(result.setup().measurement()).contains(new Phase(3, Duration.ofMillis(200)));
    assertThat(result.setup().harnessVersion()).contains("JMH 1.37");
  }

  @Test
  void read_otherTimeUnit_becomesNanoseconds() {
    assertThat(modes(GET + "/kind=hash/map/size=10").outcome().point()).isEqualTo(500);
  }

  @Test
  void read_secondaryMetrics_areMeansOfRawValuesAndNaNIsLeftOut() {
    BenchmarkResult result = modes(WITH_PARAMS);
    assertThat(result.allocBytesPerOp()).hasValueCloseTo(48.0, within(1e-9));
    assertThat(result.aux()).containsOnlyKeys("gc.count").containsEntry("gc.count", 1.5);
    assertThat(result.forks())
        .allSatisfy(fork -> assertThat(fork.allocBytesPerOp()).hasValueCloseTo(48.0, within(1e-9)));
  }

  @Test
  void read_sampleMode_mergesHistogramsByNearestRank() {
    BenchmarkResult result = modes(GET + ":sample");
    TimeOutcome time = (TimeOutcome) result.outcome();
    assertThat(time.samples()).isEqualTo(3000);
    assertThat(time.basis()).isEqualTo(TimeOutcome.Basis.OPERATIONS);
    assertThat(time.quantiles()).containsEntry(Quantile.P50, 100.0);
    assertThat(time.maxNs()).hasValue(1000);
    ForkSample first = result.forks().get(0);
    assertThat(first.n()).isEqualTo(2000);
    assertThat(first.mean()).isEqualTo(100.9);
    assertThat(first.iterations()).containsExactly(101.8, 100.0);
    assertThat(first.quantiles()).containsEntry(Quantile.P999, 200.0);
    assertThat(result.forks().get(1).quantiles()).containsEntry(Quantile.P99, 104.0);
  }

  @Test
  void read_singleShot_keepsTheBatchAndNoLength() {
    BenchmarkResult result = modes(GET + ":ss");
    assertThat(result.outcome().point()).isEqualTo(1.6e6, within(1e-6));
    assertThat(result.setup().batch()).hasValue(500);
    assertThat(result.setup().measurement()).contains(new Phase(1, Duration.ZERO));
  }

  @Test
  void read_anyEntry_isKeptWholeInTheOrigin() throws IOException {
    RunRecord record = Fixtures.read(Tool.JMH, "jmh-modes.json");
    JsonNode entries = record.environment().at("/origin/entries");
    JsonNode file = new ObjectMapper().readTree(Fixtures.path("jmh-modes.json").toFile());
    assertThat(entries.get(WITH_PARAMS)).isEqualTo(file.get(1));
    assertThat(entries).hasSameSizeAs(file);
    assertThat(record.environment().at("/java/gc").asText()).isEqualTo("G1GC");
    assertThat(record.environment().at("/java/max_heap_mb").asInt()).isEqualTo(2048);
    assertThat(record.environment().at("/java/version").asText()).isEqualTo("17.0.15");
    Path copy = directory.resolve("copy.json");
    RunRecordJson.write(copy, record);
    assertThat(RunRecordJson.toBytes(RunRecordJson.read(copy)))
        .isEqualTo(RunRecordJson.toBytes(record));
  }

  @Test
  void read_forksThatDied_makeTheRunIncomplete() {
    RunRecord record = Fixtures.read(Tool.JMH, "jmh-dead-forks.json");
    assertThat(record.results().get(GET).forks()).hasSize(2);
    assertThat(record.complete()).isFalse();
    assertThat(record.failures()).extracting(Failure::reason).first().asString().contains("of 6");
  }

  @Test
  void read_scoreIsNaN_isAFailureAndNoResult() {
    RunRecord record = Fixtures.read(Tool.JMH, "jmh-nan.json");
    assertThat(record.results()).isEmpty();
    assertThat(record.failures()).extracting(Failure::id).containsExactly(GET);
    assertThat(record.environment().at("/origin/entries").has(GET)).isTrue();
  }

  @Test
  void read_oneForkHoldsNaN_leavesItOutAndSaysSo() {
    RunRecord record = Fixtures.read(Tool.JMH, "jmh-nan-fork.json");
    assertThat(record.results().get(GET).forkMeans()).containsExactly(5);
    assertThat(record.failures()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"jmh-no-raw.json", "jmh-in-host.json"})
  void read_noForks_givesAMeanWithoutForks(String file) {
    BenchmarkResult result = Fixtures.read(Tool.JMH, file).results().get(GET);
    assertThat(result.outcome().point()).isEqualTo(41);
    assertThat(result.forks()).isEmpty();
  }

  @Test
  void read_severalArrays_areSessionsOfOneRecord() {
    BenchmarkResult result = Fixtures.read(Tool.JMH, "jmh-two-arrays.json").results().get(GET);
    assertThat(result.forkMeans()).containsExactly(41, 42, 43, 44);
    assertThat(result.outcome().point()).isEqualTo(42.5);
    assertThat(result.forks())
        .extracting(ForkSample::session)
        .containsExactly(
            "jmh-two-arrays.json#1",
            "jmh-two-arrays.json#1",
            "jmh-two-arrays.json#2",
            "jmh-two-arrays.json#2");
  }

  @Test
  void read_metricNamesOfOldReleases_areTheNewOnes() {
    BenchmarkResult result = Fixtures.read(Tool.JMH, "jmh-1.36.json").results().get(GET);
    assertThat(result.allocBytesPerOp()).hasValue(24);
    assertThat(result.forks())
        .hasSize(2)
        .allSatisfy(fork -> assertThat(fork.allocBytesPerOp()).hasValue(24));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | is empty (0 bytes)",
        "[] | holds no result of jmh",
        "[{ | is truncated",
        "{} | must be an array",
        "[[]] | $[0] is []; it must be an object",
        "[{}] | $[0].primaryMetric is missing",
        "[{\"primaryMetric\":{}}] | $[0].primaryMetric.scoreUnit is missing",
        "[{\"primaryMetric\":{\"scoreUnit\":\"ns/op\"}}] | $[0].primaryMetric.score is missing",
        "[{\"primaryMetric\":{\"scoreUnit\":\"bogus\"}}] | is \"bogus\"",
        "[{\"primaryMetric\":{\"scoreUnit\":\"ns/op\",\"score\":\"two\"}}] | it must be a number",
        "[{\"primaryMetric\":{\"scoreUnit\":\"ns/op\",\"score\":2,\"rawData\":[2]}}]"
            + " | $[0].primaryMetric.rawData[0] is no array",
        "[{\"primaryMetric\":{\"scoreUnit\":\"ns/op\",\"score\":2,\"rawData\":[[[]]]}}]"
            + " | rawData[0][0] is []",
        "[{\"primaryMetric\":{\"scoreUnit\":\"ns/op\",\"score\":2,"
            + "\"rawDataHistogram\":[[[[1]]]]}}] | pairs of a value and a count",
      })
  void read_damaged_namesFileAndPlace(String content, String complaint) throws IOException {
    Path file = Files.writeString(directory.resolve("bad.json"), content == null ? "" : content);
    assertThatThrownBy(() -> Importer.read(List.of(file), Tool.JMH, Importer.Provenance.UNKNOWN))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("bad.json")
        .hasMessageContaining(complaint);
  }

  @Test
  void read_oneEntryTwice_isRefused() throws IOException {
    String entry = Files.readString(Fixtures.path("jmh-no-raw.json")).strip();
    String inner = entry.substring(1, entry.length() - 1);
    Path file = Files.writeString(directory.resolve("twice.json"), "[" + inner + "," + inner + "]");
    assertThatThrownBy(() -> Importer.read(List.of(file), Tool.JMH, Importer.Provenance.UNKNOWN))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("twice.json")
        .hasMessageContaining(GET + ":avgt:t1 twice");
  }
}
