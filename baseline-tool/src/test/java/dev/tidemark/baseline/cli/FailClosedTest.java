package dev.tidemark.baseline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with one of two files that are equal otherwise never passes. */
class FailClosedTest {

  private static final String WHOLE =
      """
      {"version":"2.0","timestamp":"2026-01-17T12:00:00Z","git_commit":"abc","git_branch":"main",
      "run":{"status":"complete","suites":[]},"environment":{},
      "results":{"get/size_1k":{"mean_ns":100.0,"samples":5,"mode":"avgt","threads":1,
      "params":{"size":"1000"},"durability":"inmemory","raw":{"forks":[
      {"session":"s","round":1,"order":0,"warmup":[],"iterations":[99.0],"n":1,"mean_ns":99.0},
      {"session":"s","round":2,"order":0,"warmup":[],"iterations":[101.0],"n":1,"mean_ns":101.0}
      ]}}},
      "gates":{"get/size_1k":{"target_ns":200,"passed":true}},"failures":[]}
      """;

  @TempDir Path directory;
  private final StringWriter err = new StringWriter();

  @Test
  void compare_wholeFiles_passes() throws IOException {
    assertThat(compare(WHOLE, WHOLE)).as(err.toString()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "another version | \"2.0\" | \"1.0\"",
        "no version | \"version\":\"2.0\", | ``",
        "no results | \"results\" | \"resultz\"",
        "results that are an array | \"results\":{\"get/size_1k\": | \"results\":[{\"x\":",
        "a renamed parameter | \"get/size_1k\":{\"mean | \"get/size_2k\":{\"mean",
        "a mean that is NaN | \"mean_ns\":100.0 | \"mean_ns\":\"NaN\"",
        "a literal NaN | \"mean_ns\":100.0 | \"mean_ns\":NaN",
        "a mean of nothing | \"mean_ns\":100.0 | \"mean_ns\":0",
        "a negative mean | \"mean_ns\":100.0 | \"mean_ns\":-1",
        "a mean beyond all doubles | \"mean_ns\":100.0 | \"mean_ns\":1e999",
        "a mean that is null | \"mean_ns\":100.0 | \"mean_ns\":null",
        "a mean given twice | \"mean_ns\":100.0 | \"mean_ns\":100.0,\"mean_ns\":1.0",
        "a fork without a mean | ,\"mean_ns\":99.0 | ``",
        "a fork that took no time | \"mean_ns\":99.0 | \"mean_ns\":0",
        "an incomplete run | \"complete\" | \"incomplete\"",
        "a fork that died | \"failures\":[] | \"failures\":[{\"id\":\"a\",\"reason\":\"died\"}]",
        "another mode | \"avgt\" | \"ss\"",
        "other threads | \"threads\":1 | \"threads\":4",
        "another parameter | \"1000\" | \"2000\"",
        "another durability | \"inmemory\" | \"strict\"",
        "another unit | \"mean_ns\":100.0,\"samples\":5 |"
            + " \"value\":1,\"unit\":\"B\",\"direction\":\"lower_is_better\"",
        "a time that is none | 2026-01-17T12 | 2026-17-01T12",
      })
  void compare_flawedCurrent_neverPasses(String flaw, String whole, String flawed)
      throws IOException {
    String file = WHOLE.replace(whole, flawed == null ? "" : flawed);
    assertThat(file).as("the flaw").isNotEqualTo(WHOLE);
    assertThat(compare(WHOLE, file)).as(flaw + ": " + err).isEqualTo(ExitCode.NO_INPUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "hello", "[]", "null", "\"x\"", "{} {}"})
  void compare_fileThatIsNoRecord_neverPasses(String content) throws IOException {
    assertThat(compare(WHOLE, content)).as(err.toString()).isEqualTo(ExitCode.NO_INPUT);
    assertThat(compare(content, WHOLE)).as(err.toString()).isEqualTo(ExitCode.NO_INPUT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 300, 500})
  void compare_truncatedFile_neverPasses(int kept) throws IOException {
    assertThat(compare(WHOLE, WHOLE.substring(0, kept))).isEqualTo(ExitCode.NO_INPUT);
    assertThat(err.toString()).contains("is truncated");
  }

  @Test
  void run_faultOfOurOwn_isExitCode70() {
    Console broken = new Console(new PrintWriter(err), new PrintWriter(err, true), null, null);
    assertThat(Main.run(List.of("index"), broken)).isEqualTo(ExitCode.INTERNAL);
    assertThat(err.toString()).contains("internal error");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jmh-dead-forks.json", "jmh-nan-fork.json"})
  void compare_rawJmhWithDeadForks_neverPasses(String fixture) {
    String file = Path.of("src/test/resources/import").resolve(fixture).toString();
    assertThat(run(file, file)).as(err.toString()).isEqualTo(ExitCode.NO_INPUT);
  }

  private int compare(String base, String current) throws IOException {
    return run(write("base.json", base), write("current.json", current));
  }

  private int run(String base, String current) {
    err.getBuffer().setLength(0);
    Console console =
        new Console(new PrintWriter(err), new PrintWriter(err, true), directory, Map.of());
    return Main.run(List.of("compare", base, current), console);
  }

  private String write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content).toString();
  }
}
