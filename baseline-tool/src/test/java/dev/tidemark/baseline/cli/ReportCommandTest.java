package dev.tidemark.baseline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Records;
import dev.tidemark.runs.RunInfo;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.RunStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

  private static final String STORE = "target/benchmark-results";

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void threeRuns() throws IOException {
    Files.createFile(directory.resolve("mvnw"));
    for (int day = 1; day <= 3; day++) {
      save(day, Records.environment(), Map.of("id", Records.forked(99, 100, 100, 101, 102)));
    }
  }

  @Test
  void report_noArguments_writesTheTwoNewestRunsBesideTheRecord() throws IOException {
    assertThat(run("report")).isZero();

    Path file = folder(3).resolve("report.html");
    assertThat(out.toString().strip()).isEqualTo(file.toString());
    assertThat(file)
        .content()
        .startsWith("<!DOCTYPE html>")
        .contains("\"base\":{\"name\":\"" + folder(2).getFileName())
        .contains("\"current\":{\"name\":\"" + folder(3).getFileName())
        .contains("\"t\":{\"m\":[100.4,100.4,100.4]");
  }

  @Test
  void report_oneRunAndAFile_comparesItWithTheOneBefore() {
    assertThat(run("report", name(2), "--out=deep/page.html", "--threshold=2x")).isZero();

    assertThat(directory.resolve("deep/page.html"))
        .content()
        .contains("\"base\":{\"name\":\"" + name(1), "\"threshold\":\"2x\"");
  }

  @Test
  void report_store_takesTrendsFromThere() {
    assertThat(run("report", name(1), name(3), "--store=" + STORE, "--out=page.html")).isZero();

    assertThat(directory.resolve("page.html"))
        .content()
        .contains("\"base\":{\"name\":\"" + name(1), "\"runs\":[{\"name\":\"" + name(1));
  }

  @Test
  void report_otherMachine_isRefusedUnlessForced() {
    ObjectNode environment = Records.environment();
    environment.withObject("/cpu").put("model", "Abacus");
    save(4, environment, Map.of("id", Records.forked(99, 100, 100, 101, 102)));

    assertThat(run("report", name(3), name(4), "--out=page.html")).isEqualTo(3);
    assertThat(err.toString()).contains("CPU model", "--force");
    assertThat(directory.resolve("page.html")).doesNotExist();
    assertThat(run("report", name(3), name(4), "--out=page.html", "--force")).isZero();
    assertThat(directory.resolve("page.html")).content().contains("\"forced\":[\"CPU model");
  }

  @Test
  void report_nothingPairs_saysSoInTheFileAndTheExitCode() {
    save(4, Records.environment(), Map.of("other", Records.forked(1, 1, 1, 1, 1)));

    assertThat(run("report", name(3), name(4), "--out=page.html")).isEqualTo(4);
    assertThat(directory.resolve("page.html")).content().contains("\"conclusion\":\"VACUOUS\"");
  }

  @Test
  void report_badInput_isNamedAndWritesNothing() {
    assertThat(run("report", "nowhere.json", "--out=page.html")).isEqualTo(4);
    assertThat(err.toString()).contains("nowhere.json");
    assertThat(run("report", name(1), "--out=page.html")).as("nothing before it").isEqualTo(4);
    assertThat(run("report", "a", "b", "c")).isEqualTo(2);
    assertThat(run("report", "--threshold=fast")).isEqualTo(2);
    assertThat(run("report", "--filter=absent", "--out=page.html")).isEqualTo(2);
    assertThat(directory.resolve("page.html")).doesNotExist();
  }

  @Test
  void compare_formatHtml_writesTheSamePageAndStillJudges() throws IOException {
    run("report", name(2), name(3), "--out=one.html");
    assertThat(run(name(2), name(3), "--format=html:two.html")).isZero();
    assertThat(directory.resolve("two.html"))
        .hasSameTextualContentAs(directory.resolve("one.html"));

    save(4, Records.environment(), Map.of("id", Records.forked(199, 200, 200, 201, 202)));
    assertThat(run(name(3), name(4), "--format=html")).isEqualTo(1);
    assertThat(out.toString()).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
  }

  private void save(int day, ObjectNode environment, Map<String, BenchmarkResult> results) {
    RunRecord record =
        Records.run(
            Records.NOON.plus(day, ChronoUnit.DAYS), environment, RunInfo.NOT_RECORDED, results);
    RunRecordJson.write(folder(day).resolve(RunStore.RECORD), record);
  }

  private Path folder(int day) {
    return directory.toAbsolutePath().resolve(STORE).resolve(name(day));
  }

  private static String name(int day) {
    return "run_2026-01-" + (17 + day) + "_12-00-00_abc123";
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Console console =
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), directory, Map.of());
    return Main.run(List.of(args), console);
  }
}
