package dev.tidemark.baseline.cli;

import dev.tidemark.runs.RunRecordException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Entry point; without a subcommand it compares. */
@Command(
    name = "compare-baseline",
    mixinStandardHelpOptions = true,
    version = "compare-baseline 0.1.0",
    description = "Compares benchmark runs and says what got slower.",
    footer = {
      "",
      "Without a subcommand: compare. Examples:",
      "  compare-baseline                    newest run against the one before",
      "  compare-baseline old.json new.json --threshold=3",
      "  compare-baseline commit:1a2b3c @latest --format=markdown:report.md",
      "",
      "Exit codes:",
      "  0   passed",
      "  1   a regression, or an enforced gate failed",
      "  2   wrong usage",
      "  3   the runs are not comparable, or a run is no baseline, without --force",
      "  4   input missing, damaged or empty, or nothing could be compared",
      "  5   inconclusive, with --fail-on inconclusive",
      "  70  internal error, or a file cannot be written"
    })
public final class Main {

  private static final Set<String> OWN_OPTIONS = Set.of("-h", "--help", "-V", "--version");

  private Main() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(List.of(args), new Console(out, err, Path.of(""), System.getenv())));
  }

  static int run(List<String> args, Console console) {
    CommandLine root = commandLine(console);
    List<String> words = new ArrayList<>(args);
    boolean own =
        !words.isEmpty()
            && (OWN_OPTIONS.contains(words.get(0))
                || root.getSubcommands().containsKey(words.get(0)));
    if (!own) {
      words.add(0, "compare");
    }
    return root.execute(words.toArray(String[]::new));
  }

  private static CommandLine commandLine(Console console) {
    CommandLine root =
        new CommandLine(CommandSpec.forAnnotatedObject(new Main()))
            .addSubcommand(new CalibrateCommand(console))
            .addSubcommand(new CompareCommand(console))
            .addSubcommand(new DiffEnvCommand(console))
            .addSubcommand(new ExplainCommand(console))
            .addSubcommand(new GatesCommand(console))
            .addSubcommand(new HistoryCommand(console))
            .addSubcommand(new ShowCommand(console))
            .addSubcommand(new ListCommand(console))
            .addSubcommand(new RecordCommand(console))
            .addSubcommand(new PromoteCommand(console))
            .addSubcommand(new GcCommand(console))
            .addSubcommand(new AnnotateCommand(console))
            .addSubcommand(new RenameIdCommand(console))
            .addSubcommand(new ImportCommand(console))
            .addSubcommand(new IndexCommand(console))
            .addSubcommand(new ReportCommand(console))
            .addSubcommand(new AutoComplete.GenerateCompletion());
    root.setOut(console.out());
    root.setErr(console.err());
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setParameterExceptionHandler((e, args) -> usage(e, console.err()));
    root.setExecutionExceptionHandler((e, command, parsed) -> failure(e, console.err()));
    root.getSubcommands().values().forEach(command -> setExitCodes(command.getCommandSpec()));
    return root;
  }

  private static void setExitCodes(CommandSpec spec) {
    spec.exitCodeOnInvalidInput(ExitCode.USAGE);
    spec.exitCodeOnExecutionException(ExitCode.INTERNAL);
  }

  private static int usage(ParameterException e, PrintWriter err) {
    err.println("compare-baseline: " + e.getMessage());
    err.println("Try 'compare-baseline --help'.");
    return ExitCode.USAGE;
  }

  private static int failure(Exception e, PrintWriter err) {
    if (e instanceof RunRecordException) {
      err.println("compare-baseline: " + e.getMessage());
      return ExitCode.NO_INPUT;
    }
    if (e instanceof UncheckedIOException) {
      err.println("compare-baseline: " + e.getMessage());
      return ExitCode.INTERNAL;
    }
    err.println("compare-baseline: internal error: " + e.getMessage());
    e.printStackTrace(err);
    return ExitCode.INTERNAL;
  }
}
