package dev.tidemark.bench.support.run;

import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.ScratchDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What every fork is started with, so that no default of the machine decides. */
public final class JvmArguments {
  private static final List<String> FIXED =
      List.of("-XX:+UseG1GC", "-Xms2g", "-Xmx2g", "--add-modules", "jdk.incubator.vector");

  private JvmArguments() {}

  /** The arguments that bear on results: garbage collector, heap, modules and what was appended. */
  public static List<String> recorded(Overrides overrides) {
    List<String> arguments = new ArrayList<>(FIXED);
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
