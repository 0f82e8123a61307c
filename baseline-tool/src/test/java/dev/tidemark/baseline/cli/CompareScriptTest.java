package dev.tidemark.baseline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs {@code scripts/compare_baseline.sh} in a bare tree whose java and mvnw only say how they
 * were called.
 */
class CompareScriptTest {

  @TempDir Path root;

  @BeforeEach
  void layOut() throws IOException {
    Path script = root.resolve("scripts/compare_baseline.sh");
    Files.createDirectories(script.getParent());
    Files.copy(Path.of("../scripts/compare_baseline.sh"), script);
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
    assertThat(output()).startsWith("-jar ").endsWith("compare-baseline.jar " + expected + "\n");
  }

  @Test
  void script_jarMissing_buildsItFirst() throws Exception {
    run(List.of("a", "b"));
    assertThat(output()).contains("mvnw -q -pl baseline-tool -am -DskipTests package\n-jar ");
  }

  @Test
  void script_oneRun_isWrongUsage() throws Exception {
    assertThat(run(List.of("a"))).isEqualTo(2);
    assertThat(output()).contains("BASELINE CURRENT");
  }

  private int run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("sh", root.resolve("scripts/compare_baseline.sh").toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
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
