package dev.tidemark.baseline.importer;

import dev.tidemark.runs.RunRecord;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** What harnesses wrote, below {@code src/test/resources/import}. */
final class Fixtures {

  private Fixtures() {}

  static Path path(String name) {
    try {
      return Path.of(Fixtures.class.getResource("/import/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static RunRecord read(Tool tool, String... names) {
    List<Path> paths = List.of(names).stream().map(Fixtures::path).toList();
    return Importer.read(paths, tool, new Importer.Provenance("abc123", "main"));
  }
}
