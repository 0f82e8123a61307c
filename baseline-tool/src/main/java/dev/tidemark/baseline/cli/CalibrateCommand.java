package dev.tidemark.baseline.cli;

import dev.tidemark.baseline.calibrate.MachineNoise;
import dev.tidemark.baseline.calibrate.Simulation;
import dev.tidemark.baseline.report.Document;
import dev.tidemark.baseline.report.MarkdownReport;
import dev.tidemark.baseline.report.TextReport;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.RunStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how often the rule is wrong, here or in theory. */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    description = {
      "Shows how often the rule is wrong.",
      "On synthetic forks (--simulate), or on repeated runs of one build on this machine, whose noise"
          + " it stores for later comparisons."
    },
    footer = {
      "",
      "Examples:",
      "  compare-baseline calibrate --simulate",
      "  compare-baseline calibrate --size=1000x20",
      "  compare-baseline calibrate run_2026-01-17_12-00-00_a run_2026-01-17_12-30-00_a",
      "  compare-baseline calibrate --run='scripts/bench_runner.sh --m8 --profile=quick' --times=5"
    })
final class CalibrateCommand implements Callable<Integer> {

  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin private StoreOption storeOption;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..*",
      description = "Runs of one build on this machine, two or more.")
  private List<String> runs = new ArrayList<>();

  @Option(
      names = "--simulate",
      description = "Try the rule on synthetic forks; exit 1 if a count is outside its limits.")
  private boolean simulate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the simulation. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--markdown", description = "Print the simulation's tables as Markdown.")
  private boolean markdown;

  @Option(
      names = "--run",
      paramLabel = "COMMAND",
      description = "A shell command that adds a run to the store; it is repeated.")
  private String command;

  @Option(
      names = "--times",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often --run is repeated, 2 to 100. Default: ${DEFAULT-VALUE}.")
  private int times;

  @Option(
      names = "--size",
      paramLabel = "IDSxFORKS",
      description =
          "Compare two synthetic runs of this size, as in 1000x20, and print what it took.")
  private String size;

  CalibrateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (Stream.of(simulate, !runs.isEmpty(), command != null, size != null)
            .filter(chosen -> chosen)
            .count()
        != 1) {
      throw new ParameterException(
          spec.commandLine(),
          "calibrate needs one of --simulate, --run=COMMAND, --size=IDSxFORKS or two runs");
    }
    if (times < 2 || times > 100) {
      throw new ParameterException(
          spec.commandLine(), "--times=" + times + " is out of range; it must be 2 to 100");
    }
    if (size != null) {
      return timed();
    }
    return simulate ? simulated() : measured();
  }

  private int timed() {
    Matcher matcher = Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,2})").matcher(size);
    if (!matcher.matches()) {
      throw new ParameterException(
          spec.commandLine(), "--size=" + size + " is no size; write ids and forks, as in 1000x20");
    }
    int ids = Integer.parseInt(matcher.group(1));
    int forks = Integer.parseInt(matcher.group(2));
    SizeTrial.run(ids, forks, console);
    return ExitCode.PASSED;
  }

  private int simulated() {
    Simulation.Result result = new Simulation(seed).run();
    Document document = Document.of(result);
    console
        .out()
        .print(markdown ? MarkdownReport.render(document) : TextReport.render(document, false));
    console.out().flush();
    return result.passed() ? ExitCode.PASSED : ExitCode.FAILED;
  }

  private int measured() {
    RunStore store = storeOption.store(console);
    List<RunRecord> records = new ArrayList<>();
    if (command == null) {
      runs.forEach(run -> records.add(storeOption.selector(console).resolve(run).record()));
    } else {
      for (int i = 1; i <= times; i++) {
        console.err().println("run " + i + " of " + times + ": " + command);
        records.add(repeated(store));
      }
    }
    MachineNoise noise = MachineNoise.of(records);
    Path file = noise.write(store.root());
    console.out().print(TextReport.render(Document.of(noise), false));
    console.out().println("stored in " + file);
    return ExitCode.PASSED;
  }

  /** Runs the command and reads the run that it added. */
  private RunRecord repeated(RunStore store) {
    List<Path> before = store.folders();
    try {
      int code =
          new ProcessBuilder("sh", "-c", command)
              .directory(console.workingDirectory().toAbsolutePath().toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start()
              .waitFor();
      List<Path> added = new ArrayList<>(store.folders());
      added.removeAll(before);
      if (code > ExitCode.FAILED || added.size() != 1) {
        throw new RunRecordException(
            command
                + ": ended with code "
                + code
                + " and added "
                + added.size()
                + " runs to "
                + store.root()
                + "; it must add one");
      }
      return store.resolve(added.get(0).getFileName().toString()).record();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunRecordException(command + ": interrupted");
    }
  }
}
