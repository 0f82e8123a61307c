package dev.tidemark.baseline.cli;

import dev.tidemark.baseline.compare.Comparer;
import dev.tidemark.baseline.compare.Comparison;
import dev.tidemark.baseline.compare.Conclusion;
import dev.tidemark.baseline.compare.Criteria;
import dev.tidemark.baseline.html.HtmlReport;
import dev.tidemark.baseline.html.ReportSource;
import dev.tidemark.runs.Comparability;
import dev.tidemark.runs.IdFilter;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.RunStore;
import dev.tidemark.runs.RunStore.StoredRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

/** Writes a comparison as one HTML file. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Writes a comparison of two runs as one HTML file that needs no network.",
    footer = {
      "",
      "Exits 0 once the file is written, whatever it says; compare --format=html:FILE judges too.",
      "Examples:",
      "  compare-baseline report                         newest run against the one before",
      "  compare-baseline report commit:1a2b3c @latest --out=report.html"
    })
final class ReportCommand implements Callable<Integer> {

  private static final String FILE = "report.html";

  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin private BaselinesOption baselinesOption;
  @Mixin private CriteriaOptions criteriaOptions;

  @Parameters(
      index = "0..1",
      arity = "0..1",
      paramLabel = "[BASE] CURRENT",
      hideParamSyntax = true,
      description = "As in compare. Default: @previous @latest; one name is CURRENT.")
  private List<String> runs = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Default: " + FILE + " beside CURRENT's record.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description =
          "The run store, whose runs the trends are drawn over. Default: target/benchmark-results"
              + " below the nearest folder with mvnw.")
  private Optional<Path> storeFolder = Optional.empty();

  @Option(
      names = "--filter",
      paramLabel = "GLOB",
      description = "Only these ids, as in compare. Repeatable.")
  private List<String> filters = List.of();

  @Option(names = "--force", description = "Compare runs of different machines or JVMs.")
  private boolean force;

  ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    RunStore store = store();
    RunSelector selector =
        new RunSelector(store, baselinesOption.store(console), console.workingDirectory());
    RunSelector.Sides sides =
        selector.sides(
            runs.size() == 2 ? runs.get(0) : "@previous",
            runs.isEmpty() ? "@latest" : runs.get(runs.size() - 1));
    StoredRun base = sides.base();
    StoredRun current = sides.current();
    Comparability comparability = Comparability.of(base.record(), current.record());
    if (!comparability.comparable() && !force) {
      comparability.forbidding().forEach(line -> console.err().println("differs: " + line));
      console
          .err()
          .println("compare-baseline: the runs are not comparable; add --force to report anyway");
      return ExitCode.NOT_COMPARABLE;
    }
    Comparison comparison = compare(base, current);
    Path file =
        out.map(console.workingDirectory()::resolve)
            .orElseGet(() -> current.file().resolveSibling(FILE))
            .toAbsolutePath();
    String page =
        HtmlReport.render(ReportSource.of(comparison, base, current, store, file.getParent()));
    RunRecordJson.writeAtomically(file, page.getBytes(StandardCharsets.UTF_8));
    console.out().println(file);
    return comparison.conclusion() == Conclusion.VACUOUS ? ExitCode.NO_INPUT : ExitCode.PASSED;
  }

  private RunStore store() {
    return storeFolder
        .map(folder -> RunStore.at(console.workingDirectory().resolve(folder)))
        .orElseGet(() -> RunStore.near(console.workingDirectory()));
  }

  private Comparison compare(StoredRun base, StoredRun current) {
    Criteria criteria = criteriaOptions.criteria(spec);
    try {
      return new Comparer(criteria).compare(base, current, Optional.empty(), IdFilter.of(filters));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
