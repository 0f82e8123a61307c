package dev.tidemark.bench.support.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.bench.support.trial.TrialBenchmark;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Optional;

class CatalogTest {
  private final Catalog catalog = Catalog.load();

  @Test
  void load_trial_hasEveryCombinationOfParameters() {
    assertThat(ids(catalog.entries()))
        .containsExactly(
            "trial/append/size_10k",
            "trial/append/size_1k",
            "trial/both/size_1000",
            "trial/both/size_10000",
            "trial/sampled/size_10k",
            "trial/sampled/size_1k",
            "trial/steady/size_10k",
            "trial/steady/size_1k");
  }

  @Test
  void load_trial_takesAnnotationAndSchedule() {
    CatalogEntry entry = catalog.find("trial/append/size_10k").orElseThrow();

    assertThat(entry.tier()).isEqualTo(Tier.B);
    assertThat(entry.suite()).isEqualTo("trial");
    assertThat(entry.params()).isEqualTo(Map.of("size", "10000"));
    assertThat(entry.batch(BenchMode.BATCHED)).isEqualTo(500);
    assertThat(entry.batch(BenchMode.STRICT)).isEqualTo(20);
    assertThat(entry.schedule())
        .isEqualTo(new Schedule(1, Duration.ofMillis(10), 2, Duration.ofMillis(10)));
    assertThat(entry.roundLength()).isEqualTo(Duration.ofMillis(500 + 300 + 3 * 200));
  }

  @Test
  void load_twoModes_areOneEntryOfTwoForks() {
    CatalogEntry entry = catalog.find("trial/both/size_1000").orElseThrow();

    assertThat(entry.modes()).containsExactlyInAnyOrder(Mode.AverageTime, Mode.SampleTime);
    assertThat(entry.itemsPerCall()).isEqualTo(1000);
    assertThat(entry.roundLength()).isEqualTo(Duration.ofMillis(2 * (500 + 300 + 30)));
  }

  @Test
  void of_profile_containsSmallerOnes() {
    assertThat(ids(catalog.of(Profile.QUICK)))
        .containsExactly("trial/both/size_1000", "trial/steady/size_10k", "trial/steady/size_1k");
    assertThat(ids(catalog.of(Profile.STANDARD)))
        .containsAll(ids(catalog.of(Profile.QUICK)))
        .contains("trial/sampled/size_1k", "trial/append/size_10k")
        .doesNotContain("trial/sampled/size_10k", "trial/both/size_10000");
    assertThat(catalog.of(Profile.FULL)).isEqualTo(catalog.entries());
  }

  @Test
  void of_smoke_takesEachMethodAtItsSmallest() {
    assertThat(ids(catalog.of(Profile.SMOKE)))
        .containsExactlyInAnyOrder(
            "trial/append/size_1k",
            "trial/both/size_1000",
            "trial/sampled/size_1k",
            "trial/steady/size_1k");
  }

  @Test
  void of_sampleTimeWithOperationsPerInvocation_isRefused() {
    assertThatThrownBy(() -> Catalog.of(List.of(declared("sampled", Mode.SampleTime, 10, "1000"))))
        .hasMessageContaining("@OperationsPerInvocation");
  }

  @Test
  void of_throughput_isRefused() {
    assertThatThrownBy(() -> Catalog.of(List.of(declared("steady", Mode.Throughput, 1, "1000"))))
        .hasMessageContaining("must name its modes");
  }

  @Test
  void of_batchOutsideSingleShot_isRefused() {
    assertThatThrownBy(() -> Catalog.of(List.of(declared("append", Mode.AverageTime, 1, "1000"))))
        .hasMessageContaining("only SingleShotTime");
  }

  @Test
  void of_singleShotMixedWithAnotherMode_isRefused() {
    Collection<BenchmarkListEntry> mixed =
        List.of(
            declared("append", Mode.AverageTime, 1, "1000"),
            declared("append", Mode.SingleShotTime, 1, "1000"));

    assertThatThrownBy(() -> Catalog.of(mixed)).hasMessageContaining("mixes SingleShotTime");
  }

  @Test
  void of_methodWithoutId_isRefused() {
    assertThatThrownBy(() -> Catalog.of(List.of(declared("clear", Mode.AverageTime, 1, "1000"))))
        .hasMessageContaining("has no @BenchId");
  }

  @Test
  void of_profileGlobThatMatchesNothing_isRefused() {
    assertThatThrownBy(
            () ->
                Catalog.of(
                    List.of(
                        declared("both", Mode.AverageTime, 1, "10"),
                        declared("both", Mode.SampleTime, 1, "10"))))
        .hasMessageContaining("trial/both/size_1000")
        .hasMessageContaining("trial/both/size_10");
  }

  @Test
  void faults_soundCatalog_areNone() {
    assertThat(CatalogCheck.faults(catalog, List.of("trial/steady/size_1k"), 3)).isEmpty();
  }

  @Test
  void faults_everyKind_areNamed() {
    Catalog faulty =
        Catalog.of(List.of(declared("steady", Mode.AverageTime, 1, "1000", "1000", "2000")));

    assertThat(CatalogCheck.faults(faulty, List.of("trial/gone"), 2))
        .anyMatch(fault -> fault.contains("two benchmarks: trial/steady/size_1k"))
        .anyMatch(fault -> fault.contains("does not exist: trial/gone"))
        .anyMatch(fault -> fault.contains("quick has 3 ids; at most 2"))
        .anyMatch(fault -> fault.contains("quick takes") && fault.contains("budget"));
  }

  private static List<String> ids(Collection<CatalogEntry> entries) {
    return entries.stream().map(CatalogEntry::id).toList();
  }

  /** As JMH would list a method of the trial, with iterations of a minute. */
  private static BenchmarkListEntry declared(
      String method, Mode mode, int operations, String... sizes) {
    Optional<TimeValue> minute = Optional.of(TimeValue.minutes(1));
    return new BenchmarkListEntry(
        TrialBenchmark.class.getName(),
        "generated",
        method,
        mode,
        Optional.none(),
        new int[] {1},
        Optional.none(),
        Optional.none(),
        minute,
        Optional.none(),
        Optional.none(),
        minute,
        Optional.none(),
        Optional.none(),
        Optional.none(),
        Optional.none(),
        Optional.none(),
        Optional.none(),
        Optional.none(),
        Optional.of(Map.of("size", sizes)),
        Optional.of(TimeUnit.NANOSECONDS),
        Optional.of(operations),
        Optional.none());
  }
}
