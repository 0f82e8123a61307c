package dev.tidemark.baseline.cli;

import dev.tidemark.runs.BaselineStore;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where baselines are. */
final class BaselinesOption {

  @Option(
      names = "--baselines",
      paramLabel = "DIR",
      description = "The baselines. Default: baselines below the nearest folder with mvnw.")
  private Path baselines;

  BaselineStore store(Console console) {
    return baselines == null
        ? BaselineStore.near(console.workingDirectory())
        : BaselineStore.at(console.workingDirectory().resolve(baselines));
  }
}
