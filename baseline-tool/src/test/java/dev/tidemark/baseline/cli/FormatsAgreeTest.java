package dev.tidemark.baseline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.baseline.compare.Verdict;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Records;
import dev.tidemark.runs.RunRecordJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What one comparison says in its seven formats is the same: rows, verdicts, counts, session. */
class FormatsAgreeTest {

  private static final List<String> FORMATS =
      List.of("text", "markdown", "json", "csv", "junit", "sarif", "html");
  private static final Set<Verdict> FINDINGS =
      Set.of(
          Verdict.REGRESSED,
          Verdict.REGRESSED_POINT,
          Verdict.INCONCLUSIVE,
          Verdict.MISSING,
          Verdict.NOT_COMPARABLE,
          Verdict.SLOWER);

  @TempDir Path directory;
  private JsonNode json;
  private Map<String, Verdict> verdicts;

  @BeforeEach
  void compareOnce() throws Exception {
    Map<String, BenchmarkResult> base = new TreeMap<>();
    Map<String, BenchmarkResult> current = new TreeMap<>();
    both(base, current, "slow", 1.2);
    both(base, current, "slower", 1.03);
    both(base, current, "fast", 0.5);
    both(base, current, "faster", 0.96);
    both(base, current, "same", 1);
    base.put("doubtful", Records.forked(90, 100, 110, 120, 95));
    current.put("doubtful", Records.forked(95, 105, 110, 115, 100));
    base.put("point", Records.forked(100, 100));
    current.put("point", Records.forked(150, 150));
    base.put("gone", forks(1));
    current.put("fresh", forks(1));
    write("base.json", base, 1);
    write("current.json", current, 1.1);
    StringWriter err = new StringWriter();
    Console console =
        new Console(new PrintWriter(err), new PrintWriter(err, true), directory, Map.of());
    List<String> words = new ArrayList<>(List.of("compare", path("base.json")));
    words.addAll(List.of(path("current.json"), "--all"));
    FORMATS.forEach(format -> words.add("--format=" + format + ":" + path("out." + format)));
    assertThat(Main.run(words, console)).as(err.toString()).isEqualTo(1);
    json = new ObjectMapper().readTree(read("json"));
    verdicts = new TreeMap<>();
    json.get("rows")
        .forEach(
            row ->
                verdicts.put(row.get("id").asText(), Verdict.valueOf(row.get("verdict").asText())));
    assertThat(verdicts.values())
        .as("kinds of rows")
        .contains(
            Verdict.REGRESSED,
            Verdict.REGRESSED_POINT,
            Verdict.SLOWER,
            Verdict.IMPROVED,
            Verdict.FASTER,
            Verdict.EQUIVALENT,
            Verdict.INCONCLUSIVE,
            Verdict.MISSING,
            Verdict.NEW);
  }

  @Test
  void textAndMarkdown_report_holdTheRowsAndCountsOfTheJson() throws IOException {
    assertThat(tableRows(read("text"), "\\s{2,}")).isEqualTo(verdicts);
    assertThat(tableRows(read("markdown"), "\\s*\\|\\s*")).isEqualTo(verdicts);
    for (String format : List.of("text", "markdown")) {
      for (Map.Entry<Verdict, Long> count : counts().entrySet()) {
        assertThat(read(format))
            .containsPattern("[:,] " + count.getValue() + " " + count.getKey() + "[,;]");
      }
      assertThat(read(format))
          .contains(verdicts.size() + " ids: ", "2 could not be paired", "SESSION DRIFTED")
          .contains("rulers: 0 of 1 held");
    }
  }

  @Test
  void json_summary_countsItsRows() {
    JsonNode summary = json.get("summary");
    for (Verdict verdict : Verdict.values()) {
      assertThat(summary.get(verdict.name().toLowerCase(Locale.ROOT)).asLong())
          .isEqualTo(counts().getOrDefault(verdict, 0L));
    }
    assertThat(summary.get("unpaired").asInt()).isEqualTo(2);
    assertThat(json.at("/rulers/0/drifted").asBoolean()).isTrue();
  }

  @Test
  void csv_lines_areTheRows() throws IOException {
    Map<String, Verdict> rows = new TreeMap<>();
    List<String> lines = read("csv").lines().skip(1).toList();
    for (String line : lines) {
      String[] cells = line.split(",", 3);
      rows.put(cells[0], Verdict.valueOf(cells[1]));
    }
    assertThat(rows).isEqualTo(verdicts);
    assertThat(lines).hasSize(verdicts.size()).allMatch(line -> line.contains(",drifted,"));
  }

  @Test
  void junit_cases_areTheRowsAndFailWithTheRegressions() throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(read("junit"))));
    NodeList cases = document.getElementsByTagName("testcase");
    Map<String, String> outcomes = new TreeMap<>();
    for (Element each : elements(cases)) {
      if (each.getAttribute("classname").endsWith(".benchmark")) {
        outcomes.put(each.getAttribute("name"), outcome(each));
      }
    }
    assertThat(outcomes.keySet()).isEqualTo(verdicts.keySet());
    verdicts.forEach((id, verdict) -> assertThat(outcomes.get(id)).isEqualTo(outcome(verdict)));
    Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("failures")).isEqualTo("2");
    assertThat(suite.getAttribute("tests")).isEqualTo(String.valueOf(verdicts.size() + 1));
    assertThat(read("junit")).contains("classname=\"compare-baseline.SESSION_DRIFTED\"");
  }

  @Test
  void sarif_results_areTheRowsThatAreFindings() throws IOException {
    Map<String, Verdict> found = new TreeMap<>();
    JsonNode results = new ObjectMapper().readTree(read("sarif")).at("/runs/0/results");
    boolean drifted = false;
    for (JsonNode result : results) {
      String rule = result.get("ruleId").asText();
      String id = result.at("/locations/0/logicalLocations/0/fullyQualifiedName").asText();
      if (rule.equals("SESSION_DRIFTED")) {
        drifted = true;
      } else {
        found.put(id, Verdict.valueOf(rule));
      }
    }
    Map<String, Verdict> expected = new TreeMap<>(verdicts);
    expected.values().retainAll(FINDINGS);
    assertThat(found).isEqualTo(expected);
    assertThat(drifted).isTrue();
  }

  @Test
  void html_data_holdsTheRows() throws IOException {
    String page = read("html");
    String start = "id=\"data\">";
    int from = page.indexOf(start) + start.length();
    JsonNode data =
        new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
    Map<String, Verdict> rows = new TreeMap<>();
    data.get("rows")
        .forEach(
            row -> {
              String name = data.get("verdicts").get(row.get("v").asInt()).get("name").asText();
              rows.put(row.get("id").asText(), Verdict.valueOf(name));
            });
    assertThat(rows).isEqualTo(verdicts);
    assertThat(data.get("unpaired").asInt()).isEqualTo(2);
    assertThat(data.get("warnings").toString()).contains("SESSION DRIFTED");
  }

  private Map<Verdict, Long> counts() {
    return verdicts.values().stream()
        .collect(Collectors.groupingBy(verdict -> verdict, Collectors.counting()));
  }

  /** The lines with an id of the comparison and, in a cell of its own, a verdict. */
  private Map<String, Verdict> tableRows(String text, String separator) {
    Map<String, Verdict> rows = new TreeMap<>();
    Set<String> names = Arrays.stream(Verdict.values()).map(Enum::name).collect(Collectors.toSet());
    for (String line : text.lines().toList()) {
      List<String> cells =
          Arrays.stream(line.split(separator, -1)).filter(cell -> !cell.isBlank()).toList();
      if (cells.size() > 4) {
        cells.stream()
            .filter(names::contains)
            .findFirst()
            .ifPresent(verdict -> rows.put(unquoted(cells.get(0)), Verdict.valueOf(verdict)));
      }
    }
    return rows;
  }

  private static String unquoted(String cell) {
    Matcher quoted = Pattern.compile("`?([^`]*)`?").matcher(cell);
    return quoted.matches() ? quoted.group(1) : cell;
  }

  private static List<Element> elements(NodeList nodes) {
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  private static String outcome(Element each) {
    Element failure = (Element) each.getElementsByTagName("failure").item(0);
    Element skipped = (Element) each.getElementsByTagName("skipped").item(0);
    if (failure != null) {
      return failure.getAttribute("type");
    }
    return skipped == null ? "passed" : skipped.getAttribute("message").replaceFirst(":.*", "");
  }

  private static String outcome(Verdict verdict) {
    return FINDINGS.contains(verdict) && verdict != Verdict.SLOWER ? verdict.name() : "passed";
  }

  private static void both(
      Map<String, BenchmarkResult> base,
      Map<String, BenchmarkResult> current,
      String id,
      double factor) {
    base.put(id, forks(1));
    current.put(id, forks(factor));
  }

  private static BenchmarkResult forks(double factor) {
    double[] values = {99.8, 99.9, 100, 100, 100.1, 100.2};
    return Records.forked(Arrays.stream(values).map(v -> v * factor).toArray());
  }

  private void write(String name, Map<String, BenchmarkResult> results, double ruler) {
    RunRecordJson.write(
        directory.resolve(name),
        Records.run(results).withRulers(Map.of("ruler/cpu", forks(ruler))));
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private String read(String format) throws IOException {
    return Files.readString(directory.resolve("out." + format));
  }
}
