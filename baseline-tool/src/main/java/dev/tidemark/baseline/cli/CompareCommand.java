package dev.tidemark.baseline.cli;

import static java.util.stream.Collectors.joining;

import dev.tidemark.baseline.calibrate.MachineNoise;
import dev.tidemark.baseline.calibrate.SessionNoise;
import dev.tidemark.baseline.compare.Comparer;
import dev.tidemark.baseline.compare.Comparison;
import dev.tidemark.baseline.compare.Conclusion;
import dev.tidemark.baseline.compare.Criteria;
import dev.tidemark.baseline.compare.Remedies;
import dev.tidemark.baseline.compare.Remedy;
import dev.tidemark.baseline.compare.Repetition;
import dev.tidemark.baseline.compare.Row;
import dev.tidemark.baseline.html.ReportSource;
import dev.tidemark.baseline.report.GateReport;
import dev.tidemark.baseline.report.TextReport;
import dev.tidemark.baseline.statistics.Rounding;
import dev.tidemark.runs.Comparability;
import dev.tidemark.runs.IdFilter;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.RunStore;
import dev.tidemark.runs.RunStore.StoredRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two runs. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Compares two runs id by id (the default).",
    footer = {
      "",
      "Examples:",
      "  compare-baseline compare @previous @latest --threshold=3",
      "  compare-baseline compare main-17 @latest --only=regressed,improved --json",
      "  compare-baseline compare base.json new.json --format=text --format=junit:report.xml"
    })
final class CompareCommand implements Callable<Integer> {

  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin private StoreOption storeOption;
  @Mixin private CriteriaOptions criteriaOptions;
  @Mixin private IdOptions ids;
  @Mixin private OutputOptions output;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "BASE",
      defaultValue = "@previous",
      description =
          "A results.json, run folder, run id, saved name, @latest, @previous, commit:HASH,"
              + " branch:NAME, or another harness's results. Default: ${DEFAULT-VALUE}, the newest complete comparable run before CURRENT.")
  private String base;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "CURRENT",
      defaultValue = "@latest",
      description = "As BASE, without @previous. Default: ${DEFAULT-VALUE}.")
  private String current;

  @Option(
      names = "--confirm",
      paramLabel = "RUN2",
      description =
          "A second run of CURRENT's build: for every id in it both must agree, and together stand"
              + " up to the adjustment, for BASE is shared.")
  private Optional<String> confirm = Optional.empty();

  @Option(
      names = "--confirm-base",
      paramLabel = "BASE2",
      description =
          "A second run of BASE's build, to compare RUN2 with: agreement then needs no adjustment."
              + " scripts/bench_ab.sh measures both.")
  private Optional<String> confirmBase = Optional.empty();

  @Option(
      names = "--rerun-list",
      paramLabel = "FILE",
      description = "Write the ids to measure again for --confirm, one a line.")
  private Optional<Path> rerunList = Optional.empty();

  @Option(names = "--no-fail", description = "Exit 0 instead of 1 and 5.")
  private boolean noFail;

  @Option(
      names = "--fail-on",
      paramLabel = "WHAT",
      split = ",",
      description =
          "inconclusive: exit 5 when nothing failed and a row is inconclusive or unstable."
              + " allocation: exit 1 when an id allocates more in every fork.")
  private Set<FailOn> failOn = EnumSet.noneOf(FailOn.class);

  @Option(names = "--force", description = "Compare runs of different machines or JVMs.")
  private boolean force;

  @Option(
      names = "--print-effective-gates",
      description = "Print the limits of CURRENT's gates, compare nothing and exit 0.")
  private boolean effectiveGates;

  private enum FailOn {
    INCONCLUSIVE,
    ALLOCATION
  }

  CompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Criteria criteria = criteriaOptions.criteria(spec);
    IdFilter filter = usage(ids::filter);
    List<FormatTarget> targets = output.targets(spec);
    RunSelector selector = storeOption.selector(console);
    if (effectiveGates) {
      return printGates(selector.resolve(current));
    }
    RunSelector.Sides sides = selector.sides(base, current);
    if (confirm.isEmpty() && confirmBase.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--confirm-base=BASE2 is compared with RUN2; add --confirm=RUN2");
    }
    Optional<Repetition> again =
        confirm
            .map(selector::resolve)
            .map(run -> new Repetition(confirmBase.map(selector::resolve), run));
    distinct(sides, again);
    for (StoredRun run : others(sides, again)) {
      Comparability comparability = Comparability.of(sides.base().record(), run.record());
      if (!comparability.comparable() && !force) {
        return refuse(sides.base(), run, comparability, criteria);
      }
    }
    Comparison comparison =
        usage(() -> compare(sides, again, criteria, filter))
            .noting(calibration(storeOption.store(console), sides.current()));
    Function<Path, ReportSource> page =
        folder ->
            ReportSource.of(
                comparison, sides.base(), sides.current(), storeOption.store(console), folder);
    output.write(comparison, page, targets, console);
    rerunList.ifPresent(file -> writeSuspects(comparison, file));
    return exitCode(comparison);
  }

  /** All that must be comparable with BASE. */
  private static List<StoredRun> others(RunSelector.Sides sides, Optional<Repetition> again) {
    List<StoredRun> others = new ArrayList<>();
    others.add(sides.current());
    again.map(Repetition::current).ifPresent(others::add);
    again.flatMap(Repetition::base).ifPresent(others::add);
    return others;
  }

  /** What this machine can resolve, if it was calibrated. */
  private static Function<Row, Optional<String>> calibration(RunStore store, StoredRun run) {
    Map<String, SessionNoise> noise =
        MachineNoise.read(store.root())
            .filter(machine -> machine.appliesTo(run.record()))
            .<Map<String, SessionNoise>>map(MachineNoise::ids)
            .orElse(Map.of());
    return row ->
        Optional.ofNullable(noise.get(row.id()))
            .filter(n -> row.verdict().isPaired())
            .map(n -> "this machine resolves " + Rounding.plain(n.detectable() * 100) + " %");
  }

  private Comparison compare(
      RunSelector.Sides sides, Optional<Repetition> again, Criteria criteria, IdFilter filter) {
    Set<String> excluded = ids.excluded(List.of(sides.base(), sides.current()));
    return new Comparer(criteria)
        .compare(
            IdOptions.without(sides.base(), excluded),
            IdOptions.without(sides.current(), excluded),
            again.map(
                second ->
                    new Repetition(
                        second.base().map(run -> IdOptions.without(run, excluded)),
                        IdOptions.without(second.current(), excluded))),
            filter);
  }

  private int printGates(StoredRun run) {
    console.out().print(TextReport.render(GateReport.effective(run), false));
    console.out().flush();
    return ExitCode.PASSED;
  }

  /** One run under two names would agree with itself. */
  private static void distinct(RunSelector.Sides sides, Optional<Repetition> again) {
    StoredRun base = sides.base();
    StoredRun current = sides.current();
    again
        .map(Repetition::current)
        .filter(run -> sameResults(run, current))
        .ifPresent(run -> refuseSame(run, "--confirm", "CURRENT"));
    again
        .flatMap(Repetition::base)
        .filter(run -> sameResults(run, base))
        .ifPresent(run -> refuseSame(run, "--confirm-base", "BASE"));
    try {
      if (Files.isSameFile(base.file(), current.file())) {
        throw new RunRecordException(
            base.file() + ": is both BASE and CURRENT; a run compared with itself shows nothing");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean sameResults(StoredRun a, StoredRun b) {
    return a.record().results().equals(b.record().results());
  }

  private static void refuseSame(StoredRun run, String option, String side) {
    throw new RunRecordException(
        run.file() + ": " + option + " needs a second run, this is " + side + " itself");
  }

  private void writeSuspects(Comparison comparison, Path file) {
    String lines = comparison.suspects().stream().map(id -> id + "\n").collect(joining());
    RunRecordJson.writeAtomically(
        console.workingDirectory().resolve(file), lines.getBytes(StandardCharsets.UTF_8));
  }

  private int refuse(
      StoredRun baseRun, StoredRun currentRun, Comparability comparability, Criteria criteria) {
    console.err().println("BASE     " + baseRun.file());
    console.err().println("CURRENT  " + currentRun.file());
    comparability.forbidding().forEach(line -> console.err().println("differs: " + line));
    console
        .err()
        .println(
            "compare-baseline: the runs are not comparable; measure both on one machine and JVM,"
                + " or add --force");
    Remedy remedy = Remedies.measureBoth(baseRun.record(), currentRun.record(), criteria);
    console.err().println("to settle: " + remedy.text());
    return ExitCode.NOT_COMPARABLE;
  }

  private int exitCode(Comparison comparison) {
    if (comparison.conclusion() == Conclusion.VACUOUS) {
      return ExitCode.NO_INPUT;
    }
    if (noFail) {
      return ExitCode.PASSED;
    }
    if (comparison.conclusion() == Conclusion.FAILED) {
      return ExitCode.FAILED;
    }
    if (failOn.contains(FailOn.ALLOCATION) && comparison.allocatingMore() > 0) {
      return ExitCode.FAILED;
    }
    return failOn.contains(FailOn.INCONCLUSIVE) && comparison.undecided() > 0
        ? ExitCode.INCONCLUSIVE
        : ExitCode.PASSED;
  }

  /** What a constructor refuses came from the command line. */
  private <T> T usage(Supplier<T> action) {
    try {
      return action.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
