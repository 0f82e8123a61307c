package dev.tidemark.baseline.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

  @TempDir static Path directory;
  private static SampleStore sample;

  @BeforeAll
  static void fill() {
    sample = new SampleStore(directory).filled();
  }

  @Test
  void render_hundredIdsOfTenForks_staysWithin300KilobytesAndGrowsByThreeKilobytesAnId() {
    int hundred = size(100);
    int more = size(120);

    assertThat(hundred).isLessThanOrEqualTo(300_000);
    assertThat((more - hundred) / 20).isLessThanOrEqualTo(3_000);
  }

  private static int size(int ids) {
    return HtmlReport.render(SampleStore.ofSize(ids)).getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void render_hostileTexts_stayTexts() throws IOException {
    String page = HtmlReport.render(sample.source());

    assertThat(page).doesNotContain("<img", "模型");
    assertThat(page.split("</script", -1)).hasSameSizeAs(page.split("<script", -1)).hasSize(4);
    JsonNode data = data(page);
    assertThat(texts(data.path("rows"), "id")).contains(SampleStore.HOSTILE);
    assertThat(data.at("/current/tag").asText()).isEqualTo("try </script>");
    assertThat(data.at("/current/notes").asText()).isEqualTo("search through \"quads\" & 模型");
  }

  @Test
  void render_page_loadsNothing() throws IOException {
    String page = HtmlReport.render(sample.source());

    assertThat(page).contains("default-src 'none'").contains("Copyright (c) 2022 Leon Sorokin");
    assertThat(page.replaceAll("id=\"data\">.*", ""))
        .doesNotContain(" src=", "<link", "@import", "url(", "fetch(", "@DATA@");
  }

  @Test
  void render_twice_sameBytes() {
    assertThat(HtmlReport.render(sample.source())).isEqualTo(HtmlReport.render(sample.source()));
  }

  @Property
  void json_anyText_holdsNoMarkupAndReadsBackAlike(@ForAll String text) throws IOException {
    String json = HtmlReport.json(JsonNodeFactory.instance.objectNode().put("text", text));

    assertThat(json).matches("[\\x20-\\x7f]*").doesNotContain("<", ">", "&");
    assertThat(new ObjectMapper().readTree(json).path("text").asText()).isEqualTo(text);
  }

  @Test
  void render_sample_showsVerdictsForksPercentilesFamiliesAndTrend() throws IOException {
    JsonNode data = data(HtmlReport.render(sample.source()));

    assertThat(data.path("conclusion").asText()).isEqualTo("FAILED");
    JsonNode slow = row(data, "vector_search/k_10/size_100k");
    assertThat(data.path("verdicts").get(slow.path("v").asInt()).path("name").asText())
        .isEqualTo("REGRESSED");
    assertThat(slow.at("/b/f")).hasSize(SampleStore.FORKS);
    assertThat(slow.at("/c/Q")).hasSize(5);
    assertThat(slow.at("/c/q")).hasSize(SampleStore.FORKS);
    assertThat(slow.at("/t/cp").toString()).as("the step of the sample").isEqualTo("[7]");
    assertThat(slow.at("/t/m")).hasSize(data.path("runs").size());
    assertThat(row(data, "kv_get/hit").path("t").has("cp")).as("a level series").isFalse();
    assertThat(row(data, "kv_put/strict").at("/c/q/0"))
        .as("9,000 samples show no p99.9")
        .hasSize(4);
    assertThat(texts(data.path("families"), "parameter")).containsExactlyInAnyOrder("k", "size");
    assertThat(data.path("environment").toString())
        .isEqualTo("[[\"os.kernel\",\"6.8.0\",\"6.9.1\",\"WARNS\"]]");
    assertThat(data.path("gates")).hasSize(3);
  }

  @Test
  void render_flameGraphInTheRunFolder_isLinkedFromItsId() throws IOException {
    Path graphs = sample.current().file().resolveSibling("flame graphs");
    Files.createDirectories(graphs);
    Files.writeString(graphs.resolve("kv_get__hit-cpu.html"), "x");
    Files.writeString(graphs.resolve("kv_get__hit-diff.svg"), "x");
    Files.writeString(graphs.resolve("kv_get__hitter.html"), "x");
    Files.writeString(graphs.resolve("kv_get__hit.txt"), "x");

    JsonNode links = row(data(HtmlReport.render(sample.source())), "kv_get/hit").path("fg");
    assertThat(links).hasSize(2);
    assertThat(links.get(1).get(1).asText())
        .as("a differential one")
        .isEqualTo("./flame%20graphs/kv_get__hit-diff.svg");
    assertThat(links.get(0).get(0).asText()).isEqualTo("flame graphs/kv_get__hit-cpu.html");
    assertThat(links.get(0).get(1).asText()).isEqualTo("./flame%20graphs/kv_get__hit-cpu.html");
  }

  @Test
  void render_flameGraphsOfABenchRun_areLinkedWithTheirDifference() throws IOException {
    Path graph = sample.current().file().resolveSibling("flamegraph-kv_get__hit.html");
    Path difference = graph.resolveSibling("flamegraph-kv_get__hit-diff.html");
    Files.createFile(graph);
    Files.createFile(difference);

    JsonNode links = row(data(HtmlReport.render(sample.source())), "kv_get/hit").path("fg");
    Files.delete(graph);
    Files.delete(difference);

    assertThat(links.toString())
        .contains("./flamegraph-kv_get__hit.html", "./flamegraph-kv_get__hit-diff.html");
  }

  private static JsonNode data(String page) throws IOException {
    String start = "id=\"data\">";
    int from = page.indexOf(start) + start.length();
    return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
  }

  private static JsonNode row(JsonNode data, String id) {
    return StreamSupport.stream(data.path("rows").spliterator(), false)
        .filter(row -> row.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(JsonNode array, String field) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.path(field).asText()));
    return texts;
  }
}
