package dev.tidemark.baseline.importer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever happens to a file, it is read, with results or failures, or refused by name. */
class DamagedImportPropertyTest {

  private static final List<String> FIXTURES =
      List.of(
          "jmh-modes.json",
          "google-benchmark.json",
          "hyperfine.json",
          "benchmarkdotnet.json",
          "go-bench.txt");
  private static final List<Tool> TOOLS =
      List.of(Tool.JMH, Tool.GOOGLE_BENCHMARK, Tool.HYPERFINE, Tool.BENCHMARKDOTNET, Tool.GO);

  private static Path file;

  @BeforeContainer
  static void makeFile() throws IOException {
    file = Files.createTempFile("damaged", ".data");
  }

  @AfterContainer
  static void removeFile() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 400)
  void read_truncated_isRefusedUnlessOnlyLinesAreMissing(
      @ForAll @IntRange(max = 4) int fixture, @ForAll @IntRange(max = 1 << 20) int place)
      throws IOException {
    byte[] bytes = Files.readAllBytes(Fixtures.path(FIXTURES.get(fixture)));
    int kept = place % (bytes.length - 2);
    Files.write(file, Arrays.copyOf(bytes, kept));
    boolean wholeLines = kept > 0 && bytes[kept - 1] == '\n' && TOOLS.get(fixture) == Tool.GO;
    assertThat(refused(TOOLS.get(fixture)) || wholeLines).isTrue();
  }

  @Property(tries = 600)
  void read_oneByteChanged_isReadOrRefusedByName(
      @ForAll @IntRange(max = 4) int fixture,
      @ForAll @IntRange(max = 1 << 20) int place,
      @ForAll byte replacement)
      throws IOException {
    byte[] bytes = Files.readAllBytes(Fixtures.path(FIXTURES.get(fixture)));
    bytes[place % bytes.length] = replacement;
    Files.write(file, bytes);
    refused(TOOLS.get(fixture));
  }

  @Property(tries = 200)
  void criterion_oneByteChanged_isReadOrRefusedByName(
      @ForAll @IntRange(max = 1 << 20) int place, @ForAll byte replacement) throws IOException {
    Path folder = Files.createTempDirectory("criterion");
    Path benchmark = Files.createDirectories(folder.resolve("new"));
    for (String name : List.of("benchmark.json", "sample.json", "estimates.json")) {
      byte[] bytes = Files.readAllBytes(Fixtures.path("criterion/fib/20/new/" + name));
      bytes[place % bytes.length] = replacement;
      Files.write(benchmark.resolve(name), bytes);
    }
    try {
      assertThat(Importer.read(List.of(folder), Tool.CRITERION, Importer.Provenance.UNKNOWN))
          .satisfies(DamagedImportPropertyTest::saysSomething);
    } catch (RunRecordException e) {
      assertThat(e).hasMessageContaining(folder.toString());
    } finally {
      for (String name : List.of("benchmark.json", "sample.json", "estimates.json")) {
        Files.delete(benchmark.resolve(name));
      }
      Files.delete(benchmark);
      Files.delete(folder);
    }
  }

  private static boolean refused(Tool tool) {
    try {
      saysSomething(Importer.read(List.of(file), tool, Importer.Provenance.UNKNOWN));
      return false;
    } catch (RunRecordException e) {
      assertThat(e).hasMessageContaining(file.toString());
      return true;
    }
  }

  private static void saysSomething(RunRecord record) {
    assertThat(record.results().size() + record.failures().size()).isPositive();
  }
}
