package dev.tidemark.bench.support.profiling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlameGraphTest {
  @TempDir private Path folder;

  @Test
  void html_stacks_areATreeInTheOrderOfTheWalk() throws IOException {
    JsonNode data = data(FlameGraph.html("a/b", "origin", stacks("m;x 1\nm;y 3\nn 4\n")));

    assertThat(data.path("title").asText()).isEqualTo("a/b");
    assertThat(data.path("samples").asLong()).isEqualTo(8);
    assertThat(data.path("names").toString()).isEqualTo("[\"all\",\"m\",\"x\",\"y\",\"n\"]");
    assertThat(data.path("boxes").toString())
        .isEqualTo("[[0,0,8,0],[1,1,4,0],[2,2,1,0],[2,3,3,0],[1,4,4,0]]");
    assertThat(data.has("changes")).isFalse();
  }

  @Test
  void html_nameThatEndsAScript_isData() throws IOException {
    String page = FlameGraph.html("t", "o", stacks("</script><b> 1\n"));

    assertThat(page).doesNotContain("</script><b>");
    assertThat(data(page).path("names").get(1).asText()).isEqualTo("<.script><b>");
  }

  @Test
  void html_boxTooNarrowToSee_isLeftOut() throws IOException {
    assertThat(data(FlameGraph.html("t", "o", stacks("a 9999\nb 1\n"))).path("boxes")).hasSize(2);
  }

  @Test
  void html_noSample_isAPage() throws IOException {
    assertThat(data(FlameGraph.html("t", "o", stacks(""))).path("samples").asLong()).isZero();
  }

  @Test
  void difference_framesThatCameAndWent_leadTheChanges() throws IOException {
    String page =
        FlameGraph.difference(
            "t", "o", stacks("m;old 6\nm;same 4\n"), stacks("m;now 12\nm;same 8\n"));
    JsonNode data = data(page);

    assertThat(data.path("base").asLong()).isEqualTo(10);
    assertThat(data.path("changes").toString())
        .isEqualTo("[[\"now\",0.0,0.6],[\"old\",0.6,0.0],[\"same\",0.4,0.4]]");
    assertThat(data.path("boxes").toString())
        .isEqualTo("[[0,0,20,10],[1,1,20,10],[2,2,12,0],[2,3,8,4]]");
  }

  private Stacks stacks(String text) throws IOException {
    return Stacks.read(Files.writeString(folder.resolve("stacks"), text));
  }

  private static JsonNode data(String page) throws IOException {
    String json = page.replaceFirst("(?s).*const data = ", "").replaceFirst("(?s);\n.*", "");
    return new ObjectMapper().readTree(json);
  }
}
