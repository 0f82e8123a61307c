package dev.tidemark.bench.support.cli;

import dev.tidemark.bench.support.run.StoreLock;
import dev.tidemark.runs.RunRecordException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How commands are parsed and how errors become messages and exit codes. */
final class CommandLines {
  private CommandLines() {}

  static int execute(
      Callable<Integer> command, String[] arguments, PrintStream out, PrintStream messages) {
    CommandLine line =
        new CommandLine(command)
            .setPosixClusteredShortOptionsAllowed(false)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(messages, true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler((error, all) -> refuse(error, messages));
    line.setExecutionExceptionHandler((error, called, parsed) -> fail(error, messages));
    return line.execute(arguments);
  }

  private static int refuse(ParameterException error, PrintStream messages) {
    messages.println("error: " + error.getMessage());
    if (error instanceof UnmatchedArgumentException) {
      messages.println("allowed: " + allowed(error.getCommandLine()));
    }
    return ExitCode.USAGE;
  }

  private static String allowed(CommandLine line) {
    return line.getCommandSpec().options().stream()
        .map(OptionSpec::longestName)
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static int fail(Exception error, PrintStream messages) throws Exception {
    if (error instanceof StoreLock.HeldException) {
      messages.println("error: " + error.getMessage());
      return ExitCode.LOCKED;
    }
    if (error instanceof IllegalArgumentException || error instanceof RunRecordException) {
      messages.println("error: " + error.getMessage());
      return ExitCode.USAGE;
    }
    if (error instanceof IOException || error instanceof UncheckedIOException) {
      messages.println(
          "error: "
              + (error instanceof IOException ? error.toString() : error.getMessage())
              + "; make room or name another folder (--out, --data-dir); --resume goes on with what"
              + " was measured");
      return ExitCode.BENCHMARK_FAILED;
    }
    throw error;
  }
}
