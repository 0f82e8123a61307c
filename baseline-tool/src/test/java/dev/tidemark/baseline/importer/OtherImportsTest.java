package dev.tidemark.baseline.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Direction;
import dev.tidemark.runs.Failure;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.TimeOutcome;
import dev.tidemark.runs.ValueOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherImportsTest {

  @TempDir Path directory;

  @Test
  void criterion_folder_isOneForkOfEachBenchmark() {
    RunRecord record = Fixtures.read(Tool.CRITERION, "criterion");
    assertThat(record.results()).containsOnlyKeys("fib/20", "sort vec");
    BenchmarkResult fib = record.results().get("fib/20");
    assertThat(fib.outcome().point()).isEqualTo(26, within(1e-9));
    assertThat(fib.forks()).hasSize(1);
    assertThat(fib.forks().get(0).iterations()).hasSize(4);
    assertThat(fib.setup().params()).containsEntry("value", "20");
    assertThat(
            record
                .environment()
                .at("/origin/entries")
                .get("fib/20")
                .at("/estimates/slope/point_estimate")
                .asDouble())
        .isEqualTo(26);
  }

  @Test
  void criterion_twoFolders_areTwoForks() {
    RunRecord record = Fixtures.read(Tool.CRITERION, "criterion", "criterion");
    assertThat(record.results().get("fib/20").forks()).hasSize(2);
  }

  @Test
  void googleBenchmark_repetitions_areIterationsOfOneFork() {
    RunRecord record = Fixtures.read(Tool.GOOGLE_BENCHMARK, "google-benchmark.json");
    BenchmarkResult sort = record.results().get("BM_Sort/1024");
    assertThat(record.results()).hasSize(1);
    assertThat(sort.outcome().point()).isEqualTo(1500, within(1e-9));
    assertThat(sort.forks()).hasSize(1);
    assertThat(sort.forks().get(0).iterations()).containsExactly(1500.0, 1600.0, 1400.0);
    assertThat(sort.aux()).containsEntry("items_per_second", 6.2e8).containsKey("cpu_time");
    assertThat(sort.setup().params()).containsEntry("threads", "2");
    assertThat(record.timestamp()).isEqualTo(Instant.parse("2026-01-17T12:00:00Z"));
    assertThat(record.environment().at("/cpu/threads").asInt()).isEqualTo(16);
    assertThat(record.environment().at("/load/before").asDouble()).isEqualTo(0.25);
    assertThat(record.failures()).containsExactly(failure("BM_Open", "no such file"));
  }

  @Test
  void googleBenchmark_oldAggregates_giveMeansWithoutForks() {
    RunRecord record = Fixtures.read(Tool.GOOGLE_BENCHMARK, "google-benchmark-aggregates.json");
    assertThat(record.results()).containsOnlyKeys("BM_Old");
    assertThat(record.results().get("BM_Old").outcome().point()).isEqualTo(2000);
    assertThat(record.results().get("BM_Old").forks()).isEmpty();
  }

  @Test
  void hyperfine_runs_areForks() {
    RunRecord record = Fixtures.read(Tool.HYPERFINE, "hyperfine.json");
    BenchmarkResult sleep = record.results().get("sleep 0.1");
    assertThat(sleep.forkMeans()).containsExactly(new double[] {101e6, 102e6, 103e6}, within(1.0));
    assertThat(sleep.aux()).containsEntry("memory_usage_byte", 1_052_672.0);
    BenchmarkResult grep = record.results().get("grep -c x {file}");
    assertThat(grep.forks()).hasSize(1);
    assertThat(grep.aux()).containsEntry("failed_runs", 1.0);
    assertThat(grep.setup().params()).containsEntry("file", "a.txt");
    assertThat(record.failures())
        .extracting(Failure::reason)
        .containsExactly("1 runs took no time", "1 runs were killed by a signal");
  }

  @Test
  void benchmarkDotNet_launches_areForks() {
    RunRecord record = Fixtures.read(Tool.BENCHMARKDOTNET, "benchmarkdotnet.json");
    BenchmarkResult get = record.results().get("Store.LookupBenchmarks.Get(Size: 1000, Kind: hot)");
    assertThat(get.forkMeans()).containsExactly(new double[] {21, 31}, within(1e-9));
    assertThat(get.forks().get(0).iterations()).containsExactly(20.0, 22.0);
    assertThat(get.outcome().point()).isEqualTo(26, within(1e-9));
    assertThat(get.allocBytesPerOp()).hasValue(48);
    assertThat(get.aux()).containsEntry("Gen0Collections", 3.0);
    assertThat(get.setup().params()).containsEntry("Size", "1000").containsEntry("Kind", "hot");
    BenchmarkResult otherJob =
        record.results().get("LookupBenchmarks.Get: Job-B(Server=True) [Size=1000, Kind=hot]");
    assertThat(otherJob.forks()).as("launches not told apart").hasSize(1);
    assertThat(record.results().get("Store.LookupBenchmarks.Old").forks()).isEmpty();
    assertThat(record.failures())
        .containsExactly(
            failure("Store.LookupBenchmarks.Broken", "has no statistics: the benchmark failed"));
    assertThat(record.environment().at("/cpu/model").asText()).isEqualTo("Ruler 9000");
    assertThat(record.environment().at("/cpu/threads").asInt()).isEqualTo(16);
    assertThat(record.environment().at("/origin/entries")).hasSize(4);
  }

  @Test
  void go_text_isReadWithUnitsAndFailures() {
    RunRecord record = Fixtures.read(Tool.GO, "go-bench.txt");
    assertThat(record.results())
        .containsOnlyKeys(
            "example.com/store.BenchmarkGet-16",
            "example.com/store.BenchmarkScan/size=1k-16",
            "example.com/store.BenchmarkQueue");
    BenchmarkResult get = record.results().get("example.com/store.BenchmarkGet-16");
    assertThat(((TimeOutcome) get.outcome()).meanNs()).isEqualTo(515);
    assertThat(get.forks()).hasSize(1);
    assertThat(get.allocBytesPerOp()).hasValue(128);
    assertThat(get.aux()).containsEntry("allocs/op", 2.0);
    assertThat(record.results().get("example.com/store.BenchmarkQueue").outcome())
        .isEqualTo(new ValueOutcome(25_000, "msgs/s", Direction.HIGHER_IS_BETTER));
    assertThat(record.failures()).extracting(Failure::id).containsExactly("BenchmarkPut-16");
    assertThat(record.environment().at("/cpu/model").asText()).isEqualTo("Ruler 9000");
    assertThat(record.environment().at("/os/arch").asText()).isEqualTo("amd64");
  }

  @ParameterizedTest
  @CsvSource({
    "jmh-modes.json, JMH",
    "criterion, CRITERION",
    "google-benchmark.json, GOOGLE_BENCHMARK",
    "hyperfine.json, HYPERFINE",
    "benchmarkdotnet.json, BENCHMARKDOTNET",
    "go-bench.txt, GO",
  })
  void recognize_anyFixture_namesItsTool(String fixture, Tool tool) {
    assertThat(Importer.recognize(Fixtures.path(fixture))).contains(tool);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"version\":\"2.0\"}", "{\"results\":{}}", "hello", "{}"})
  void recognize_otherFile_isEmpty(String content) throws IOException {
    assertThat(Importer.recognize(write(content))).isEmpty();
  }

  @Test
  void recognize_otherFolder_isEmpty() {
    assertThat(Importer.recognize(directory)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GO | `` | is empty",
        "GO | `PASS\n` | holds no result of go",
        "GO | `BenchmarkA 1 2 ns/op` | line 1 is truncated",
        "GO | `BenchmarkA 1 2\n` | line 1 is no result",
        "GO | `BenchmarkA one 2 ns/op\n` | line 1 is no result",
        "GO | `BenchmarkA 1 two ns/op\n` | holds \"two\"",
        "GO | `BenchmarkA 1 NaN ns/op\n` | not finite",
        "GO | `BenchmarkA 1 2 ns/op\nBenchmarkA 1 2 ns/o\n` | line 2 has units",
        "HYPERFINE | {} | holds no result of hyperfine",
        "HYPERFINE | {\"results\":[{}]} | $.results[0].command is missing",
        "HYPERFINE | {\"results\":[{\"command\":\"a\",\"times\":[\"1\"]}]} | times[0] is \"1\"",
        "HYPERFINE | {\"results\":[]}{} | goes on after its JSON",
        "HYPERFINE | `  ` | is blank",
        "BENCHMARKDOTNET | {\"Title\":\"x\",\"Benchmarks\":[]} | holds no result",
        "BENCHMARKDOTNET | {\"Benchmarks\":[{}]} | $.Benchmarks[0].Type is missing",
        "BENCHMARKDOTNET | {\"Benchmarks\":[{\"FullName\":\"a\",\"Statistics\":{}}]} | Mean is"
            + " missing",
        "GOOGLE_BENCHMARK | {\"benchmarks\":[]} | holds no result",
        "GOOGLE_BENCHMARK | {\"benchmarks\":[{}]} | $.benchmarks[0].name is missing",
        "GOOGLE_BENCHMARK | {\"benchmarks\":[{\"name\":\"a\",\"time_unit\":\"h\"}]} | use ns, us",
        "GOOGLE_BENCHMARK | {\"benchmarks\":[{\"name\":\"a\"}]} | real_time is missing",
      })
  void read_damaged_namesFileAndPlace(Tool tool, String content, String complaint)
      throws IOException {
    Path file = write(content == null ? "" : content);
    assertThatThrownBy(() -> Importer.read(List.of(file), tool, Importer.Provenance.UNKNOWN))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("bad")
        .hasMessageContaining(complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"iters\":[1,2],\"times\":[1]} | $.times has 1 values for 2 in iters",
        "{} | $.times has 0 values",
        "{\"iters\":[0],\"times\":[1]} | must be a finite number",
      })
  void criterion_damagedSample_namesFileAndPlace(String sample, String complaint)
      throws IOException {
    Path folder = Files.createDirectories(directory.resolve("fib/new"));
    Files.writeString(folder.resolve("benchmark.json"), "{\"full_id\":\"fib\"}");
    Files.writeString(folder.resolve("sample.json"), sample);
    assertThatThrownBy(
            () -> Importer.read(List.of(directory), Tool.CRITERION, Importer.Provenance.UNKNOWN))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("fib")
        .hasMessageContaining(complaint);
  }

  @Test
  void criterion_emptyFolder_saysWhatToName() {
    assertThatThrownBy(
            () -> Importer.read(List.of(directory), Tool.CRITERION, Importer.Provenance.UNKNOWN))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("name the folder target/criterion");
  }

  private static Failure failure(String id, String reason) {
    return new Failure(id, OptionalInt.empty(), reason);
  }

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("bad"), content);
  }
}
