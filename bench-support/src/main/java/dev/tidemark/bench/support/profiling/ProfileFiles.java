package dev.tidemark.bench.support.profiling;

import dev.tidemark.runs.RunRecordJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What profiling leaves in a run folder: {@code stacks/ID.collapsed}, {@code flamegraph-ID.html}
 * and {@code flamegraph-ID-diff.html}, each {@code /} of an id written {@code __}.
 */
public final class ProfileFiles {
  static final String STACKS = "stacks";
  static final String COLLAPSED = ".collapsed";

  private ProfileFiles() {}

  /** The name of a file that is about an id. */
  public static String named(String id) {
    return id.replace("/", "__");
  }

  /** Writes the stacks and the flame graph of an id. */
  public static void write(Path runFolder, String id, String profiler, Stacks stacks) {
    text(runFolder.resolve(STACKS).resolve(named(id) + COLLAPSED), stacks.text());
    String origin =
        runFolder.getFileName() + ", a fork that is no part of the results; " + profiler;
    text(
        runFolder.resolve("flamegraph-" + named(id) + ".html"),
        FlameGraph.html(id, origin, stacks));
  }

  static void writeDifference(Path runFolder, String name, Path base, String baseRun)
      throws IOException {
    Stacks before = Stacks.read(base);
    Stacks now = Stacks.read(runFolder.resolve(STACKS).resolve(name + COLLAPSED));
    String id = name.replace("__", "/");
    String page =
        FlameGraph.difference(
            id + ", against " + baseRun, runFolder.getFileName().toString(), before, now);
    text(runFolder.resolve("flamegraph-" + name + "-diff.html"), page);
  }

  private static void text(Path file, String text) {
    RunRecordJson.writeAtomically(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
