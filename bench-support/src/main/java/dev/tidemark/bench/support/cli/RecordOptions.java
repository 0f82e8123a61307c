package dev.tidemark.bench.support.cli;

import dev.tidemark.bench.support.run.RunLabels;
import dev.tidemark.bench.support.run.RunRequest;
import dev.tidemark.runs.RunStore;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that say where a run is written and what is said about it. */
final class RecordOptions {
  private static final List<String> DECISIONS = List.of("keep", "reject", "pending");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "folder of all runs; target/benchmark-results by default")
  Path out;

  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description = "folder of this run; an existing run is joined")
  Path runDirectory;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "finish an interrupted run: its id or folder")
  String resume;

  @Option(
      names = "--pause-after",
      paramLabel = "N",
      description = "end after N rounds at most and leave the rest to --resume, 1 to 1000",
      defaultValue = "" + RunRequest.NEVER_PAUSE)
  int pauseAfter;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "where benchmarks keep their databases")
  Path data;

  @Option(names = "--tag", paramLabel = "TEXT", description = "short name of the run")
  String tag;

  @Option(names = "--notes", paramLabel = "TEXT", description = "notes about the run")
  String notes;

  @Option(names = "--decision", paramLabel = "WORD", description = "keep, reject or pending")
  String decision;

  @Option(
      names = "--block-plan",
      paramLabel = "NAME",
      description = "the run's rounds alternate with those of a run of the same plan")
  String blockPlan;

  /** Without --out, a run folder that is given lies in its store. */
  RunStore store() {
    if (out != null) {
      return RunStore.at(out.toAbsolutePath().normalize());
    }
    Path parent =
        runDirectory == null ? null : runDirectory.toAbsolutePath().normalize().getParent();
    return parent == null ? RunStore.near(Path.of("")) : RunStore.at(parent);
  }

  Path data(RunStore store) {
    return data == null ? store.root().resolveSibling("benchmark-data") : data.toAbsolutePath();
  }

  int pauseAfter() {
    if (pauseAfter < 1 || pauseAfter > RunRequest.NEVER_PAUSE) {
      throw new IllegalArgumentException(
          "--pause-after="
              + pauseAfter
              + " is outside 1.."
              + RunRequest.NEVER_PAUSE
              + "; give a number of rounds inside");
    }
    return pauseAfter;
  }

  RunLabels labels() {
    if (decision != null && !DECISIONS.contains(decision)) {
      throw new IllegalArgumentException(
          "unknown decision '" + decision + "'; allowed: " + String.join(", ", DECISIONS));
    }
    return new RunLabels(tag, notes, decision, blockPlan);
  }
}
