package dev.tidemark.baseline.cli;

import dev.tidemark.runs.BaselineStore;
import dev.tidemark.runs.RunStore;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where runs and baselines are. */
final class StoreOption {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The run store. Default: target/benchmark-results below the nearest folder with mvnw.")
  private Path out;

  @Option(
      names = "--baselines",
      paramLabel = "DIR",
      description = "The baselines. Default: baselines below the nearest folder with mvnw.")
  private Path baselines;

  RunSelector selector(Console console) {
    return new RunSelector(store(console), baselines(console), console.workingDirectory());
  }

  RunStore store(Console console) {
    return out == null
        ? RunStore.near(console.workingDirectory())
        : RunStore.at(console.workingDirectory().resolve(out));
  }

  BaselineStore baselines(Console console) {
    return baselines == null
        ? BaselineStore.near(console.workingDirectory())
        : BaselineStore.at(console.workingDirectory().resolve(baselines));
  }
}
