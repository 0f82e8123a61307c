package dev.tidemark.baseline.cli;

import dev.tidemark.runs.BaselineStore.Baseline;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Pins a baseline to one of its sessions. */
@Command(
    name = "promote",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a session the anchor of its baseline.",
      "NAME@anchor names it from then on, so that a drift of many small steps shows, which the"
          + " newest sessions would follow."
    },
    footer = {
      "",
      "Example:",
      "  compare-baseline promote main-17 run_2026-01-17_12-00-00_1a2b3c4d5e"
    })
final class PromoteCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private BaselinesOption baselinesOption;

  @Parameters(index = "0", paramLabel = "NAME", description = "Of the baseline.")
  private String name;

  @Parameters(index = "1", paramLabel = "RUN", description = "Id of one of its sessions.")
  private String session;

  PromoteCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Baseline baseline = baselinesOption.store(console).promote(name, session);
    console.out().println(baseline.folder() + ": anchor is " + session);
    return ExitCode.PASSED;
  }
}
