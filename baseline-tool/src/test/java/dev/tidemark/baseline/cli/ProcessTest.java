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
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exit codes as the shell sees them, and output that no locale or time zone changes. */
class ProcessTest {

  private static final Path OWN_JDK = Path.of(System.getProperty("java.home"));
  private static final List<String> FORMATS =
      List.of("json", "text", "markdown", "csv", "junit", "sarif");

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
    assertThat(unwritable.err()).contains("cannot be written").doesNotContain("\tat ");
  }

  /** As when the output is piped into {@code head}. */
  @Test
  void main_readerOfItsOutputGoes_keepsItsExitCodeAndComplainsOfNothing() throws Exception {
    String plan = Records.fixture("plan-example.json").toString();
    String slower = Records.fixture("plan-example-20pct-slower.json").toString();
    Path err = directory.resolve("err.txt");
    List<String> command = new ArrayList<>(List.of("bash", "-c"));
    command.add("\"$@\" | head -c 1 > /dev/null; exit ${PIPESTATUS[0]}");
    command.add("bash");
    command.add(OWN_JDK.resolve("bin").resolve("java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(plan, slower, "--json"));
    Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();

    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(ExitCode.FAILED);
    assertThat(err).isEmptyFile();
  }

  @Test
  void main_otherLocaleTimeZoneOrJdk_sameBytesInEveryFormat() throws Exception {
    List<String> turkish =
        List.of("-Duser.language=tr", "-Duser.country=TR", "-Duser.timezone=Asia/Tokyo");
    List<String> arabic =
        List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.timezone=America/Lima");
    Map<String, String> expected = everyFormat(OWN_JDK, List.of("-Duser.timezone=UTC"));

    assertThat(expected).hasSize(FORMATS.size()).doesNotContainValue("");
    assertThat(everyFormat(OWN_JDK, turkish)).isEqualTo(expected);
    for (Path jdk : jdks()) {
      assertThat(everyFormat(jdk, arabic)).as("on %s", jdk).isEqualTo(expected);
    }
  }

  /** The JDKs that are installed beside the running one, and this one. */
  private static List<Path> jdks() throws IOException {
    List<Path> jdks = new ArrayList<>(List.of(OWN_JDK));
    Path installed = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(installed)) {
      try (Stream<Path> folders = Files.list(installed)) {
        folders.filter(ProcessTest::isRecentJdk).sorted().forEach(jdks::add);
      }
    }
    List<Path> real = new ArrayList<>();
    for (Path jdk : jdks) {
      real.add(jdk.toRealPath());
    }
    return real.stream().distinct().toList();
  }

  private static boolean isRecentJdk(Path folder) {
    try {
      String release = Files.readString(folder.resolve("release"));
      Matcher version = Pattern.compile("JAVA_VERSION=\"(\\d+)").matcher(release);
      return Files.isExecutable(folder.resolve("bin/java"))
          && version.find()
          && Integer.parseInt(version.group(1)) >= 17;
    } catch (IOException e) {
      return false;
    }
  }

  private Map<String, String> everyFormat(Path jdk, List<String> options) throws Exception {
    List<String> words = new ArrayList<>();
    words.add(onMachine("a.json", "A", "id"));
    words.add(onMachine("b.json", "A", "I\u0130i id"));
    for (String format : FORMATS) {
      words.add("--format=" + format + ":" + directory.resolve("report." + format));
    }
    Ended ended = java(jdk, options, words.toArray(String[]::new));
    assertThat(ended.err()).isEmpty();
    Map<String, String> reports = new TreeMap<>();
    for (String format : FORMATS) {
      reports.put(format, Files.readString(directory.resolve("report." + format)));
    }
    return reports;
  }

  @Test
  void main_everySubcommand_answersHelp() throws Exception {
    assertThat(java(List.of(), "--help").out()).contains("rename-id", "Exit codes:");
  }

  private String onMachine(String name, String model) {
    return onMachine(name, model, "id");
  }

  private String onMachine(String name, String model, String other) {
    var environment = Records.environment();
    environment.withObject("/cpu").put("model", model);
    RunRecord record =
        Records.run(
            Records.NOON,
            environment,
            RunInfo.NOT_RECORDED,
            new TreeMap<>(
                Map.of(
                    "id",
                    Records.forked(100.123, 101.456, 99.789, 100.5, 98.7),
                    "other " + other,
                    Records.forked(1e9 / 3, 2e9 / 7, 1e9, 3e8, 4e8))));
    Path file = directory.resolve(name);
    RunRecordJson.write(file, record);
    return file.toString();
  }

  private Ended java(List<String> options, String... args)
      throws IOException, InterruptedException {
    return java(OWN_JDK, options, args);
  }

  private Ended java(Path jdk, List<String> options, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin").resolve("java").toString());
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
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
