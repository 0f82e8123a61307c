package dev.tidemark.baseline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs {@code scripts/compare_baseline.sh} in a bare tree whose java and mvnw only say how they
 * were called.
 */
class CompareScriptTest {

  private static final String QUICK = "-XX:TieredStopAtLevel=1 ";

  @TempDir Path root;

  @BeforeEach
  void layOut() throws IOException {
    Files.createDirectories(root.resolve("scripts"));
    for (String script : List.of("scripts/compare_baseline.sh", "scripts/compare-baseline")) {
      Files.copy(Path.of("../" + script), root.resolve(script), StandardCopyOption.COPY_ATTRIBUTES);
    }
    executable("jdk/bin/java", "echo \"$@\"; exit 7");
    executable("mvnw", "echo \"mvnw $*\"");
  }

  @ParameterizedTest
  @CsvSource({
    "a b, compare a b",
    "a b 7, compare a b --threshold=7",
    "a b 2x --all, compare a b --threshold=2x --all",
    "a b --threshold=3 --json, compare a b --threshold=3 --json",
  })
  void script_jarBuilt_passesEverythingOn(String arguments, String expected) throws Exception {
    Path jar = Files.createDirectories(root.resolve("baseline-tool/target"));
    Files.createFile(jar.resolve("compare-baseline.jar"));
    assertThat(run(List.of(arguments.split(" ", -1)))).isEqualTo(7);
    assertThat(output())
        .startsWith(QUICK + "-jar ")
        .endsWith("compare-baseline.jar " + expected + "\n");
  }

  @Test
  void script_jarMissing_buildsItFirst() throws Exception {
    run(List.of("a", "b"));
    assertThat(output())
        .contains("mvnw -q -pl baseline-tool -am -DskipTests package\n" + QUICK + "-jar ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"calibrate", "history", "index"})
  void script_longCommand_getsBothCompilers(String command) throws Exception {
    jar();
    executable("jdk/bin/java", "echo \"$@\"");
    assertThat(start("compare-baseline", List.of(command))).isZero();
    assertThat(output()).startsWith("-jar ");
  }

  @Test
  void script_toolAlone_passesEverythingOn() throws Exception {
    jar();
    executable("jdk/bin/java", "echo \"$@\"");
    assertThat(start("compare-baseline", List.of("list", "--out=x"))).isZero();
    assertThat(output()).endsWith("compare-baseline.jar list --out=x\n");
  }

  @Test
  void script_confirm_measuresTheSuspectsAgainAndComparesOnceMore() throws Exception {
    jar();
    executable(
        "jdk/bin/java",
        """
        shift 3
        echo "java $*" >> calls
        case "$1 $*" in
          show*) echo "PROFILE  quick"; echo "MODE     strict" ;;
          *--confirm=*) echo second; exit 0 ;;
          *--rerun-list=*) echo first; for a; do :; done; echo id > "${a#*=}"; exit 1 ;;
        esac\
        """);
    executable("scripts/bench_runner.sh", "echo \"runner $*\" >> calls; cat \"${1#*=}\" >> calls");
    assertThat(run(List.of("a", "b", "7", "--confirm", "--all"))).isZero();
    assertThat(output()).isEqualTo("first\nsecond\n");
    assertThat(Files.readString(root.resolve("calls")).lines().map(l -> l.replaceAll("/\\S+", "F")))
        .containsExactly(
            "java compare a b --threshold=7 --all --rerun-list=F",
            "java show b",
            "java show b",
            "runner --ids-from=F --tag=confirm --profile=quick --mode=strict",
            "id",
            "java compare a b --threshold=7 --all --confirm=@latest");
  }

  @Test
  void script_confirmWithoutRegression_measuresNothing() throws Exception {
    jar();
    executable("jdk/bin/java", "echo fine");
    executable("scripts/bench_runner.sh", "echo \"runner $*\"");
    assertThat(run(List.of("a", "b", "--confirm"))).isZero();
    assertThat(output()).isEqualTo("fine\n");
  }

  @Test
  void script_confirmRunFails_exitsWithItsCode() throws Exception {
    jar();
    executable("jdk/bin/java", "for a; do :; done; echo id > \"${a#*=}\"; exit 1");
    executable("scripts/bench_runner.sh", "exit 4");
    assertThat(run(List.of("a", "b", "--confirm"))).isEqualTo(4);
    assertThat(output()).contains("the second run failed with exit code 4");
  }

  private void jar() throws IOException {
    Path jar = Files.createDirectories(root.resolve("baseline-tool/target"));
    Files.createFile(jar.resolve("compare-baseline.jar"));
  }

  @Test
  void script_oneRun_isWrongUsage() throws Exception {
    assertThat(run(List.of("a"))).isEqualTo(2);
    assertThat(output()).contains("BASELINE CURRENT");
  }

  private int run(List<String> arguments) throws IOException, InterruptedException {
    return start("compare_baseline.sh", arguments);
  }

  private int start(String script, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("sh", root.resolve("scripts").resolve(script).toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
    Process process = builder.redirectOutput(root.resolve("output").toFile()).start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String output() throws IOException {
    return Files.readString(root.resolve("output"));
  }

  private void executable(String name, String body) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
