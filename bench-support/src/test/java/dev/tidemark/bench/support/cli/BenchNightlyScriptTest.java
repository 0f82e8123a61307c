package dev.tidemark.bench.support.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The nightly job with the programs that it calls replaced. */
class BenchNightlyScriptTest extends RecordedScript {
  BenchNightlyScriptTest() {
    super("bench_nightly.sh");
  }

  @BeforeEach
  void programs() throws IOException {
    program(
        root.resolve("bin/git"),
        "case ${@: -1} in HEAD) echo head ;; HEAD~1) echo parent ;; gone*) exit 1 ;;"
            + " *) echo \"${@: -1}\" | sed 's/\\^.*//' ;; esac");
    interleaved(0);
    compared(0);
  }

  private void interleaved(int code) throws IOException {
    program(
        root.resolve("scripts/bench_ab.sh"),
        "echo \"bench_ab $*\"; mkdir -p '"
            + root.resolve("target/benchmark-results/run_1_ab-b")
            + "'; exit "
            + code);
  }

  private void compared(int code) throws IOException {
    program(
        root.resolve("scripts/compare-baseline"),
        "case $1 in show) echo 'MACHINE  xeon-1' ;; compare) echo \"compared $*\"; exit "
            + code
            + " ;; *) echo \"tool $*\" ;; esac");
  }

  private void lastGreen(String revision) throws IOException {
    Files.createDirectories(root.resolve("baselines"));
    Files.writeString(root.resolve("baselines/last-green"), revision + "\n");
  }

  private Path stored(String machine) throws IOException {
    return Files.createDirectories(
        root.resolve("baselines").resolve(machine).resolve("nightly-cross"));
  }

  @Test
  void run_lastGreenKnown_isMeasuredInTurnsWithHeadModuleByModule() throws Exception {
    lastGreen("green");

    assertThat(run("--rounds=3", "--threshold=7")).as(output).isZero();

    assertThat(called("bench_ab"))
        .hasSize(3)
        .allMatch(line -> line.startsWith("bench_ab green head --module="))
        .allMatch(line -> line.contains(" --profile=quick --rounds=3 --threshold=7 "));
    assertThat(called("tool"))
        .hasSize(3)
        .first()
        .asString()
        .startsWith("tool record --name=nightly-m1-m6 ");
    assertThat(root.resolve("baselines/last-green")).content().isEqualTo("head\n");
  }

  @Test
  void run_options_reachTheComparison() throws Exception {
    assertThat(run("--base=v1", "--modules=cross", "--profile=standard", "--baseline=main"))
        .isZero();

    assertThat(called("bench_ab"))
        .singleElement()
        .asString()
        .startsWith("bench_ab v1 head --module=cross --profile=standard --rounds=10 ");
    assertThat(called("tool")).singleElement().asString().contains("--name=main-cross ");
  }

  @Test
  void run_nothingKnownToBeGreen_saysSoTakesTheParentAndBegins() throws Exception {
    assertThat(run("--modules=cross")).isZero();

    assertThat(called("bench_ab")).singleElement().asString().startsWith("bench_ab parent head ");
    assertThat(output).contains("no revision is known to be green");
    assertThat(root.resolve("baselines/last-green")).content().isEqualTo("head\n");
  }

  @Test
  void run_regression_failsAndKeepsTheLastGreen() throws Exception {
    lastGreen("green");
    interleaved(1);

    assertThat(run("--modules=cross,m8-vector")).isEqualTo(1);

    assertThat(called("bench_ab")).hasSize(2);
    assertThat(called("tool")).isEmpty();
    assertThat(root.resolve("baselines/last-green")).content().isEqualTo("green\n");
  }

  @Test
  void run_notComparable_isAWarningAndNotGreen() throws Exception {
    lastGreen("green");
    interleaved(3);
    environment = Map.of("GITHUB_ACTIONS", "true");

    assertThat(run("--modules=cross", "--summary=" + root.resolve("summary"))).isZero();

    assertThat(called("::warning"))
        .singleElement()
        .asString()
        .contains("not comparable, so nothing is known");
    assertThat(root.resolve("summary")).content().contains("> WARNING: cross");
    assertThat(root.resolve("baselines/last-green")).content().isEqualTo("green\n");
  }

  @Test
  void run_baselineOfThisMachine_isCompared() throws Exception {
    lastGreen("green");
    stored("xeon-1");

    assertThat(run("--modules=cross")).isZero();
    assertThat(called("compared")).singleElement().asString().contains("compare nightly-cross ");
    compared(1);
    lastGreen("green");
    assertThat(run("--modules=cross")).isZero();
    assertThat(output).contains("slower than the stored baseline");
    assertThat(root.resolve("baselines/last-green")).content().isEqualTo("green\n");
  }

  @Test
  void run_baselineOfAnotherMachine_isAWarning() throws Exception {
    lastGreen("green");
    stored("ryzen-2");

    assertThat(run("--modules=cross")).isZero();

    assertThat(called("compared")).isEmpty();
    assertThat(output).contains("is of another machine than xeon-1 and was not compared");
    assertThat(root.resolve("baselines/last-green")).content().isEqualTo("green\n");
  }

  @Test
  void run_headIsGreen_measuresNothingAndSaysSo() throws Exception {
    lastGreen("head");

    assertThat(run()).isZero();
    assertThat(output).contains("nothing to measure");
    assertThat(called("bench_ab")).isEmpty();
  }

  @Test
  void run_badArguments_areUsageErrors() throws Exception {
    assertThat(run("--base=gone")).isEqualTo(2);
    assertThat(output).contains("no such revision");
    assertThat(run("--bas=x")).isEqualTo(2);
    assertThat(output).contains("allowed:");
    assertThat(run("--help")).isZero();
    assertThat(output).contains("usage: scripts/bench_nightly.sh");
    assertThat(called("bench_ab")).isEmpty();
  }
}
