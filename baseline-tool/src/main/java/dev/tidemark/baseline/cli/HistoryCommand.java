package dev.tidemark.baseline.cli;

import dev.tidemark.baseline.compare.Comparer;
import dev.tidemark.baseline.compare.Criteria;
import dev.tidemark.baseline.history.History;
import dev.tidemark.baseline.report.Document;
import dev.tidemark.baseline.report.TextReport;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.RunStore;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one id over the runs of the store. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = {
      "Shows one id over the complete, comparable runs of the store.",
      "Changes of level, and how far the newest is from the previous run and from an anchor."
    },
    footer = {
      "",
      "Examples:",
      "  compare-baseline history vector_get/size_10k",
      "  compare-baseline history vector_get/size_10k --anchor=commit:1a2b3c"
    })
final class HistoryCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private StoreOption storeOption;

  @Parameters(paramLabel = "ID", description = "The benchmark.")
  private String id;

  @Option(
      names = "--anchor",
      paramLabel = "RUN",
      description = "The run to measure drift from. Default: the oldest shown.")
  private Optional<String> anchor = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the orders that calibrate changes of level. Default: ${DEFAULT-VALUE}.")
  private long seed;

  HistoryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    RunStore store = storeOption.store(console);
    History history =
        History.of(
                id,
                store.complete(id),
                anchor.map(storeOption.selector(console)::resolve),
                new Comparer(Criteria.DEFAULT),
                seed)
            .orElseThrow(
                () ->
                    new RunRecordException(
                        id + ": no complete run in " + store.root() + " holds it; see list"));
    console.out().print(TextReport.render(Document.of(history), false));
    console.out().flush();
    return ExitCode.PASSED;
  }
}
