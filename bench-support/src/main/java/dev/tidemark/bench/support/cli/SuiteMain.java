package dev.tidemark.bench.support.cli;

import dev.tidemark.bench.support.InterruptSignal;
import dev.tidemark.bench.support.run.Interruption;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Entry point for several benchmark jars one after another, as one run. */
public final class SuiteMain {
  private SuiteMain() {}

  /** Runs the command line and ends the process with the worst exit code of the jars. */
  public static void main(String[] arguments) {
    // A terminal sends Ctrl-C to the jar too; the jar ends in its own time and its exit code says
    // so.
    InterruptSignal.handle(() -> {});
    SuiteCommand command = new SuiteCommand(SuiteMain::launch, System.out, System.err);
    System.exit(CommandLines.execute(command, arguments, System.out, System.err));
  }

  private static int launch(List<String> command, SuiteCommand.Output output) {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    if (output == SuiteCommand.Output.ERRORS_ONLY) {
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }
    if (output == SuiteCommand.Output.NONE) {
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    }
    return end(builder, System.out);
  }

  /** Runs a process to its end whose output is data of this one. */
  static int launch(List<String> command, PrintStream data) {
    return end(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT), data);
  }

  /** What the process inherits does not come through here: of that there is nothing to transfer. */
  private static int end(ProcessBuilder builder, PrintStream data) {
    try {
      Process process = builder.start();
      process.getInputStream().transferTo(data);
      return process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + builder.command().get(0), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Interruption.EXIT_CODE;
    }
  }
}
