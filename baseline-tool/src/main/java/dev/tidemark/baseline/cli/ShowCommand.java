package dev.tidemark.baseline.cli;

import dev.tidemark.baseline.report.StoreReport;
import dev.tidemark.baseline.report.TextReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one run. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows the results of a run, each with the interval of its mean.",
    footer = {
      "",
      "Examples:",
      "  compare-baseline show @latest",
      "  compare-baseline show main-17@anchor"
    })
final class ShowCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private StoreOption storeOption;
  @Mixin private ColorOption color;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      defaultValue = "@latest",
      description = "As CURRENT in compare. Default: ${DEFAULT-VALUE}.")
  private String reference;

  ShowCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var document = StoreReport.run(storeOption.selector(console).resolve(reference));
    console.out().print(TextReport.render(document, color.enabled(console)));
    console.out().flush();
    return ExitCode.PASSED;
  }
}
