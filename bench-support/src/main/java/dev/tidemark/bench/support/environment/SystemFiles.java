package dev.tidemark.bench.support.environment;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files in which a Linux kernel describes itself, below a root. */
record SystemFiles(Path root) {

  static SystemFiles ofThisMachine() {
    return new SystemFiles(Path.of("/"));
  }

  /** The text of a file without surrounding space; empty if it is missing or unreadable. */
  Optional<String> read(String path) {
    try {
      return Optional.of(Files.readString(root.resolve(path)).strip());
    } catch (IOException | SecurityException missing) {
      return Optional.empty();
    }
  }

  /** The value after {@code name} and a colon or equals sign, in a file of such lines. */
  Optional<String> field(String path, String name) {
    return read(path).stream()
        .flatMap(String::lines)
        .map(line -> line.split("[:=]", 2))
        .filter(parts -> parts.length == 2 && parts[0].strip().equals(name))
        .map(parts -> parts[1].strip())
        .findFirst();
  }

  boolean exists(String path) {
    return Files.exists(root.resolve(path));
  }

  /** Names in a directory that match a glob, sorted; none if there is no such directory. */
  List<String> names(String directory, String glob) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(root.resolve(directory), glob)) {
      found.forEach(path -> names.add(path.getFileName().toString()));
    } catch (IOException missing) {
      return List.of();
    }
    Collections.sort(names);
    return names;
  }

  Stream<String> lines(String path) {
    return read(path).stream().flatMap(String::lines);
  }
}
