package dev.tidemark.bench.support.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs a script of the checkout with programs on its path that write down how they were called. */
abstract class RecordedScript {
  private final String name;

  @TempDir Path root;
  String output;

  /** Added to that of the script. */
  Map<String, String> environment = Map.of();

  RecordedScript(String name) {
    this.name = name;
  }

  @BeforeEach
  void copyScript() throws IOException {
    Files.createDirectories(root.resolve("scripts"));
    Files.copy(
        Path.of("..", "scripts", name).toAbsolutePath().normalize(),
        root.resolve("scripts").resolve(name));
  }

  final int run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("bash", root.resolve("scripts").resolve(name).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .merge("PATH", root.resolve("bin").toString(), (path, first) -> first + ":" + path);
    builder.environment().putAll(environment);
    Process process = builder.start();
    output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor();
  }

  final List<String> called(String program) {
    return output.lines().filter(line -> line.startsWith(program + " ")).toList();
  }

  static void program(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
