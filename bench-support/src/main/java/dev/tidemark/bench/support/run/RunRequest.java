package dev.tidemark.bench.support.run;

import dev.tidemark.bench.support.build.Commit;
import dev.tidemark.bench.support.catalog.CatalogEntry;
import dev.tidemark.runs.Gates;
import dev.tidemark.runs.RunStore;
import java.nio.file.Path;
import java.util.List;

/**
 * One invocation of a jar.
 *
 * @param plan what to measure
 * @param entries the catalogue's entries of the plan's ids
 * @param store where run folders and the index live
 * @param folder the run folder; joined if it exists already
 * @param data directory for the databases of benchmarks
 * @param labels what the user says about the run
 * @param commit what this jar was built from
 * @param gates of this jar
 * @param resuming whether the plan is already part of the run in the folder
 * @param pauseAfter how many rounds at most; what is left is for a later invocation to resume
 * @param profiling what is done once the rounds are over, apart from the results
 * @param warnAboutMachine whether doubts about the machine are printed
 */
public record RunRequest(
    RunPlan plan,
    List<CatalogEntry> entries,
    RunStore store,
    Path folder,
    Path data,
    RunLabels labels,
    Commit commit,
    Gates gates,
    boolean resuming,
    int pauseAfter,
    Profiling profiling,
    boolean warnAboutMachine) {
  /** A run has no more rounds than these. */
  public static final int NEVER_PAUSE = 1_000;
}
