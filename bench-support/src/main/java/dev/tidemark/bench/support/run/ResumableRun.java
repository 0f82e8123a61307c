package dev.tidemark.bench.support.run;

import dev.tidemark.runs.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds what an interrupted run has left to do. */
public final class ResumableRun {
  private ResumableRun() {}

  /**
   * The folder of a run named by its path or by its id in a store.
   *
   * @throws IllegalArgumentException if there is no such folder
   */
  public static Path folder(RunStore store, String run) {
    Path inStore = store.root().resolve(run).toAbsolutePath().normalize();
    Path direct = Path.of(run).toAbsolutePath().normalize();
    if (Files.isDirectory(inStore)) {
      return inStore;
    }
    if (Files.isDirectory(direct)) {
      return direct;
    }
    throw new IllegalArgumentException("no run '" + run + "' in " + store.root());
  }

  /**
   * The plans of a jar that are not complete.
   *
   * @throws IllegalArgumentException if the folder is no run or nothing in it is left to this jar
   */
  public static List<RunPlan> unfinished(Path folder, String module) throws IOException {
    List<RunPlan> plans =
        RunMetadata.read(folder).parts().stream()
            .filter(part -> !part.complete())
            .map(RunMetadata.Part::plan)
            .filter(plan -> plan.module().equals(module))
            .toList();
    if (plans.isEmpty()) {
      throw new IllegalArgumentException(
          "run " + folder.getFileName() + " has nothing left to do for the jar of " + module);
    }
    return plans;
  }
}
