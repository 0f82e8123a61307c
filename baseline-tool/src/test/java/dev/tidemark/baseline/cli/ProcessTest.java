package dev.tidemark.baseline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runs.Records;
import dev.tidemark.runs.RunInfo;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exit codes as the shell sees them, and output that no locale or time zone changes. */
class ProcessTest {

  @TempDir Path directory;

  private record Ended(int code, String out, String err) {}

  @Test
  void main_everyExitCode_reachesTheShell() throws Exception {
    String plan = Records.fixture("plan-example.json").toString();
    String slower = Records.fixture("plan-example-20pct-slower.json").toString();
    String onA = onMachine("a.json", "A");
    String alsoOnA = onMachine("a2.json", "A");
    String onB = onMachine("b.json", "B");
    String copy = Files.copy(Path.of(plan), directory.resolve("copy.json")).toString();
    Path notAFolder = Files.createFile(directory.resolve("file"));

    assertThat(java(List.of(), onA, alsoOnA).code()).isEqualTo(ExitCode.PASSED);
    assertThat(java(List.of(), plan, slower).code()).isEqualTo(ExitCode.FAILED);
    assertThat(java(List.of(), plan, slower, "--frobnicate").code()).isEqualTo(ExitCode.USAGE);
    assertThat(java(List.of(), onA, onB).code()).isEqualTo(ExitCode.NOT_COMPARABLE);
    assertThat(java(List.of(), plan, directory.resolve("none.json").toString()).code())
        .isEqualTo(ExitCode.NO_INPUT);
    assertThat(java(List.of(), plan, copy, "--fail-on", "inconclusive").code())
        .isEqualTo(ExitCode.INCONCLUSIVE);
    Ended unwritable = java(List.of(), plan, copy, "--format=json:" + notAFolder + "/report.json");
    assertThat(unwritable.code()).isEqualTo(ExitCode.INTERNAL);
    assertThat(unwritable.err()).contains("cannot be written");
  }

  @Test
  void main_otherLocaleAndTimeZone_sameBytes() throws Exception {
    String base = onMachine("a.json", "A");
    String current = onMachine("b.json", "A");
    List<String> foreign =
        List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.timezone=Asia/Tokyo");
    for (String format : List.of("json", "text", "markdown")) {
      String plain =
          java(List.of("-Duser.timezone=UTC"), base, current, "--format=" + format).out();
      assertThat(plain).isNotEmpty();
      assertThat(java(foreign, base, current, "--format=" + format).out()).isEqualTo(plain);
    }
  }

  private String onMachine(String name, String model) {
    var environment = Records.environment();
    environment.withObject("/cpu").put("model", model);
    RunRecord record =
        Records.run(
            Records.NOON,
            environment,
            RunInfo.NOT_RECORDED,
            Map.of("id", Records.forked(100.123, 101.456, 99.789, 100.5, 98.7)));
    Path file = directory.resolve(name);
    RunRecordJson.write(file, record);
    return file.toString();
  }

  private Ended java(List<String> options, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
