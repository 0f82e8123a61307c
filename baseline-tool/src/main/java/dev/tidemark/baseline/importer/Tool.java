package dev.tidemark.baseline.importer;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The harnesses whose results can be imported. */
public enum Tool {
  JMH,
  CRITERION,
  GOOGLE_BENCHMARK,
  HYPERFINE,
  BENCHMARKDOTNET,
  GO;

  /** As it is typed: {@code google-benchmark}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The sessions that one invocation of the harness wrote. */
  List<Harvest> read(Path source) {
    return switch (this) {
      case JMH -> JmhFile.read(source);
      case CRITERION -> CriterionFolder.read(source);
      case GOOGLE_BENCHMARK -> GoogleBenchmarkFile.read(source);
      case HYPERFINE -> HyperfineFile.read(source);
      case BENCHMARKDOTNET -> BenchmarkDotNetFile.read(source);
      case GO -> GoBenchFile.read(source);
    };
  }
}
