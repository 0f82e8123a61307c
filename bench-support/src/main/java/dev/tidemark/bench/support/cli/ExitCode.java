package dev.tidemark.bench.support.cli;

/** Exit codes of the benchmark jars. */
final class ExitCode {
  static final int OK = 0;
  static final int GATE_FAILED = 1;
  static final int USAGE = 2;
  static final int BENCHMARK_FAILED = 4;
  static final int LOCKED = 75;

  private ExitCode() {}
}
