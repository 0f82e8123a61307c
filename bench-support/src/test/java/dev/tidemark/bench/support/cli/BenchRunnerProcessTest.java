package dev.tidemark.bench.support.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.runs.RunStore;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The script, the jars and their forks, all real but for what the jars measure. */
class BenchRunnerProcessTest extends RecordedScript {
  BenchRunnerProcessTest() {
    super("bench_runner.sh");
  }

  /** A jar whose class path is that of this test. */
  @BeforeEach
  void jars() throws IOException {
    Files.createFile(root.resolve("mvnw"));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, BenchMain.class.getName());
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(path -> Path.of(path).toUri().toString())
                .collect(Collectors.joining(" ")));
    for (String module : new String[] {"bench-m1-m6", "bench-m8-vector", "bench-cross"}) {
      Path jar = root.resolve(module).resolve("target/benchmarks.jar");
      Files.createDirectories(jar.getParent());
      new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }
    environment = Map.of("JAVA_TOOL_OPTIONS", "-Djmh.ignoreLock=true", "LC_ALL", "C");
  }

  @Test
  void run_oneSuite_leavesARunFolderAndEndsWithItsPaths() throws Exception {
    String notes = "größer | \"二\"";
    int code =
        run(
            "--m8",
            "--filter=trial/steady/size_1k",
            "--rounds=1",
            "--mode=strict",
            "--tag=t",
            "--notes=" + notes,
            "--decision=keep");

    assertThat(code).as(output).isZero();
    RunStore store = RunStore.near(root);
    Path folder = store.folders().get(0);
    JsonNode record = new ObjectMapper().readTree(folder.resolve("results.json").toFile());
    assertThat(folder.toString()).endsWith("_strict");
    assertThat(record.at("/run/notes").asText()).isEqualTo(notes);
    assertThat(record.at("/run/tag").asText() + record.at("/run/decision").asText())
        .isEqualTo("tkeep");
    assertThat(record.path("results").fieldNames())
        .toIterable()
        .containsExactly("trial/steady/size_1k");
    assertThat(output)
        .containsPattern("\\[1/1] round 1 trial/steady/size_1k .* elapsed, about 0:00 left")
        .contains("summary: " + folder.resolve("SUMMARY.md"))
        .endsWith("report: " + folder.resolve("tiers.md") + "\n");
    assertThat(store.root().resolve("INDEX.md")).content().contains("größer \\| \"二\"");
  }

  @Test
  void run_suiteWithoutBenchmarks_saysSoAndMeasuresNothing() throws Exception {
    assertThat(run("--m6", "--m8")).isEqualTo(ExitCode.USAGE);

    assertThat(output).contains("suite 'm6' has no benchmarks in this jar; those that have any");
    assertThat(RunStore.near(root).folders()).isEmpty();
  }
}
