package dev.tidemark.bench.support.profiling;

import java.io.File;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.ExternalProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;

/** Starts a fork under {@code perf record}, into the file it is made for. */
public final class PerfRecordProfiler implements ExternalProfiler {
  private final String file;

  /** For JMH, which makes it from its class and a text. */
  public PerfRecordProfiler(String file) {
    this.file = file;
  }

  @Override
  public Collection<String> addJVMInvokeOptions(BenchmarkParams params) {
    return List.of("perf", "record", "-F", "997", "-g", "-o", file, "--");
  }

  /**
   * perf walks frame pointers, and finds the names of compiled code in a map that the JVM leaves.
   */
  @Override
  public Collection<String> addJVMOptions(BenchmarkParams params) {
    return List.of(
        "-XX:+PreserveFramePointer",
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:+DebugNonSafepoints",
        "-XX:+DumpPerfMapAtExit");
  }

  @Override
  public void beforeTrial(BenchmarkParams params) {}

  @Override
  public Collection<? extends Result<?>> afterTrial(
      BenchmarkResult result, long pid, File out, File err) {
    return List.of();
  }

  @Override
  public boolean allowPrintOut() {
    return true;
  }

  @Override
  public boolean allowPrintErr() {
    return false;
  }

  @Override
  public String getDescription() {
    return "perf record of the whole fork";
  }
}
