package dev.tidemark.baseline.cli;

import dev.tidemark.baseline.compare.Comparer;
import dev.tidemark.baseline.compare.Comparison;
import dev.tidemark.baseline.compare.Criteria;
import dev.tidemark.baseline.compare.Explanation;
import dev.tidemark.baseline.compare.Row;
import dev.tidemark.runs.IdFilter;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.RunStore.StoredRun;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the arithmetic behind one row. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Shows inputs, formulas and numbers behind the verdict on one id.",
    footer = {
      "",
      "Examples:",
      "  compare-baseline explain vector_get/size_10k",
      "  compare-baseline explain vector_get/size_10k old.json new.json --threshold=3"
    })
final class ExplainCommand implements Callable<Integer> {

  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin private StoreOption storeOption;
  @Mixin private CriteriaOptions criteriaOptions;

  @Parameters(index = "0", paramLabel = "ID", description = "The benchmark.")
  private String id;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "BASE",
      defaultValue = "@previous",
      description = "As in compare. Default: ${DEFAULT-VALUE}.")
  private String base;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "CURRENT",
      defaultValue = "@latest",
      description = "As in compare. Default: ${DEFAULT-VALUE}.")
  private String current;

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Criteria criteria = criteriaOptions.criteria(spec);
    RunSelector.Sides sides = storeOption.selector(console).sides(base, current);
    StoredRun baseRun = sides.base();
    StoredRun currentRun = sides.current();
    Comparison comparison =
        new Comparer(criteria)
            .compare(baseRun, currentRun, Optional.empty(), IdFilter.of(List.of()));
    Row row =
        comparison.rows().stream()
            .filter(r -> r.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new RunRecordException(id + ": neither run holds it"));
    Explanation.of(row, baseRun.record(), currentRun.record(), comparison.criteria())
        .forEach(console.out()::println);
    return ExitCode.PASSED;
  }
}
