package dev.tidemark.baseline.cli;

import dev.tidemark.runs.RunIndex;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.RunStore;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes the index of a store anew. */
@Command(
    name = "index",
    mixinStandardHelpOptions = true,
    description = "Writes INDEX.md and index.json of the run store anew.",
    footer = {"", "Example:", "  compare-baseline index --out=target/benchmark-results"})
final class IndexCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private RunsOption runsOption;

  IndexCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    RunStore store = runsOption.store(console);
    if (!Files.isDirectory(store.root())) {
      throw new RunRecordException(store.root() + ": no such folder; name the store with --out");
    }
    int runs = RunIndex.write(store);
    console.out().println(store.root().resolve("INDEX.md") + ": " + runs + " runs");
    return ExitCode.PASSED;
  }
}
