package dev.tidemark.bench.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyReportTest {
  @Test
  void of_emptyHistogram_isAnError() {
    assertThatThrownBy(() -> LatencyReport.of(Histograms.create()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no latency was recorded");
  }

  @Test
  void of_thousandValues_givesNearestRanks() {
    Histogram histogram = Histograms.create();
    for (int i = 1; i <= 1000; i++) {
      histogram.recordValue(i);
    }

    assertThat(LatencyReport.of(histogram)).isEqualTo(new LatencyReport(500, 900, 950, 990, 999));
  }

  @Property(tries = 200)
  void of_anyValues_isNearestRankOfTheSortedValues(
      @ForAll @Size(min = 1, max = 300) List<@IntRange(min = 0, max = 5_000_000) Integer> values) {
    Histogram histogram = Histograms.create();
    values.forEach(histogram::recordValue);
    List<Integer> sorted = values.stream().sorted().toList();
    LatencyReport report = LatencyReport.of(histogram);

    assertNearestRank(sorted, 50, report.p50());
    assertNearestRank(sorted, 90, report.p90());
    assertNearestRank(sorted, 95, report.p95());
    assertNearestRank(sorted, 99, report.p99());
    assertNearestRank(sorted, 99.9, report.p999());
  }

  private static void assertNearestRank(List<Integer> sorted, double percentile, long actual) {
    int rank = (int) Math.ceil(percentile / 100 * sorted.size() - 1e-9);
    double expected = sorted.get(rank - 1);
    assertThat((double) actual).isCloseTo(expected, within(expected * 1e-3 + 1e-9));
  }

  @Test
  void merge_parts_holdsAllValues() {
    Histogram low = Histograms.create();
    Histogram high = Histograms.create();
    low.recordValue(10);
    high.recordValue(1_000_000_000L);

    Histogram merged = Histograms.merge(List.of(low, high));

    assertThat(merged.getTotalCount()).isEqualTo(2);
    assertThat(merged.getMinValue()).isEqualTo(10);
    assertThat((double) merged.getMaxValue()).isCloseTo(1e9, within(1e6));
  }

  @Test
  void upTo_anyRecordedValue_keepsTheFootprint() {
    Histogram fixed = Histograms.upTo(1_000_000_000_000L);
    int before = fixed.getEstimatedFootprintInBytes();
    fixed.recordValue(1);
    fixed.recordValue(1_000_000_000_000L);

    assertThat(fixed.getEstimatedFootprintInBytes()).isEqualTo(before);
    assertThat(fixed.isAutoResize()).isFalse();
    assertThat(
            Histograms.merge(List.of(Histograms.decode(Histograms.encode(fixed)))).getTotalCount())
        .isEqualTo(2);
  }

  @Test
  void decode_encoded_givesTheSameHistogram() {
    Histogram histogram = Histograms.create();
    histogram.recordValueWithCount(123_456, 7);

    assertThat(Histograms.decode(Histograms.encode(histogram))).isEqualTo(histogram);
  }

  @Test
  void decode_otherText_isAnError() {
    assertThatThrownBy(() -> Histograms.decode("AAAA")).hasMessageContaining("not an encoded");
    assertThatThrownBy(() -> Histograms.decode("%")).hasMessageContaining("not an encoded");
  }
}
