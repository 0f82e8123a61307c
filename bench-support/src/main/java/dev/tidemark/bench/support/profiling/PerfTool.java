package dev.tidemark.bench.support.profiling;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** What the program {@code perf} can do on this machine. */
public final class PerfTool {
  private PerfTool() {}

  /** Why there are no hardware counters; empty if there are. */
  public static Optional<String> whyNoCounters() {
    return fault(
        "this machine has no hardware counters, as most virtual ones",
        "perf",
        "stat",
        "-x,",
        "-e",
        "cycles,instructions",
        "true");
  }

  /** Why nothing can be recorded; empty if something can. */
  public static Optional<String> whyNoRecording(Path scratch) {
    return fault(
        "perf cannot record", "perf", "record", "-q", "-o", scratch.toString(), "--", "true");
  }

  private static Optional<String> fault(String unsupported, String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        return Optional.of("perf refused: " + said.lines().findFirst().orElse("no reason given"));
      }
      boolean counted = !said.contains("<not supported>") && !said.contains("<not counted>");
      return counted ? Optional.empty() : Optional.of(unsupported);
    } catch (IOException missing) {
      return Optional.of("perf is not installed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }
}
