package dev.tidemark.bench.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories for the databases of benchmarks, on the file system that the run measures. */
public final class ScratchDirectory {
  /** System property that names the directory under which all others are made. */
  public static final String PROPERTY = "tidemark.bench.data";

  private ScratchDirectory() {}

  /** Makes a new empty directory. */
  public static Path create() throws IOException {
    String parent = System.getProperty(PROPERTY);
    if (parent == null) {
      return Files.createTempDirectory("tidemark-bench");
    }
    return Files.createTempDirectory(Files.createDirectories(Path.of(parent)), "db");
  }

  /** Deletes a directory and all it holds; one that is gone already is no error. */
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    for (Path path : deepestFirst(directory)) {
      Files.deleteIfExists(path);
    }
  }

  private static List<Path> deepestFirst(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
