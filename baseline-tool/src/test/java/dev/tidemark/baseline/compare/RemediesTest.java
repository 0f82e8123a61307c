package dev.tidemark.baseline.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkOrigin;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.IdFilter;
import dev.tidemark.runs.MeasurementSetup;
import dev.tidemark.runs.Records;
import dev.tidemark.runs.RunInfo;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunStore.StoredRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RemediesTest {

  private static final double[] NOISY = {90, 110, 95, 105, 100};

  @Test
  void compare_undecidedRowOfOneSuite_namesTheInterleavedCommand() {
    Remedy remedy =
        compare(run("aaaaaaaaaaaaaaaa", false, "m8-vector"), run("bbbb", false, "m8-vector"))
            .orElseThrow();
    assertThat(remedy.command())
        .isEqualTo(
            "scripts/bench_ab.sh aaaaaaaaaa bbbb --module=m8-vector --rounds="
                + remedy.forks()
                + " --threshold=5% 'get {x}'");
    assertThat(remedy.forks()).isGreaterThan(20);
    assertThat(remedy.minutes())
        .as("two sides, a fork every 6 s")
        .hasValue((long) Math.ceil(2 * remedy.forks() * 6 / 60.0));
    assertThat(remedy.text())
        .contains("forks a side, about ")
        .endsWith(" min; BASE: session 1 of 10)");
  }

  @Test
  void compare_uncommittedCurrent_measuresTheWorkTree() {
    assertThat(
            compare(run("aaaa", false, "cross"), run("bbbb", true, "cross"))
                .orElseThrow()
                .command())
        .startsWith("scripts/bench_ab.sh aaaa . --module=cross ");
  }

  @Test
  void compare_severalSuites_runsThemAllForBothRevisions() {
    assertThat(
            compare(run("aaaa", false, "m1-m6", "cross"), run("bbbb", false, "m1-m6", "cross"))
                .orElseThrow()
                .command())
        .startsWith("for rev in aaaa bbbb; do git switch --detach $rev && scripts/bench_runner.sh")
        .contains("--filter='get {x}'");
  }

  @Test
  void compare_baseThatCannotBeBuiltAgain_namesNoCommand() {
    Remedy remedy = compare(run("aaaa", true, "cross"), run("bbbb", false, "cross")).orElseThrow();
    assertThat(remedy.command()).isEmpty();
    assertThat(remedy.text()).startsWith("measure both again, ");
    assertThat(compare(run("unknown", false, "cross"), run("bbbb", false, "cross")))
        .hasValueSatisfying(r -> assertThat(r.command()).isEmpty());
  }

  @Test
  void compare_resultsWithoutRecordedMode_needNoRemedy() {
    RunRecord derived = Records.run(Map.of("ratio", Records.forked(NOISY)));
    assertThat(compare(derived, Records.run(Map.of("ratio", Records.forked(90, 92, 99, 120, 104)))))
        .isEmpty();
  }

  @Test
  void measureBoth_twoRuns_plansTenForksOfTheCommonIds() {
    RunRecord base = run("aaaa", false, "cross");
    Remedy remedy = Remedies.measureBoth(base, run("bbbb", false, "cross"), Criteria.DEFAULT);
    assertThat(remedy.command()).contains("--rounds=10 ").endsWith("'get {x}'");
    assertThat(remedy.minutes()).hasValue(2);
  }

  private static Optional<Remedy> compare(RunRecord base, RunRecord current) {
    return new Comparer(Criteria.DEFAULT)
        .compare(stored(base), stored(current), Optional.empty(), IdFilter.of(List.of()))
        .remedy();
  }

  private static StoredRun stored(RunRecord record) {
    return new StoredRun("run", Path.of("results.json"), record);
  }

  private static RunRecord run(String commit, boolean dirty, String... suites) {
    RunInfo info =
        new RunInfo(
            RunInfo.Status.COMPLETE,
            List.of(suites),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new RunRecord(
        Records.NOON,
        commit,
        "main",
        dirty,
        info,
        Records.environment(),
        Map.of("get {x}", result()),
        Map.of(),
        List.of());
  }

  /** A fork every six seconds. */
  private static BenchmarkResult result() {
    MeasurementSetup setup = Records.setup();
    List<ForkSample> forks = new ArrayList<>();
    for (double mean : NOISY) {
      forks.add(
          new ForkSample(
              new ForkOrigin(
                  "s",
                  forks.size() + 1,
                  0,
                  Optional.of(Records.NOON.plusSeconds(6L * forks.size())),
                  OptionalLong.empty()),
              List.of(),
              List.of(),
              1,
              mean,
              Map.of(),
              OptionalDouble.empty()));
    }
    return new BenchmarkResult(
        Records.time(100),
        setup,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        new TreeMap<>(),
        forks);
  }
}
