package dev.tidemark.baseline.cli;

import dev.tidemark.runs.RunStore;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the runs are. */
final class StoreOption {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The run store. Default: target/benchmark-results below the nearest folder with mvnw.")
  private Path out;

  RunSelector selector(Console console) {
    return new RunSelector(store(console), console.workingDirectory());
  }

  RunStore store(Console console) {
    return out == null
        ? RunStore.near(console.workingDirectory())
        : RunStore.at(console.workingDirectory().resolve(out));
  }
}
