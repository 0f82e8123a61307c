package dev.tidemark.bench.support.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchAbScriptTest extends RecordedScript {
  BenchAbScriptTest() {
    super("bench_ab.sh");
  }

  @BeforeEach
  void checkout() throws IOException {
    for (String jar :
        List.of("bench-cross/target/benchmarks", "baseline-tool/target/compare-baseline")) {
      Files.createDirectories(root.resolve(jar).getParent());
      Files.createFile(root.resolve(jar + ".jar"));
    }
    program(root.resolve("mvnw"), "echo \"mvnw $*\"");
    jarsWithHelp("--block-plan=NAME");
  }

  private void jarsWithHelp(String help) throws IOException {
    program(
        root.resolve("bin/java"),
        """
        if [ "$3" = --help ]; then
          echo "%s"
          exit
        fi
        echo "java $*" >&2
        for argument; do
          case $argument in
            --run-dir=*) mkdir -p "${argument#*=}" && touch "${argument#*=}/run_metadata.json" ;;
          esac
        done
        """
            .formatted(help));
  }

  @Test
  void run_threeRounds_takesTurnsAndComparesOnce() throws Exception {
    int code =
        run(".", ".", "--module=cross", "--rounds=3", "--threshold=7", "cross_txn/kv_vector");

    assertThat(code).as(output).isZero();
    assertThat(called("mvnw")).hasSize(2).allMatch(line -> line.endsWith("-pl bench-cross -am"));
    assertThat(order()).matches("(abba|baab)(ab|ba)=");
    assertThat(called("java"))
        .filteredOn(line -> line.contains("--run-dir="))
        .hasSize(2)
        .allMatch(line -> line.contains("--rounds=3 --pause-after=1"))
        .allMatch(line -> line.endsWith("cross_txn/kv_vector"));
    assertThat(called("java")).filteredOn(line -> line.contains("--resume=")).hasSize(4);
    assertThat(called("java").get(6)).endsWith("--all --threshold=7");
  }

  @Test
  void run_profileAndFormats_reachBothRunsAndTheComparison() throws Exception {
    assertThat(
            run(
                ".",
                ".",
                "--module=cross",
                "--rounds=1",
                "--profile=quick",
                "--format=json",
                "--format=html:x"))
        .isZero();

    assertThat(called("java"))
        .filteredOn(line -> line.contains("--run-dir="))
        .hasSize(2)
        .allMatch(line -> line.endsWith(" --profile=quick"));
    assertThat(called("java").get(2)).endsWith("--all --format=json --format=html:x");
  }

  @Test
  void run_seeded_drawsTheSameOrderAgainAndBalancesEveryTwoRounds() throws Exception {
    run(".", ".", "--module=cross", "--rounds=12", "--seed=08");
    String first = order();
    run(".", ".", "--module=cross", "--rounds=12", "--seed=8");

    assertThat(order()).isEqualTo(first).matches("(abba|baab){6}=");
    assertThat(first).contains("abba").contains("baab");
    run(".", ".", "--module=cross", "--rounds=12", "--seed=9");
    assertThat(order()).matches("(abba|baab){6}=").isNotEqualTo(first);
  }

  @Test
  void run_bothJarsKnowBlockPlans_bothRunsNameTheSame() throws Exception {
    assertThat(run(".", ".", "--module=cross", "--rounds=1", "--seed=7")).isZero();

    List<String> plans =
        called("java").stream()
            .filter(line -> line.contains("--block-plan="))
            .map(line -> line.replaceAll(".*--block-plan=(\\S*).*", "$1"))
            .toList();
    assertThat(plans).hasSize(2).allMatch(plan -> plan.endsWith("_seed-7"));
    assertThat(plans.get(0)).isEqualTo(plans.get(1));
  }

  @Test
  void run_jarOfARevisionWithoutBlockPlans_isNotGivenOneAndTheReaderIsTold() throws Exception {
    jarsWithHelp("--tag=TEXT");

    assertThat(run(".", ".", "--module=cross", "--rounds=1")).isZero();
    assertThat(called("java")).hasSize(3).noneMatch(line -> line.contains("--block-plan"));
    assertThat(output).contains("compared unpaired");
  }

  /** The sides in the order they ran; the comparison is an equals sign. */
  private String order() {
    return called("java").stream().map(BenchAbScriptTest::side).collect(Collectors.joining());
  }

  private static String side(String call) {
    return call.contains("compare-baseline") ? "=" : call.replaceAll(".*/([ab])\\.jar.*", "$1");
  }

  @Test
  void run_jarThatFails_endsWithItsExitCode() throws Exception {
    program(root.resolve("bin/java"), "[ \"$3\" = --help ] && exit; echo \"java $*\" >&2; exit 4");

    assertThat(run(".", ".", "--module=cross", "--rounds=2")).isEqualTo(4);
    assertThat(output).containsPattern("round 1 of [ab] failed with exit code 4");
    assertThat(called("java")).hasSize(1);
  }

  @Test
  void run_revisionThatCannotBeBuilt_isNotTakenForARegression() throws Exception {
    program(root.resolve("mvnw"), "exit 1");

    assertThat(run(".", ".", "--module=cross", "--rounds=1")).isEqualTo(4);
    assertThat(output).contains(". cannot be built");
    assertThat(called("java")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ". .",
        ". --module=cross",
        ". . --module=m9",
        ". . --module=cross --rounds=0",
        ". . --module=cross --seed=x",
        ". . --module=cross --round=2"
      })
  void run_badArguments_areAUsageErrorAndRunNothing(String arguments) throws Exception {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(output).containsAnyOf("usage:", "allowed:", "not a number");
    assertThat(called("java")).isEmpty();
    assertThat(called("mvnw")).isEmpty();
  }

  @Test
  void run_help_printsTheUsage() throws Exception {
    assertThat(run("--help")).isZero();
    assertThat(output).contains("usage: scripts/bench_ab.sh");
  }
}
