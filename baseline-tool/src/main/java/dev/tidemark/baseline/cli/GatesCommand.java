package dev.tidemark.baseline.cli;

import dev.tidemark.baseline.report.Document;
import dev.tidemark.baseline.report.GateReport;
import dev.tidemark.baseline.report.TextReport;
import dev.tidemark.runs.GateResult;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.RunStore.StoredRun;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a run's gates and fails when an enforced one did. */
@Command(
    name = "gates",
    mixinStandardHelpOptions = true,
    description = "Shows the gates of a run; exits 1 when an enforced one failed.",
    footer = {
      "",
      "Examples:",
      "  compare-baseline gates @latest",
      "  compare-baseline gates @latest --print-effective-gates"
    })
final class GatesCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private StoreOption storeOption;
  @Mixin private ColorOption color;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      defaultValue = "@latest",
      description = "A results.json, run folder or run id. Default: ${DEFAULT-VALUE}.")
  private String reference;

  @Option(
      names = "--print-effective-gates",
      description = "Print the limits and whether they are enforced, judge nothing and exit 0.")
  private boolean effective;

  GatesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    StoredRun run = storeOption.selector(console).resolve(reference);
    if (run.record().gates().isEmpty()) {
      throw new RunRecordException(
          run.file() + ": records no gates; select gated ids and run again");
    }
    Document document = effective ? GateReport.effective(run) : GateReport.judged(run);
    console.out().print(TextReport.render(document, color.enabled(console)));
    console.out().flush();
    if (effective) {
      return ExitCode.PASSED;
    }
    if (run.record().gates().values().stream().anyMatch(gate -> gate.actual().isEmpty())) {
      console.err().println("compare-baseline: a gated id did not run");
      return ExitCode.NO_INPUT;
    }
    return run.record().gates().values().stream().anyMatch(GateResult::failsRun)
        ? ExitCode.FAILED
        : ExitCode.PASSED;
  }
}
