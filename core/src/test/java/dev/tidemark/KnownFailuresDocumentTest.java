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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that the page of known failures names exists, in whatever module. */
class KnownFailuresDocumentTest {
  private static final Path PROJECT = Path.of("..");
  private static final Path PAGE = PROJECT.resolve("docs/FAILURES.md");
  private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|(.*)$");

  /** What the row of a failure may say instead, as long as the feature it belongs to is missing. */
  private static final Pattern LATER = Pattern.compile("\\| search, later \\|$");

  @Test
  void engine_everyRow_namesATest() throws IOException {
    List<MatchResult> rows = rows("The engine");

    assertThat(rows).hasSizeGreaterThan(30);
    assertThat(rows).allSatisfy(row -> assertThat(row.group(2)).containsPattern(NAMED));
    assertThat(numbers(rows)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void primitives_everyFailure_isExcludedByATestOrBelongsToSearch() throws IOException {
    List<MatchResult> rows = rows("The primitives");

    assertThat(numbers(rows)).isEqualTo(IntStream.rangeClosed(1, 52).boxed().toList());
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(NAMED.matcher(row.group(2)).find())
                    .as(row.group())
                    .isNotEqualTo(LATER.matcher(row.group(2)).find()));
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

  private static List<MatchResult> rows(String heading) throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf("\n## " + heading + "\n");
    assertThat(from).as("section %s", heading).isNotNegative();
    int next = page.indexOf("\n## ", from + 1);
    return ROW.matcher(page.substring(from, next < 0 ? page.length() : next)).results().toList();
  }

  private static List<Integer> numbers(List<MatchResult> rows) {
    return rows.stream().map(row -> Integer.valueOf(row.group(1))).toList();
  }

  /** The source of each class of the tests of all modules, by its simple name. */
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
