package dev.tidemark.baseline.cli;

import dev.tidemark.baseline.report.StoreReport;
import dev.tidemark.baseline.report.TextReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists what can be named. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the saved baselines and the runs of the store, newest first.",
    footer = {"", "Example:", "  compare-baseline list"})
final class ListCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private StoreOption storeOption;

  ListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var document =
        StoreReport.list(storeOption.baselines(console).list(), storeOption.store(console));
    console.out().print(TextReport.render(document, false));
    console.out().flush();
    return ExitCode.PASSED;
  }
}
