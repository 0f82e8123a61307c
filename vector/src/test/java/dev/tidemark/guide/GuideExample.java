package dev.tidemark.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example of one section of a page of the documentation: the first Java block behind the
 * section's heading is the body of {@link #example}, between the lines {@code // example} and
 * {@code // end}, and the next plain block is what it prints.
 */
public abstract class GuideExample {
  private static final String FROM = "    // example\n";
  private static final String TO = "    // end\n";

  /** What stands in the page as {@code System.out}. */
  protected final PrintStream out;

  /** Where the example may open a database; it does not exist yet. */
  protected Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Path page;
  private final String heading;

  @TempDir private Path scratch;

  /**
   * @param heading of the section in docs/GUIDE.md, without the leading {@code ##}
   */
  protected GuideExample(String heading) {
    this(Path.of("../docs/GUIDE.md"), heading);
  }

  protected GuideExample(Path page, String heading) {
    this.out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    this.page = page;
    this.heading = heading;
  }

  /** What the page shows. */
  protected abstract void example() throws Exception;

  @Test
  void example_run_printsWhatThePageSays() throws Exception {
    directory = scratch.resolve("agent-state");

    example();

    assertThat(block(section(), "```\n")).isEqualTo(printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void example_source_isThePagesBlock() throws IOException {
    Path file = Path.of("src/test/java", getClass().getName().replace('.', '/') + ".java");
    String source = Files.readString(file);
    String body = source.substring(source.indexOf(FROM) + FROM.length(), source.indexOf(TO));

    assertThat(block(section(), "```java\n"))
        .isEqualTo(body.replaceAll("(?m)^    ", "").replace("out.println", "System.out.println"));
  }

  private String section() throws IOException {
    String text = Files.readString(page);
    int from = text.indexOf("\n## " + heading + "\n");
    assertThat(from).as("section %s in %s", heading, page).isNotNegative();
    int next = text.indexOf("\n## ", from + 1);
    return text.substring(from, next < 0 ? text.length() : next);
  }

  /** The text of the first block that opens with the given line and follows no open block. */
  private static String block(String section, String fence) {
    int at = section.indexOf("\n```");
    while (at >= 0 && !section.startsWith(fence, at + 1)) {
      at = section.indexOf("\n```", section.indexOf("\n```", at + 1) + 1);
    }
    assertThat(at).as("a block %s in %s", fence, section).isNotNegative();
    int from = at + 1 + fence.length();
    return section.substring(from, section.indexOf("```", from));
  }
}
