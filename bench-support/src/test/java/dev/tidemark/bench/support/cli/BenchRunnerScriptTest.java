package dev.tidemark.bench.support.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchRunnerScriptTest extends RecordedScript {
  BenchRunnerScriptTest() {
    super("bench_runner.sh");
  }

  @BeforeEach
  void checkout() throws IOException {
    for (String module : List.of("bench-cross", "bench-peers")) {
      Files.createDirectories(root.resolve(module).resolve("target"));
      Files.createFile(root.resolve(module).resolve("target/benchmarks.jar"));
    }
    program(root.resolve("mvnw"), "echo \"mvnw $*\"");
    program(root.resolve("bin/java"), "echo \"java $*\"");
    program(root.resolve("bin/taskset"), "echo \"taskset $1 $2 ${3##*/}\"; shift 2; exec \"$@\"");
  }

  @ParameterizedTest
  @CsvSource({
    "--m1, --suites=m1 --",
    "--m2, --suites=m2 --",
    "--m4, --suites=m4 --",
    "--m8, --suites=m8 --",
    "--cross, --suites=cross --",
    "--m3, --suites=m3 --",
    "--m5, --suites=m5 --",
    "--m6, --suites=m6 --",
    "--comprehensive, --suites=comprehensive --",
    "--comparison, --suites=comparison --",
    "--full, --suites=full --",
    "--m1 --full --m8, --suites=full --",
    "--full --comparison, '--suites=full,comparison --'",
    "--m1 --m2 --m3 --m4 --m5 --m8 --cross, '--suites=m1,m2,m3,m4,m5,m8,cross --'",
    "--m1 --m8, '--suites=m1,m8 --'",
    "--m8 --profile=quick, --suites=m8 -- --profile=quick",
    "--tier=c, -- --tier=c",
    "--m8 --tier=c, --suites=m8 -- --tier=c",
    "--filter=vector*, -- --filter=vector*",
    "--ids-from=/x/ids, -- --ids-from=/x/ids",
    "--m8 --tag=simd, --suites=m8 -- --tag=simd",
    "--m8 --decision=keep, --suites=m8 -- --decision=keep",
    "--m8 --mode=strict, --mode=strict --suites=m8 --",
    "--m8 --all-modes, --all-modes --suites=m8 --",
    "--m8 --json, --json --suites=m8 --",
    "--m8 --baseline=main, --baseline=main --suites=m8 --",
    "--m8 --save-baseline=main --force, --save-baseline=main --force --suites=m8 --",
    "--m8 --rounds=3, --suites=m8 -- --rounds=3",
    "--m8 --time-budget=10m, --suites=m8 -- --time-budget=10m",
    "--m8 --until-mde=3%, --suites=m8 -- --until-mde=3%",
    "--m8 --no-rulers, --suites=m8 -- --no-rulers",
    "--m8 --flamegraph, --suites=m8 -- --flamegraph",
    "--m8 --perf, --suites=m8 -- --perf",
    "--m8 --perf-record, --suites=m8 -- --perf-record",
    "--m8 --no-setup, --suites=m8 -- --no-setup"
  })
  void run_flag_reachesTheJars(String flags, String expected) throws Exception {
    assertThat(run(flags.split(" ", -1))).isZero();

    assertThat(called("java"))
        .singleElement()
        .asString()
        .contains("-cp " + root.resolve("bench-cross/target/benchmarks.jar"))
        .contains("SuiteMain --root=" + root)
        .endsWith("--root=" + root + " " + expected);
  }

  @Test
  void run_notesWithSpaces_stayOneArgument() throws Exception {
    program(root.resolve("bin/java"), "printf 'java <%s>\\n' \"$@\"");

    assertThat(run("--m8", "--notes=two words")).isZero();

    assertThat(called("java")).contains("java <--notes=two words>");
  }

  @Test
  void run_cores_pinsTheJars() throws Exception {
    assertThat(run("--m8", "--cores=0-3")).isZero();

    assertThat(called("taskset")).containsExactly("taskset -c 0-3 true", "taskset -c 0-3 java");
    assertThat(called("java")).hasSize(1);
  }

  @Test
  void run_coresThatDoNotExist_isAUsageError() throws Exception {
    program(root.resolve("bin/taskset"), "exit 1");

    assertThat(run("--m8", "--cores=99")).isEqualTo(2);
    assertThat(called("java")).isEmpty();
  }

  @Test
  void run_exitCode_isThatOfTheJars() throws Exception {
    program(root.resolve("bin/java"), "exit 4");

    assertThat(run("--m8")).isEqualTo(4);
  }

  @Test
  void run_freshJar_buildsNothing() throws Exception {
    assertThat(run("--m8")).isZero();
    assertThat(called("mvnw")).isEmpty();
  }

  @Test
  void run_newerSource_builds() throws Exception {
    Path source = root.resolve("core/src/main/java/A.java");
    Files.createDirectories(source.getParent());
    Files.createFile(source);
    Files.setLastModifiedTime(
        root.resolve("bench-cross/target/benchmarks.jar"), FileTime.from(Instant.EPOCH));

    assertThat(run("--m8")).isZero();

    assertThat(called("mvnw")).singleElement().asString().endsWith("-DskipTests package");
  }

  @Test
  void run_buildThatFails_isNoFailedGate() throws Exception {
    Files.delete(root.resolve("bench-cross/target/benchmarks.jar"));
    program(root.resolve("mvnw"), "exit 1");

    assertThat(run("--m8")).isEqualTo(4);
    assertThat(output).contains("the build failed");
    assertThat(called("java")).isEmpty();
  }

  @Test
  void run_comparison_buildsOtherEnginesWhenTheyAreNotBuilt() throws Exception {
    Files.delete(root.resolve("bench-peers/target/benchmarks.jar"));

    assertThat(run("--m8")).isZero();
    assertThat(called("mvnw")).isEmpty();
    assertThat(run("--comparison")).isZero();
    assertThat(called("mvnw")).singleElement().asString().endsWith("-P peers -DskipTests package");
  }

  @Test
  void run_localeWithoutUnicode_givesJavaOneThatHasIt() throws Exception {
    program(root.resolve("bin/java"), "echo \"java in $LC_ALL\"");
    environment = Map.of("LC_ALL", "C");

    assertThat(run("--m8", "--notes=größer")).isZero();

    assertThat(called("java")).containsExactly("java in C.UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--m9", "--mode", "m8", "-x"})
  void run_unknownFlag_isExitCode2AndNamesTheAllowed(String flag) throws Exception {
    assertThat(run(flag)).isEqualTo(2);

    assertThat(output).contains(flag, "allowed:", "--all-modes", "--ids-from=");
    assertThat(called("java")).isEmpty();
  }

  @Test
  void run_noSuite_isExitCode2() throws Exception {
    assertThat(run("--profile=quick")).isEqualTo(2);
    assertThat(output).contains("name a suite");
  }

  @Test
  void run_help_namesEveryFlag() throws Exception {
    assertThat(run("--help")).isZero();
    assertThat(output)
        .contains("--full", "--m1", "--m2", "--m3", "--m4", "--m5", "--m6", "--m8")
        .contains(
            "--comprehensive", "--cross", "--comparison", "--profile=", "--tier=", "--filter=")
        .contains(
            "--ids-from=", "--rounds=", "--time-budget=", "--mode=", "--all-modes", "--cores=")
        .contains("--tag=", "--notes=", "--decision=", "--baseline=", "--save-baseline=", "--force")
        .contains("--flamegraph", "--perf ", "--perf-record", "--json", "--no-setup", "--help")
        .contains("--until-mde", "--no-rulers");
    assertThat(called("java")).isEmpty();
  }
}
