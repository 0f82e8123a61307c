package dev.tidemark.baseline.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.IdFilter;
import dev.tidemark.runs.Records;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunStore.StoredRun;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CausesTest {

  private static final Map<String, Double> BEFORE =
      Map.of("gc.count", 3.0, "instructions:u", 100.0, "recall", 0.9, "cycles", 50.0);

  @Test
  void compare_slowerRow_namesCollectionsInstructionsAndAllocation() {
    Row row =
        compare(
            result(1, 32, BEFORE),
            result(
                1.2,
                64,
                Map.of("gc.count", 9.0, "instructions:u", 130.0, "recall", 0.5, "cycles", 51.0)));
    assertThat(row.verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(row.note())
        .contains("gc.count 9, was 3", "instructions:u 130, was 100")
        .contains("allocates 64 B an operation, was 32")
        .doesNotContain("recall", "cycles");
  }

  @Test
  void compare_rowThatIsNotSlower_isNotExplained() {
    Map<String, Double> more = Map.of("gc.count", 9.0);
    assertThat(compare(result(1, 32, BEFORE), result(1, 32, more)).note()).doesNotContain("gc");
    assertThat(compare(result(1.2, 32, BEFORE), result(1, 32, more)).note()).doesNotContain("gc");
  }

  @Test
  void compare_figureOfOneSide_isNoChange() {
    Row row = compare(result(1, 32, Map.of()), result(1.2, 32, BEFORE));
    assertThat(row.verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(row.note()).doesNotContain("gc", "instructions");
    assertThat(compare(result(1, 32, Map.of("gc.count", 0.0)), result(1.2, 32, BEFORE)).note())
        .contains("gc.count 3, was 0");
  }

  private static BenchmarkResult result(double factor, double bytes, Map<String, Double> aux) {
    double[] values = {99, 100, 101, 100, 99.5, 100.5};
    BenchmarkResult plain = Records.forked(Arrays.stream(values).map(v -> v * factor).toArray());
    return new BenchmarkResult(
        plain.outcome(),
        plain.setup(),
        plain.opsPerSec(),
        OptionalDouble.of(bytes),
        new TreeMap<>(aux),
        plain.forks());
  }

  private static Row compare(BenchmarkResult base, BenchmarkResult current) {
    return new Comparer(Criteria.DEFAULT)
        .compare(stored(base), stored(current), Optional.empty(), IdFilter.of(List.of()))
        .rows()
        .get(0);
  }

  private static StoredRun stored(BenchmarkResult result) {
    RunRecord record = Records.run(Map.of("id", result));
    return new StoredRun("run", Path.of("run"), record);
  }
}
