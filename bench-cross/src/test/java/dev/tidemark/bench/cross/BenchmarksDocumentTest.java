package dev.tidemark.bench.cross;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that says which benchmark became which names only those that exist. */
class BenchmarksDocumentTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final List<String> MODULES =
      List.of("bench-m1-m6", "bench-m8-vector", "bench-cross");

  private static String section(String heading) throws IOException {
    String page = Files.readString(ROOT.resolve("docs/BENCHMARKS.md"));
    int start = page.indexOf("## " + heading);
    assertThat(start).isNotNegative();
    return page.substring(start, page.indexOf("\n## ", start));
  }

  private static List<String> catalogues() {
    return MODULES.stream()
        .map(module -> ROOT.resolve(module).resolve("src/test/resources/catalogue.txt"))
        .flatMap(BenchmarksDocumentTest::lines)
        .map(line -> line.substring(0, line.indexOf(' ')))
        .toList();
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void originals_everyIdNamed_exists() throws IOException {
    List<String> ids =
        section("What became of the original's benchmarks")
            .lines()
            .filter(line -> line.startsWith("| "))
            .map(line -> line.substring(line.indexOf(" | ") + 1))
            .flatMap(cell -> QUOTED.matcher(cell).results())
            .map(found -> found.group(1))
            .filter(id -> id.matches("[a-z0-9_/]+"))
            .toList();

    assertThat(ids).hasSizeGreaterThan(100);
    assertThat(catalogues()).containsAll(ids);
  }

  @Test
  void catalogues_allModules_nameEachIdOnce() {
    assertThat(catalogues()).doesNotHaveDuplicates();
  }
}
