package dev.tidemark.baseline.html;

import dev.tidemark.runs.RunStore;
import dev.tidemark.runs.RunStore.StoredRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Finds the flame graphs of a run folder: HTML or SVG files with {@code flame} in their path below
 * the folder. One belongs to the id that a folder or file of that path is named after, each {@code
 * /} of the id written {@code __} and anything behind a dot or hyphen ignored, as well as {@code
 * flamegraph-} before it; of several ids the longest.
 */
public final class FlameGraphs {

  private static final int DEPTH = 4;

  /**
   * A link.
   *
   * @param text the file's path below the run folder
   * @param href percent-encoded, relative to the folder of the report where that is possible
   */
  public record Link(String text, String href) {}

  private FlameGraphs() {}

  /** Links by id, to be followed from a page in that folder; none for a record without one. */
  static Map<String, List<Link>> find(StoredRun run, Path reportFolder) {
    Map<String, List<Link>> links = new TreeMap<>();
    Path runFolder = run.file().toAbsolutePath().getParent();
    Set<String> ids = run.record().results().keySet();
    if (!run.file().endsWith(RunStore.RECORD)) {
      return links;
    }
    for (Path file : files(runFolder)) {
      Path below = runFolder.relativize(file);
      owner(below, ids)
          .ifPresent(
              id ->
                  links
                      .computeIfAbsent(id, any -> new ArrayList<>())
                      .add(new Link(slashes(below), href(file, reportFolder))));
    }
    return links;
  }

  private static List<Path> files(Path runFolder) {
    try (Stream<Path> paths = Files.walk(runFolder, DEPTH)) {
      return paths
          .filter(path -> isFlameGraph(slashes(runFolder.relativize(path))))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(runFolder + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  private static boolean isFlameGraph(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return lower.contains("flame") && (lower.endsWith(".html") || lower.endsWith(".svg"));
  }

  private static Optional<String> owner(Path below, Set<String> ids) {
    return ids.stream()
        .filter(id -> names(below, id.replace("/", "__")))
        .max(Comparator.comparingInt(String::length));
  }

  private static boolean names(Path below, String name) {
    return StreamSupport.stream(below.spliterator(), false)
        .map(part -> part.toString().replaceFirst("^flamegraph-", ""))
        .anyMatch(
            part ->
                part.startsWith(name)
                    && (part.length() == name.length()
                        || ".-".indexOf(part.charAt(name.length())) >= 0));
  }

  private static String href(Path file, Path reportFolder) {
    Path from = reportFolder.toAbsolutePath().normalize();
    Path to = file.toAbsolutePath().normalize();
    if (!to.getRoot().equals(from.getRoot())) {
      return to.toUri().toASCIIString();
    }
    try {
      return new URI(null, null, "./" + slashes(from.relativize(to)), null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(file + " cannot be linked to", e);
    }
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }
}
