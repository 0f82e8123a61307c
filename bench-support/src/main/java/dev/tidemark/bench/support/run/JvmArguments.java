package dev.tidemark.bench.support.run;

import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.ScratchDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What every fork is started with, so that no default of the machine decides. */
public final class JvmArguments {
  private static final String HEAP = "2g";
  private static final String MAXIMUM = "-Xmx";

  private JvmArguments() {}

  /** The arguments that bear on results: garbage collector, heap, modules and what was appended. */
  public static List<String> recorded(Overrides overrides) {
    String heap =
        overrides.jvmArguments().stream()
            .filter(argument -> argument.startsWith(MAXIMUM))
            .map(argument -> argument.substring(MAXIMUM.length()))
            .reduce(HEAP, (earlier, later) -> later);
    List<String> arguments = new ArrayList<>();
    arguments.add("-XX:+UseG1GC");
    arguments.add("-Xms" + heap);
    arguments.add(MAXIMUM + heap);
    arguments.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    arguments.addAll(overrides.jvmArguments());
    return arguments;
  }

  static List<String> ofFork(Overrides overrides, BenchMode mode, Path report, Path data) {
    List<String> arguments = recorded(overrides);
    arguments.add("-D" + BenchMode.PROPERTY + "=" + mode.label());
    arguments.add("-D" + ForkReport.PROPERTY + "=" + report.toAbsolutePath());
    arguments.add("-D" + ScratchDirectory.PROPERTY + "=" + data.toAbsolutePath());
    return arguments;
  }
}
