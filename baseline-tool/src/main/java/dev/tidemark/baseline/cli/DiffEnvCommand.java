package dev.tidemark.baseline.cli;

import dev.tidemark.baseline.report.StoreReport;
import dev.tidemark.baseline.report.TextReport;
import dev.tidemark.runs.EnvironmentDifference;
import dev.tidemark.runs.EnvironmentDifference.Weight;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows in what the machines and JVMs of two runs differ. */
@Command(
    name = "diff-env",
    mixinStandardHelpOptions = true,
    description = {
      "Shows in what the machines and JVMs of two runs differ.",
      "Exits 3 when a difference forbids comparing them."
    },
    footer = {
      "",
      "Examples:",
      "  compare-baseline diff-env @previous @latest",
      "  compare-baseline diff-env main-17 commit:1a2b3c"
    })
final class DiffEnvCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private StoreOption storeOption;
  @Mixin private ColorOption color;

  @Parameters(index = "0", paramLabel = "BASE", description = "As in compare.")
  private String base;

  @Parameters(index = "1", paramLabel = "CURRENT", description = "As in compare.")
  private String current;

  DiffEnvCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    RunSelector.Sides sides = storeOption.selector(console).sides(base, current);
    List<EnvironmentDifference> differences =
        EnvironmentDifference.between(sides.base().record(), sides.current().record());
    console
        .out()
        .print(
            TextReport.render(
                StoreReport.environments(sides.base(), sides.current(), differences),
                color.enabled(console)));
    console.out().flush();
    boolean forbidden = differences.stream().anyMatch(d -> d.weight() == Weight.FORBIDS);
    return forbidden ? ExitCode.NOT_COMPARABLE : ExitCode.PASSED;
  }
}
