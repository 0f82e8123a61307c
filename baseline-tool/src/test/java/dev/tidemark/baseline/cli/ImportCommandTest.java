package dev.tidemark.baseline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void import_sources_writesOneRecord() {
    assertThat(
            run(
                "import",
                fixture("criterion"),
                fixture("criterion"),
                "--to=base.json",
                "--commit=1a2b3c",
                "--branch=main"))
        .isZero();
    RunRecord record = RunRecordJson.read(directory.resolve("base.json"));
    assertThat(record.gitCommit()).isEqualTo("1a2b3c");
    assertThat(record.gitBranch()).isEqualTo("main");
    assertThat(record.results().get("fib/20").forks()).hasSize(2);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void import_withoutTarget_printsTheRecordAndWarnsOfFailures() {
    assertThat(run("import", fixture("hyperfine.json"), "--from=hyperfine")).isZero();
    assertThat(out.toString()).startsWith("{").contains("\"version\" : \"2.0\"");
    assertThat(err.toString()).contains("killed by a signal");
  }

  @Test
  void import_wrongTool_namesTheFile() {
    assertThat(run("import", fixture("hyperfine.json"), "--from=jmh")).isEqualTo(4);
    assertThat(err.toString()).contains("hyperfine.json: is no result of JMH");
    assertThat(run("import", fixture("hyperfine.json"), "--from=bmf")).isEqualTo(2);
    assertThat(err.toString()).contains("google-benchmark");
  }

  @Test
  void import_unknownContent_saysHowToNameIt() {
    RunRecordJson.writeAtomically(directory.resolve("notes.txt"), new byte[] {'h', 'i'});
    assertThat(run("import", "notes.txt")).isEqualTo(4);
    assertThat(err.toString()).contains("--from=jmh, criterion");
  }

  @Test
  void compare_resultsOfOtherHarnesses_needNoImport() {
    assertThat(run("compare", fixture("jmh-no-raw.json"), fixture("jmh-in-host.json"))).isZero();
    assertThat(out.toString()).contains("demo.MapBench.get", "unconfirmed, no fork data");
  }

  @Test
  void compare_forksDied_exitsFour() {
    assertThat(run("compare", fixture("jmh-no-raw.json"), fixture("jmh-dead-forks.json")))
        .isEqualTo(4);
    assertThat(out.toString()).contains("of 6 forks only 2");
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(
        List.of(args),
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), directory, Map.of()));
  }

  private static String fixture(String name) {
    try {
      return Path.of(ImportCommandTest.class.getResource("/import/" + name).toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
