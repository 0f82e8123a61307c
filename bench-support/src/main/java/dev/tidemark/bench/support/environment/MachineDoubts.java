package dev.tidemark.bench.support.environment;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What about a machine makes its times less steady; said before a run, never a reason to refuse it.
 */
public final class MachineDoubts {
  private static final double BUSY_SHARE = 0.5;
  private static final int MOST_THREADS = 8;

  private MachineDoubts() {}

  /** The doubts about a captured environment, each with its remedy. */
  public static List<String> of(Map<String, Object> environment) {
    List<String> doubts = new ArrayList<>();
    if (!section(environment, "os").get("family").equals("Linux")) {
      doubts.add("this is not Linux: governor, turbo and cgroup limits cannot be read");
    }
    if (!Boolean.TRUE.equals(section(environment, "governor").get("is_performance"))) {
      doubts.add(
          "CPU governor is "
              + section(environment, "governor").get("current")
              + "; choose performance for steady times");
    }
    if ("on".equals(section(environment, "cpu").get("turbo"))) {
      doubts.add("turbo boost is on: clock rates vary with temperature; turn it off");
    }
    int cores = (Integer) section(environment, "cpu").get("threads");
    if (cores < MOST_THREADS) {
      doubts.add(
          "this machine has "
              + cores
              + " cores, and benchmarks of contention have up to "
              + MOST_THREADS
              + " threads; they wait for a core as well as for each other");
    }
    if (section(environment, "load").get("before") instanceof Double load
        && load > BUSY_SHARE * cores) {
      doubts.add("the machine is busy (load " + load + " on " + cores + " cores); stop other work");
    }
    if (!onPath("perf")) {
      doubts.add("perf is not installed: hardware counters cannot be read");
    }
    return doubts;
  }

  private static Map<?, ?> section(Map<String, Object> environment, String name) {
    return (Map<?, ?>) environment.get(name);
  }

  private static boolean onPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
