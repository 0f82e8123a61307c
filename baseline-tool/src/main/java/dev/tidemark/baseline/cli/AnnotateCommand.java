package dev.tidemark.baseline.cli;

import dev.tidemark.runs.RecordEdit;
import dev.tidemark.runs.RunIndex;
import dev.tidemark.runs.RunStore;
import dev.tidemark.runs.RunStore.StoredRun;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says something about a run after the fact. */
@Command(
    name = "annotate",
    mixinStandardHelpOptions = true,
    description = "Sets what the index says about a run.",
    footer = {
      "",
      "Example:",
      "  compare-baseline annotate @latest --decision=keep --notes='fused loop'"
    })
final class AnnotateCommand implements Callable<Integer> {

  private enum Decision {
    KEEP,
    REJECT,
    PENDING
  }

  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin private RunsOption runsOption;

  @Parameters(paramLabel = "RUN", description = "As CURRENT in compare, but no baseline.")
  private String reference;

  @Option(names = "--tag", description = "Short name of the run.")
  private String tag;

  @Option(names = "--notes", description = "Notes about the run.")
  private String notes;

  @Option(names = "--decision", description = "${COMPLETION-CANDIDATES}.")
  private Decision decision;

  AnnotateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Map<String, String> labels = new LinkedHashMap<>();
    put(labels, "tag", tag);
    put(labels, "decision", decision == null ? null : decision.name().toLowerCase(Locale.ROOT));
    put(labels, "notes", notes);
    if (labels.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "nothing to say; give --tag, --notes or --decision");
    }
    RunStore store = runsOption.store(console);
    StoredRun run = store.resolve(reference);
    RecordEdit.annotate(run.file(), labels);
    if (Files.isDirectory(store.root())) {
      RunIndex.write(store);
    }
    console.out().println(run.file() + ": " + labels);
    return ExitCode.PASSED;
  }

  private static void put(Map<String, String> labels, String name, String value) {
    if (value != null) {
      labels.put(name, value);
    }
  }
}
