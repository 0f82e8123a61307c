package dev.tidemark.baseline.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BenjaminiHochbergPropertyTest {

  /** The step-up rule itself: reject the k smallest, k the last rank with p(k) at most k·q/m. */
  @Property
  void adjust_anyFamily_rejectsWhatTheStepUpRuleRejects(
      @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0, max = 1) Double> family,
      @ForAll @IntRange(min = 1, max = 500) int perMille) {
    double q = perMille / 1000.0;
    double[] p = family.stream().mapToDouble(Double::doubleValue).toArray();
    double[] sorted = p.clone();
    Arrays.sort(sorted);
    double limit = -1;
    for (int rank = 1; rank <= p.length; rank++) {
      limit = sorted[rank - 1] * ((double) p.length / rank) <= q ? sorted[rank - 1] : limit;
    }
    double[] adjusted = BenjaminiHochberg.adjust(p);
    for (int i = 0; i < p.length; i++) {
      assertThat(adjusted[i] <= q).isEqualTo(p[i] <= limit);
    }
  }

  @Property
  void adjust_anyFamily_raisesAndKeepsTheOrder(
      @ForAll @Size(min = 2, max = 30) List<@DoubleRange(min = 0, max = 1) Double> family) {
    double[] p = family.stream().mapToDouble(Double::doubleValue).toArray();
    double[] adjusted = BenjaminiHochberg.adjust(p);
    for (int i = 0; i < p.length; i++) {
      assertThat(adjusted[i]).isBetween(p[i], 1.0);
      for (int j = 0; j < p.length; j++) {
        assertThat(p[i] < p[j] && adjusted[i] > adjusted[j]).isFalse();
      }
    }
  }
}
