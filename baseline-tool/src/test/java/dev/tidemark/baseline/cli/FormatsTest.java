package dev.tidemark.baseline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Direction;
import dev.tidemark.runs.Failure;
import dev.tidemark.runs.GateResult;
import dev.tidemark.runs.MeasurementSetup;
import dev.tidemark.runs.Records;
import dev.tidemark.runs.RunInfo;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.ValueOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.SAXException;

/** One comparison with every kind of row, in every format. */
class FormatsTest {

  private static final String SLOW = "slow, \"quoted\" <&>\u0001";

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeRuns() {
    Map<String, BenchmarkResult> base = new TreeMap<>();
    base.put(SLOW, forks(1));
    base.put("fast", forks(2));
    base.put("same", allocating(32));
    base.put("gone", forks(1));
    base.put("doubtful", Records.forked(90, 100, 110, 120, 95));
    base.put("other", Records.forked(Records.time(100), tier("b", "k", "1"), 100, 100));
    base.put("a/tiered", Records.forked(Records.time(100), tier("c", "k", "10"), 100, 101, 99));
    Map<String, BenchmarkResult> current = new TreeMap<>(base);
    current.put(SLOW, forks(1.2));
    current.put("fast", forks(1));
    current.put("doubtful", Records.forked(95, 105, 110, 115, 100));
    current.put("other", Records.forked(new ValueOutcome(1, "B", Direction.LOWER_IS_BETTER), 1, 1));
    current.put("same", allocating(64));
    current.remove("gone");
    current.put("fresh", forks(1));
    write("base.json", base, Map.of(), List.of());
    write("current.json", current, Map.of("fast", gate(true), "same", gate(false)), List.of());
    write(
        "broken.json", current, Map.of(), List.of(new Failure("same", OptionalInt.of(2), "died")));
  }

  @Test
  void csv_allRows_areQuotedWhereNeeded() {
    assertThat(compare("--format=csv")).isEqualTo(1);
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(9);
    assertThat(lines.get(0)).startsWith("id,verdict,base,current,unit,ratio,interval_low");
    assertThat(lines)
        .anyMatch(l -> l.startsWith("\"slow, \"\"quoted\"\" <&>\u0001\",REGRESSED,100,120,ns,1.2,"))
        .contains("gone,MISSING,100,,ns,,,,,,6,,,")
        .contains("fresh,NEW,,100,ns,,,,,,,6,,");
  }

  @Test
  void junit_report_isValidAndCountsAgree() throws Exception {
    assertThat(compare("--format=junit")).isEqualTo(1);
    String xml = out.toString();
    validateJunit(xml);
    assertThat(xml)
        .contains("tests=\"10\" failures=\"2\" errors=\"0\" skipped=\"5\"")
        .contains("name=\"slow, &quot;quoted&quot; &lt;&amp;&gt;\ufffd\"")
        .contains("<failure message=\"100.0 ns to 120.0 ns, ratio 1.2000, interval [")
        .contains("type=\"REGRESSED\"")
        .contains("classname=\"compare-baseline.GATE\" name=\"fast\"");
  }

  @Test
  void junit_report_meetsWhatJenkinsDemands() throws Exception {
    compare("--format=junit");
    assertThat(JenkinsJunit.complaints(out.toString())).isEmpty();
    String other = out.toString().replace("<testcase ", "<testcase verdict=\"NEW\" ");
    assertThat(JenkinsJunit.complaints(other)).contains("testcase must not have verdict");
    assertThat(JenkinsJunit.complaints("<testsuites><testcase/></testsuites>"))
        .containsExactly("testsuites must not hold testcase", "testcase lacks name");
  }

  @Test
  void junit_brokenRun_failsForIt() throws Exception {
    assertThat(run("compare", "base.json", "broken.json", "--format=junit")).isEqualTo(4);
    validateJunit(out.toString());
    assertThat(out.toString()).contains("type=\"INCOMPLETE\"").contains("same: died");
  }

  @Test
  void junit_otherDocument_isRefusedByTheSchema() {
    assertThatThrownBy(() -> validateJunit("<testsuites><testsuite/></testsuites>"))
        .isInstanceOf(SAXException.class);
  }

  @Test
  void sarif_report_isValidAndHoldsTheFindings() throws IOException {
    assertThat(compare("--format=sarif")).isEqualTo(1);
    assertThat(errors("/schemas/sarif-2.1.0-rtm.5.json", SpecificationVersion.DRAFT_4)).isEmpty();
    JsonNode run = new ObjectMapper().readTree(out.toString()).at("/runs/0");
    assertThat(run.at("/invocations/0/executionSuccessful").asBoolean()).isTrue();
    assertThat(run.get("results").findValuesAsText("ruleId"))
        .containsExactlyInAnyOrder(
            "INCONCLUSIVE",
            "INCONCLUSIVE",
            "MISSING",
            "NOT_COMPARABLE",
            "REGRESSED",
            "GATE",
            "GATE");
    assertThat(run.get("results").findValuesAsText("level"))
        .containsOnly("error", "warning")
        .filteredOn("error"::equals)
        .hasSize(2);
  }

  private static BenchmarkResult allocating(double bytes) {
    BenchmarkResult result = Records.forked(99.9, 100, 100, 100, 100, 100.1);
    return new BenchmarkResult(
        result.outcome(),
        result.setup(),
        result.opsPerSec(),
        OptionalDouble.of(bytes),
        new TreeMap<>(Map.of("syncs", bytes / 32)),
        result.forks());
  }

  @Test
  void allocationThatChanged_showsWhereNothingElseDid() {
    assertThat(compare("--format=text")).isEqualTo(1);
    assertThat(out.toString())
        .containsSubsequence("EQUIVALENT\n", "  same ", "allocates 64 B an operation, was 32");
    out.getBuffer().setLength(0);
    compare("--json");
    assertThat(out.toString())
        .contains("\"alloc_bytes_per_op\" : 64.0", "\"aux\" : {\n        \"syncs\" : 2.0");
  }

  @Test
  void json_report_matchesItsSchema() throws IOException {
    assertThat(compare("--json")).isEqualTo(1);
    String schema = "/dev/tidemark/baseline/report/comparison-1.0.schema.json";
    assertThat(errors(schema, SpecificationVersion.DRAFT_2020_12)).isEmpty();
    out.getBuffer().setLength(0);
    out.append("{\"version\":\"1.0\"}");
    assertThat(errors(schema, SpecificationVersion.DRAFT_2020_12)).isNotEmpty();
  }

  @Test
  void markdownAndText_holdTheFourPartsAndTheRest() {
    for (String format : List.of("markdown", "text")) {
      compare("--format=" + format, "--all");
      assertThat(out.toString().toUpperCase(Locale.ROOT))
          .containsSubsequence(
              "BASE     BASE.JSON",
              "CURRENT  CURRENT.JSON",
              "REGRESSIONS",
              "IMPROVEMENTS",
              "GATE FAILURES",
              "MISSING",
              "NOT COMPARABLE",
              "INCONCLUSIVE",
              "EQUIVALENT",
              "NEW",
              "GEOMETRIC MEAN");
    }
  }

  @Test
  void formats_severalFiles_areAllWritten() {
    assertThat(compare("--format=csv:a.csv", "--format=junit:a.xml", "--format=sarif:a.json"))
        .isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(directory.resolve("a.csv")).isNotEmptyFile();
    assertThat(directory.resolve("a.xml")).isNotEmptyFile();
    assertThat(directory.resolve("a.json")).isNotEmptyFile();
  }

  @Test
  void annotations_underGitHubActions_goToStandardError() {
    assertThat(run(Map.of("GITHUB_ACTIONS", "true"), "compare", "base.json", "current.json"))
        .isEqualTo(1);
    assertThat(err.toString())
        .contains("::error title=REGRESSED slow%2C \"quoted\"")
        .contains("::warning title=MISSING gone::100.0 ns to -")
        .contains("::error title=GATE fast::target 10.00 ns, actual 20.00 ns");
    assertThat(out.toString()).startsWith("BASE").doesNotContain("::error");
    assertThat(compare()).isEqualTo(1);
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--tier=c, a/tiered",
    "--tier=C, a/tiered",
    "--param=k=10, a/tiered",
    "'--tier=b,c --param=k=10', a/tiered",
  })
  void selection_tierAndParam_leaveOnlyTheirIds(String options, String id) throws IOException {
    String[] words = (options + " --json").split(" ", -1);
    compare(words);
    JsonNode rows = new ObjectMapper().readTree(out.toString()).get("rows");
    assertThat(rows.findValuesAsText("id")).containsExactly(id);
  }

  @ParameterizedTest
  @CsvSource({"--tier=z", "--param=k=7", "--param=k"})
  void selection_nothingLeft_isWrongUsage(String option) {
    assertThat(compare(option)).isEqualTo(2);
    assertThat(err.toString()).contains("--help");
  }

  @Test
  void effectiveGates_ofTheCurrentRun_areOnlyPrinted() {
    assertThat(compare("--print-effective-gates")).isZero();
    assertThat(out.toString()).contains("EFFECTIVE GATES").contains("50.00 ns");
    assertThat(out.toString()).doesNotContain("REGRESSIONS");
  }

  private int compare(String... options) {
    String[] words = new String[options.length + 3];
    words[0] = "compare";
    words[1] = "base.json";
    words[2] = "current.json";
    System.arraycopy(options, 0, words, 3, options.length);
    return run(words);
  }

  private int run(String... words) {
    return run(Map.of(), words);
  }

  private int run(Map<String, String> environment, String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Console console =
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), directory, environment);
    String[] absolute =
        List.of(words).stream()
            .map(word -> word.endsWith(".json") && !word.startsWith("-") ? path(word) : word)
            .toArray(String[]::new);
    return Main.run(List.of(absolute), console);
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private static void validateJunit(String xml) throws SAXException, IOException {
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(FormatsTest.class.getResource("/schemas/junit.xsd"))
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
  }

  private List<com.networknt.schema.Error> errors(String resource, SpecificationVersion version)
      throws IOException {
    try (InputStream in = FormatsTest.class.getResourceAsStream(resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Schema schema = SchemaRegistry.withDefaultDialect(version).getSchema(text);
      return schema.validate(out.toString(), InputFormat.JSON);
    }
  }

  private void write(
      String name,
      Map<String, BenchmarkResult> results,
      Map<String, GateResult> gates,
      List<Failure> failures) {
    RunRecordJson.write(
        directory.resolve(name),
        new RunRecord(
            Records.NOON,
            "abc123",
            "main",
            false,
            RunInfo.NOT_RECORDED,
            Records.environment(),
            results,
            gates,
            failures));
  }

  private static BenchmarkResult forks(double factor) {
    return Records.forked(
        98 * factor, 99 * factor, 100 * factor, 100 * factor, 101 * factor, 102 * factor);
  }

  private static MeasurementSetup tier(String tier, String param, String value) {
    MeasurementSetup none = MeasurementSetup.NOT_RECORDED;
    return new MeasurementSetup(
        none.harnessVersion(),
        none.mode(),
        none.threads(),
        new TreeMap<>(Map.of(param, value)),
        none.batch(),
        none.itemsPerCall(),
        none.warmup(),
        none.measurement(),
        none.rate(),
        none.durability(),
        Optional.of(tier));
  }

  private static GateResult gate(boolean enforced) {
    return new GateResult(
        "ns",
        10,
        OptionalDouble.of(50),
        OptionalDouble.empty(),
        OptionalDouble.of(20),
        false,
        OptionalDouble.of(-100),
        Optional.of(GateResult.Level.MISSED),
        Optional.of(GateResult.Verdict.FAIL),
        enforced);
  }
}
