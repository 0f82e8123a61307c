package dev.tidemark.bench.support.cli;

import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.build.Commit;
import dev.tidemark.bench.support.build.CommitStamp;
import dev.tidemark.bench.support.catalog.CatalogEntry;
import dev.tidemark.bench.support.catalog.Selection;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.bench.support.run.BenchRun;
import dev.tidemark.bench.support.run.BenchmarkSmoke;
import dev.tidemark.bench.support.run.Interruption;
import dev.tidemark.bench.support.run.ResumableRun;
import dev.tidemark.bench.support.run.RunPlan;
import dev.tidemark.bench.support.run.RunRequest;
import dev.tidemark.bench.support.run.SummaryReport;
import dev.tidemark.runs.GateResult;
import dev.tidemark.runs.RunInfo;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.RunStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the command line of a benchmark jar asks for. */
@Command(
    name = "java -jar benchmarks.jar",
    sortOptions = false,
    description = "Measures the benchmarks of this jar and writes a run folder.",
    footer = {
      "",
      "Exit codes: 0 done, 1 an enforced gate failed or a regression against --baseline, 2 usage,",
      "3 not comparable with the baseline or no fair one, 4 a benchmark failed or is missing,",
      "75 another run is measuring, 130 interrupted.",
      "",
      "Examples:",
      "  java -jar benchmarks.jar --profile=quick",
      "  java -jar benchmarks.jar 'vector_search/*' --rounds=10 --tag=simd",
      "  java -jar benchmarks.jar --list"
    })
final class BenchCommand implements Callable<Integer> {
  @Mixin private final SelectionOptions selection = new SelectionOptions();
  @Mixin private final MeasureOptions measure = new MeasureOptions();
  @Mixin private final RecordOptions recording = new RecordOptions();

  @Mixin private final BaselineOptions baseline = new BaselineOptions();

  @Option(names = "--dry-run", description = "say what would be measured and how long it takes")
  private boolean dryRun;

  @Option(
      names = "--list",
      description = "list the ids with tier, profile, gate and length of a round")
  private boolean list;

  @Option(names = "--json", description = "print the record (or the list) as JSON instead of text")
  private boolean json;

  @Option(
      names = "--no-setup",
      description = "do not check whether the machine is fit for measuring")
  private boolean noSetup;

  @Option(names = "--help", usageHelp = true, description = "print this help")
  boolean help;

  @Option(names = "--version", description = "print the commit this jar was built from")
  private boolean version;

  private final BenchJar jar;
  private final Interruption interruption;
  private final PrintStream out;
  private final PrintStream messages;

  BenchCommand(BenchJar jar, Interruption interruption, PrintStream out, PrintStream messages) {
    this.jar = jar;
    this.interruption = interruption;
    this.out = out;
    this.messages = messages;
  }

  @Override
  public Integer call() throws IOException {
    if (version) {
      return printVersion();
    }
    baseline.check();
    if (measure.cores != null) {
      Pinning.to(measure.cores);
    }
    if (recording.resume != null) {
      return resume();
    }
    Selection wanted = selection.selection();
    List<CatalogEntry> entries = wanted.of(jar.catalog());
    if (list) {
      boolean all = selection.isEmpty();
      return print(new Listing(all ? jar.catalog().entries() : entries, jar.gates()));
    }
    int worst = ExitCode.OK;
    for (Optional<BenchMode> mode : measure.modes()) {
      worst = Math.max(worst, inMode(mode, wanted, entries));
      if (interruption.requested()) {
        return worst;
      }
    }
    return worst;
  }

  private int inMode(Optional<BenchMode> asked, Selection wanted, List<CatalogEntry> entries)
      throws IOException {
    BenchMode mode = asked.orElse(BenchMode.INMEMORY);
    if (wanted.profile() == Profile.SMOKE && !dryRun) {
      return smoke(entries, mode);
    }
    int rounds = measure.rounds(wanted.effectiveProfile(), entries);
    return dryRun
        ? printPlan(entries, rounds, mode)
        : start(wanted, entries, rounds, mode, folder(asked));
  }

  private int printVersion() {
    Commit commit = CommitStamp.read();
    String dirty = commit.isDirty() ? " with uncommitted changes" : "";
    out.println("tidemark-bench-" + jar.module() + " of commit " + commit.id() + dirty);
    return ExitCode.OK;
  }

  private int print(Listing listing) {
    out.print(json ? listing.json() : listing.text());
    return ExitCode.OK;
  }

  private int printPlan(List<CatalogEntry> entries, int rounds, BenchMode mode) {
    entries.forEach(entry -> out.println(entry.id()));
    out.println(
        entries.size()
            + " ids, "
            + rounds
            + " rounds, mode "
            + mode.label()
            + ", about "
            + BenchRun.round(entries, measure.rulers()).multipliedBy(rounds).toSeconds()
            + " s");
    return ExitCode.OK;
  }

  private int smoke(List<CatalogEntry> entries, BenchMode mode) throws IOException {
    List<String> failures = BenchmarkSmoke.failures(entries, mode);
    failures.forEach(failure -> messages.println("FAILED " + failure));
    out.println(entries.size() + " benchmarks ran once, " + failures.size() + " failed");
    return failures.isEmpty() ? ExitCode.OK : ExitCode.BENCHMARK_FAILED;
  }

  private int start(
      Selection wanted, List<CatalogEntry> entries, int rounds, BenchMode mode, Path folder)
      throws IOException {
    Commit commit = CommitStamp.read();
    RunPlan plan =
        new RunPlan(
            jar.module(),
            folder.getFileName().toString(),
            wanted.isAdhoc() ? "adhoc" : wanted.effectiveProfile().label(),
            entries.stream().map(CatalogEntry::id).toList(),
            rounds,
            mode,
            Seed.current(),
            measure.overrides(),
            commit.id(),
            measure.rulers(),
            measure.untilMde());
    return run(request(plan, entries, recording.store(), folder, commit));
  }

  private Path folder(Optional<BenchMode> asked) {
    if (recording.runDirectory != null) {
      return recording.runDirectory.toAbsolutePath();
    }
    Commit commit = CommitStamp.read();
    String name =
        RunStore.folderName(
            Instant.now(), commit.id(), commit.isDirty(), asked.map(BenchMode::label));
    return recording.store().root().resolve(name);
  }

  private RunRequest request(
      RunPlan plan, List<CatalogEntry> entries, RunStore store, Path folder, Commit commit) {
    return new RunRequest(
        plan,
        entries,
        store,
        folder,
        recording.data(store),
        recording.labels(),
        commit,
        jar.gates(),
        recording.resume != null,
        recording.pauseAfter(),
        measure.profiling(),
        !noSetup);
  }

  private int run(RunRequest request) throws IOException {
    RunRecord record = new BenchRun(request, interruption, messages).run();
    String runId = request.folder().getFileName().toString();
    out.print(
        json
            ? new String(RunRecordJson.toBytes(record), StandardCharsets.UTF_8)
            : SummaryReport.of(runId, record));
    messages.println("summary: " + request.folder().resolve("SUMMARY.md"));
    if (interruption.requested()) {
      messages.println("interrupted; finish it with: " + resumeCommand(request));
      return Interruption.EXIT_CODE;
    }
    if (record.run().status() == RunInfo.Status.INCOMPLETE) {
      messages.println("paused; go on with: " + resumeCommand(request));
      return exitCode(record, request.plan());
    }
    int saved =
        baseline
            .apply(request.folder(), request.store().root(), ofMode(request), this::compare)
            .exitCode();
    return Math.max(saved, exitCode(record, request.plan()));
  }

  private int compare(List<String> arguments) {
    List<String> command =
        SuiteCommand.java("-cp", System.getProperty("java.class.path"), SuiteCommand.COMPARE);
    command.addAll(arguments);
    return SuiteMain.launch(command, out);
  }

  /** What is appended to a baseline's name. */
  private Optional<String> ofMode(RunRequest request) {
    return Optional.of(request.plan().durability().label()).filter(any -> measure.allModes);
  }

  private String resumeCommand(RunRequest request) {
    return "java -jar "
        + BenchJar.location(BenchMain.class)
        + " --resume="
        + request.folder()
        + measure.flagsToRepeat()
        + baseline.flagsToRepeat(ofMode(request));
  }

  /** What failed in another jar's part of a run is that jar's exit code. */
  private static int exitCode(RunRecord record, RunPlan plan) {
    boolean failed =
        record.failures().stream().anyMatch(failure -> plan.ids().contains(failure.id()));
    boolean gateFailed = record.gates().values().stream().anyMatch(GateResult::failsRun);
    if (failed || record.results().isEmpty()) {
      return ExitCode.BENCHMARK_FAILED;
    }
    return gateFailed ? ExitCode.GATE_FAILED : ExitCode.OK;
  }

  private int resume() throws IOException {
    if (!selection.isEmpty() || !measure.isEmpty() || recording.runDirectory != null) {
      throw new IllegalArgumentException(
          "--resume measures what its run was started with; leave out what selects or measures");
    }
    RunStore store = recording.store();
    Path folder = ResumableRun.folder(store, recording.resume);
    int worst = ExitCode.OK;
    for (RunPlan plan : ResumableRun.unfinished(folder, jar.module())) {
      List<CatalogEntry> entries =
          new Selection(null, List.of(), List.of(), List.of(), plan.ids()).of(jar.catalog());
      RunStore owner = RunStore.at(folder.getParent());
      worst = Math.max(worst, run(request(plan, entries, owner, folder, CommitStamp.read())));
    }
    return worst;
  }
}
