package dev.tidemark.baseline.cli;

import dev.tidemark.baseline.compare.Comparer;
import dev.tidemark.baseline.compare.Comparison;
import dev.tidemark.baseline.compare.Conclusion;
import dev.tidemark.baseline.compare.Criteria;
import dev.tidemark.runs.BaselineStore;
import dev.tidemark.runs.Comparability;
import dev.tidemark.runs.IdFilter;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunStore.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Appends a run to a baseline. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    description = {
      "Appends a run to a baseline as one more session.",
      "A run that is dirty, incomplete, profiled, slower than the baseline or of another machine is"
          + " refused without --force."
    },
    footer = {
      "",
      "Examples:",
      "  compare-baseline record --name=main-17",
      "  compare-baseline record --name=main-17 commit:1a2b3c"
    })
final class RecordCommand implements Callable<Integer> {

  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin private StoreOption storeOption;

  @Option(names = "--name", required = true, description = "Of the baseline.")
  private String name;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      defaultValue = "@latest",
      description = "As CURRENT in compare. Default: ${DEFAULT-VALUE}.")
  private String reference;

  @Option(names = "--force", description = "Record the run whatever is wrong with it.")
  private boolean force;

  RecordCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (!BaselineStore.isName(name)) {
      throw new ParameterException(
          spec.commandLine(),
          "\"" + name + "\" is no name; use letters, digits, . _ and -, at most 64");
    }
    BaselineStore baselines = storeOption.baselines(console);
    StoredRun run = storeOption.selector(console).resolve(reference);
    List<String> objections = objections(run.record());
    Optional<Comparison> comparison = comparison(baselines, run, objections);
    if (!force && !objections.isEmpty()) {
      objections.forEach(
          objection -> console.err().println("compare-baseline: " + run.name() + " " + objection));
      console.err().println("compare-baseline: not recorded; measure again, or add --force");
      return comparison.filter(RecordCommand::regressed).isPresent()
          ? ExitCode.FAILED
          : ExitCode.NOT_COMPARABLE;
    }
    console.out().println(baselines.record(name, run));
    return ExitCode.PASSED;
  }

  private static List<String> objections(RunRecord record) {
    List<String> objections = new ArrayList<>();
    if (record.gitDirty()) {
      objections.add("was built from files that no commit holds");
    }
    if (!record.complete()) {
      objections.add("is incomplete: " + record.failures().size() + " failures");
    }
    if (record.profiled()) {
      objections.add("was measured under a profiler or an agent");
    }
    return objections;
  }

  /** Compares the run with the baseline if there is one, and adds what speaks against it. */
  private Optional<Comparison> comparison(
      BaselineStore baselines, StoredRun run, List<String> objections) {
    Optional<StoredRun> saved = saved(baselines, run);
    if (saved.isEmpty()) {
      return Optional.empty();
    }
    Comparability comparability = Comparability.of(saved.get().record(), run.record());
    comparability
        .forbidding()
        .forEach(line -> objections.add("differs from the baseline: " + line));
    if (!comparability.comparable()) {
      return Optional.empty();
    }
    Comparison comparison =
        new Comparer(Criteria.DEFAULT)
            .compare(saved.get(), run, Optional.empty(), IdFilter.of(List.of()));
    if (regressed(comparison)) {
      objections.add("is slower than the baseline; see compare " + name + " " + run.name());
    }
    return Optional.of(comparison);
  }

  private Optional<StoredRun> saved(BaselineStore baselines, StoredRun run) {
    return baselines
        .find(name, run.record())
        .flatMap(baseline -> baselines.resolve(name, Optional.of(run.record())));
  }

  private static boolean regressed(Comparison comparison) {
    return comparison.conclusion() == Conclusion.FAILED;
  }
}
