package dev.tidemark.baseline.cli;

import dev.tidemark.baseline.importer.Importer;
import dev.tidemark.baseline.importer.Tool;
import dev.tidemark.runs.RunStore;
import dev.tidemark.runs.RunStore.StoredRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the run that a word on the command line names. */
final class RunSelector {

  private final RunStore store;
  private final Path workingDirectory;

  RunSelector(RunStore store, Path workingDirectory) {
    this.store = store;
    this.workingDirectory = workingDirectory;
  }

  /**
   * A run of the store, a record, or another harness's results.
   *
   * @throws dev.tidemark.runs.RunRecordException if there is none or it cannot be read
   */
  StoredRun resolve(String reference) {
    Path path = workingDirectory.resolve(reference);
    boolean word = reference.startsWith("@") || !Files.exists(path);
    Optional<Tool> tool = word ? Optional.empty() : foreign(path);
    return tool.map(t -> imported(path, t)).orElseGet(() -> store.resolve(reference));
  }

  private static Optional<Tool> foreign(Path path) {
    boolean run = Files.exists(path.resolve(RunStore.RECORD));
    return run ? Optional.empty() : Importer.recognize(path);
  }

  private static StoredRun imported(Path path, Tool tool) {
    return new StoredRun(
        String.valueOf(path.getFileName()),
        path,
        Importer.read(List.of(path), tool, Importer.Provenance.UNKNOWN));
  }
}
