package dev.tidemark.bench.support.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
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
    program(
        root.resolve("bin/java"),
        """
        echo "java $*" >&2
        for argument; do
          case $argument in
            --run-dir=*) mkdir -p "${argument#*=}" && touch "${argument#*=}/run_metadata.json" ;;
          esac
        done
        """);
  }

  @Test
  void run_threeRounds_takesTurnsAndComparesOnce() throws Exception {
    int code =
        run(".", ".", "--module=cross", "--rounds=3", "--threshold=7", "cross_txn/kv_vector");

    assertThat(code).as(output).isZero();
    assertThat(called("mvnw")).hasSize(2).allMatch(line -> line.endsWith("-pl bench-cross -am"));
    assertThat(called("java").stream().map(BenchAbScriptTest::side))
        .containsExactly("a", "b", "b", "a", "a", "b", "compared");
    assertThat(called("java"))
        .filteredOn(line -> line.contains("--run-dir="))
        .hasSize(2)
        .allMatch(line -> line.contains("--rounds=3 --pause-after=1"))
        .allMatch(line -> line.endsWith("cross_txn/kv_vector"));
    assertThat(called("java")).filteredOn(line -> line.contains("--resume=")).hasSize(4);
    assertThat(called("java").get(6)).endsWith("--all --threshold=7");
  }

  private static String side(String call) {
    return call.contains("compare-baseline")
        ? "compared"
        : call.replaceAll(".*/([ab])\\.jar.*", "$1");
  }

  @Test
  void run_jarThatFails_endsWithItsExitCode() throws Exception {
    program(root.resolve("bin/java"), "echo \"java $*\" >&2; exit 4");

    assertThat(run(".", ".", "--module=cross", "--rounds=2")).isEqualTo(4);
    assertThat(output).contains("round 1 of a failed with exit code 4");
    assertThat(called("java")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ". .",
        ". --module=cross",
        ". . --module=m9",
        ". . --module=cross --rounds=0",
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
