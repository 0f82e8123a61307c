package dev.tidemark.baseline.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.MeasurementSetup;
import dev.tidemark.runs.Records;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ScalingFamiliesTest {

  private final Map<String, BenchmarkResult> results = new LinkedHashMap<>();

  @Test
  void of_oneNumericParameterVaries_isAFamilyInTheOrderOfItsValues() {
    add("search/k_10/size_100k", Map.of("k", "10", "size", "100000"));
    add("search/k_10/size_9k", Map.of("k", "10", "size", "9000"));
    add("get/size_9k", Map.of("size", "9000"));

    assertThat(ScalingFamilies.of(results))
        .singleElement()
        .satisfies(
            family -> {
              assertThat(family.parameter()).isEqualTo("size");
              assertThat(family.members().values())
                  .containsExactly("search/k_10/size_9k", "search/k_10/size_100k");
            });
  }

  @Test
  void of_twoParametersVary_isAFamilyForEachWhileTheOtherStands() {
    for (String k : new String[] {"1", "10"}) {
      for (String size : new String[] {"1000", "2000"}) {
        add("search/k_" + k + "/size_" + size, Map.of("k", k, "size", size));
      }
    }
    assertThat(ScalingFamilies.of(results)).hasSize(4).allMatch(f -> f.members().size() == 2);
  }

  @Test
  void of_wordsZeroOtherUnitsOrOneValue_areNoFamily() {
    add("put/mode_strict", Map.of("mode", "strict"));
    add("put/mode_memory", Map.of("mode", "memory"));
    add("put/threads_0", Map.of("threads", "0"));
    add("put/threads_1", Map.of("threads", "1"));
    assertThat(ScalingFamilies.of(results)).isEmpty();
  }

  private void add(String id, Map<String, String> params) {
    MeasurementSetup none = MeasurementSetup.NOT_RECORDED;
    MeasurementSetup setup =
        new MeasurementSetup(
            none.harnessVersion(),
            none.mode(),
            OptionalInt.empty(),
            new TreeMap<>(params),
            none.batch(),
            none.itemsPerCall(),
            none.warmup(),
            none.measurement(),
            none.rate(),
            none.durability(),
            none.tier());
    results.put(id, Records.forked(Records.time(100), setup, 100, 101));
  }
}
