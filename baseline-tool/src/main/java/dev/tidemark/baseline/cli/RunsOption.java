package dev.tidemark.baseline.cli;

import dev.tidemark.runs.RunStore;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where runs are. */
final class RunsOption {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The run store. Default: target/benchmark-results below the nearest folder with mvnw.")
  private Path out;

  RunStore store(Console console) {
    return out == null
        ? RunStore.near(console.workingDirectory())
        : RunStore.at(console.workingDirectory().resolve(out));
  }
}
