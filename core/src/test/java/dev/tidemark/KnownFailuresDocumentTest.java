package dev.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that the page of known failures names exists, in whatever module. */
class KnownFailuresDocumentTest {
  private static final Path PROJECT = Path.of("..");
  private static final Path PAGE = PROJECT.resolve("docs/FAILURES.md");
  private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|(.*)$");

  @Test
  void page_everyRow_namesATest() throws IOException {
    List<MatchResult> rows = ROW.matcher(Files.readString(PAGE)).results().toList();

    assertThat(rows).hasSizeGreaterThan(30);
    assertThat(rows).allSatisfy(row -> assertThat(row.group(2)).containsPattern(NAMED));
    assertThat(rows.stream().map(row -> Integer.valueOf(row.group(1))))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void page_everyTestNamed_exists() throws IOException {
    Map<String, String> sources = testSources();

    assertThat(NAMED.matcher(Files.readString(PAGE)).results())
        .isNotEmpty()
        .allSatisfy(
            named ->
                assertThat(sources.getOrDefault(named.group(1), ""))
                    .as(named.group())
                    .containsPattern("void " + named.group(2) + "\\("));
  }

  /** The source of each test class of all modules, by its simple name. */
  private static Map<String, String> testSources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> modules = Files.list(PROJECT)) {
      for (Path root : modules.map(module -> module.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(root)) {
          addSources(root, sources);
        }
      }
    }
    return sources;
  }

  private static void addSources(Path root, Map<String, String> sources) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        sources.merge(name, Files.readString(file), String::concat);
      }
    }
  }
}
