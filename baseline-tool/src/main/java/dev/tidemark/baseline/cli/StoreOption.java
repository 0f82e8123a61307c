package dev.tidemark.baseline.cli;

import dev.tidemark.runs.BaselineStore;
import dev.tidemark.runs.RunStore;
import picocli.CommandLine.Mixin;

/** Where runs and baselines are, for commands that take a run by either name. */
final class StoreOption {

  @Mixin private RunsOption runs;
  @Mixin private BaselinesOption saved;

  RunSelector selector(Console console) {
    return new RunSelector(store(console), baselines(console), console.workingDirectory());
  }

  RunStore store(Console console) {
    return runs.store(console);
  }

  BaselineStore baselines(Console console) {
    return saved.store(console);
  }
}
