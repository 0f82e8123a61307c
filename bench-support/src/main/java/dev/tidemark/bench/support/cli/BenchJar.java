package dev.tidemark.bench.support.cli;

import dev.tidemark.bench.support.catalog.Catalog;
import dev.tidemark.runs.Gates;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The jar that runs: what it is called and what it can measure.
 *
 * @param module name of the module, as in {@code m8-vector}
 * @param catalog its ids
 * @param gates its gates
 */
record BenchJar(String module, Catalog catalog, Gates gates) {
  private static final String ATTRIBUTE = "Tidemark-Bench-Module";
  private static final String PREFIX = "tidemark-bench-";
  private static final String NO_JAR = "classes";

  /** The module named in the manifest of the jar a class was loaded from. */
  static String moduleOf(Class<?> type) {
    Path jar = location(type);
    if (!Files.isRegularFile(jar)) {
      return NO_JAR;
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      String module = manifest == null ? null : manifest.getMainAttributes().getValue(ATTRIBUTE);
      return module == null ? NO_JAR : module.replace(PREFIX, "");
    } catch (IOException unreadable) {
      return NO_JAR;
    }
  }

  /** The jar or directory a class was loaded from. */
  static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path holds a location that is no file", e);
    }
  }
}
