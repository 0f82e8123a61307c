package dev.tidemark.baseline.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Deletes old sessions. */
@Command(
    name = "gc",
    mixinStandardHelpOptions = true,
    description = "Deletes all but the newest sessions of every baseline; anchors stay.",
    footer = {"", "Example:", "  compare-baseline gc --keep=30"})
final class GcCommand implements Callable<Integer> {

  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin private BaselinesOption baselinesOption;

  @Option(
      names = "--keep",
      required = true,
      paramLabel = "N",
      description = "Sessions of each baseline, at least 1.")
  private int keep;

  GcCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (keep < 1) {
      throw new ParameterException(
          spec.commandLine(), "--keep=" + keep + " would keep nothing; it must be at least 1");
    }
    List<Path> deleted = baselinesOption.store(console).keepNewest(keep);
    deleted.forEach(file -> console.out().println("deleted " + file));
    return ExitCode.PASSED;
  }
}
