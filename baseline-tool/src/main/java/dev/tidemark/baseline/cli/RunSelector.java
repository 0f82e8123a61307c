package dev.tidemark.baseline.cli;

import dev.tidemark.baseline.importer.Importer;
import dev.tidemark.baseline.importer.Tool;
import dev.tidemark.runs.BaselineStore;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.RunStore;
import dev.tidemark.runs.RunStore.StoredRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the run that a word on the command line names. */
final class RunSelector {

  static final String PREVIOUS = "@previous";

  private final RunStore store;
  private final BaselineStore baselines;
  private final Path workingDirectory;

  /** The two sides of a comparison. */
  record Sides(StoredRun base, StoredRun current) {}

  RunSelector(RunStore store, BaselineStore baselines, Path workingDirectory) {
    this.store = store;
    this.baselines = baselines;
    this.workingDirectory = workingDirectory;
  }

  /**
   * Both runs of a comparison; {@code @previous} as base is the run before the current one.
   *
   * @throws RunRecordException if one is not there; the message names both if both are not
   */
  Sides sides(String base, String current) {
    StoredRun currentRun;
    try {
      currentRun = resolve(current);
    } catch (RunRecordException e) {
      throw base.equals(PREVIOUS) ? e : both(base, e);
    }
    StoredRun baseRun =
        base.equals(PREVIOUS)
            ? store.previous(currentRun)
            : resolve(base, Optional.of(currentRun.record()));
    return new Sides(baseRun, currentRun);
  }

  private RunRecordException both(String base, RunRecordException current) {
    try {
      resolve(base);
      return current;
    } catch (RunRecordException e) {
      return new RunRecordException(
          "BASE and CURRENT: " + e.getMessage() + "\n  " + current.getMessage(), current);
    }
  }

  /**
   * A run of the store, a record, a saved baseline, or another harness's results. What holds
   * results wins over a baseline of that name.
   *
   * @throws RunRecordException if there is none or it cannot be read
   */
  StoredRun resolve(String reference) {
    return resolve(reference, Optional.empty());
  }

  private StoredRun resolve(String reference, Optional<RunRecord> like) {
    Path path = workingDirectory.resolve(reference);
    if (Files.exists(path.resolve(RunStore.RECORD))) {
      return RunStore.load(path);
    }
    if (Files.exists(path) && Importer.recognize(path).isPresent()) {
      return imported(path, Importer.recognize(path).get());
    }
    return Files.isRegularFile(path)
        ? RunStore.load(path)
        : baselines.resolve(reference, like).orElseGet(() -> store.resolve(reference));
  }

  private static StoredRun imported(Path path, Tool tool) {
    return new StoredRun(
        String.valueOf(path.getFileName()),
        path,
        Importer.read(List.of(path), tool, Importer.Provenance.UNKNOWN));
  }
}
