package dev.tidemark.bench.support.profiling;

import dev.tidemark.runs.BaselineStore;
import dev.tidemark.runs.BaselineStore.Baseline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The stacks of a session of a baseline, kept beside it in {@code <run-id>.stacks}, so that a later
 * run can be drawn against them when the session's own folder is long gone.
 */
public final class BaselineStacks {
  private static final String SUFFIX = BaselineStore.STACKS;

  private final Path folder;

  private BaselineStacks(Path folder) {
    this.folder = folder;
  }

  /** Those of the newest session that was profiled. */
  public static Optional<BaselineStacks> of(Baseline baseline) {
    List<String> newestFirst = new ArrayList<>(baseline.sessions());
    Collections.reverse(newestFirst);
    return newestFirst.stream()
        .map(session -> baseline.folder().resolve(session + SUFFIX))
        .filter(Files::isDirectory)
        .findFirst()
        .map(BaselineStacks::new);
  }

  /** Keeps the stacks of a run that has become a session; none if it was not profiled. */
  public static void keep(Path runFolder, Baseline baseline) {
    Path kept = baseline.folder().resolve(runFolder.getFileName() + SUFFIX);
    try {
      for (Path file : collapsed(runFolder.resolve(ProfileFiles.STACKS))) {
        Files.createDirectories(kept);
        Files.copy(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(kept + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Writes a differential flame graph into a run folder for each id that was profiled in both.
   *
   * @return how many
   */
  public int compareWith(Path runFolder) {
    String session = folder.getFileName().toString().replace(SUFFIX, "");
    int written = 0;
    try {
      for (Path now : collapsed(runFolder.resolve(ProfileFiles.STACKS))) {
        Path base = folder.resolve(now.getFileName());
        if (Files.exists(base)) {
          String name = now.getFileName().toString().replace(ProfileFiles.COLLAPSED, "");
          ProfileFiles.writeDifference(runFolder, name, base, session);
          written++;
        }
      }
      return written;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be compared: " + e.getMessage(), e);
    }
  }

  private static List<Path> collapsed(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ProfileFiles.COLLAPSED))
          .sorted()
          .toList();
    }
  }
}
