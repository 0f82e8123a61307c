package dev.tidemark.vector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TopKPropertyTest {
  /** The order a search promises, written a second way. */
  static final Comparator<Hit<?>> BEST_FIRST =
      Comparator.<Hit<?>>comparingDouble(hit -> -hit.score())
          .thenComparing(Hit::key, Arrays::compareUnsigned);

  @Property
  void drain_anyOffers_isTheHeadOfTheFullSort(
      @ForAll @IntRange(min = 1, max = 40) int capacity,
      @ForAll @IntRange(min = 0, max = 200) int count,
      @ForAll @IntRange(min = 1, max = 20) int distinctScores,
      @ForAll long seed) {
    List<Hit<String>> hits = hits(count, distinctScores, new Random(seed));
    TopK<String> best = new TopK<>(capacity);

    for (Hit<String> hit : hits) {
      if (best.admits(hit.score(), hit.key())) {
        best.add(hit);
      }
    }

    List<Hit<String>> sorted = new ArrayList<>(hits);
    sorted.sort(BEST_FIRST);
    assertThat(best.drain()).isEqualTo(sorted.subList(0, Math.min(capacity, count)));
  }

  @Example
  void admits_tieAtTheCut_goesByUnsignedKeyBytes() {
    TopK<String> best = new TopK<>(1);
    best.add(hit(1, (byte) 0x7f));

    assertThat(best.admits(1, new byte[] {(byte) 0x80})).isFalse();
    assertThat(best.admits(1, new byte[] {0x7e})).isTrue();
    assertThat(best.threshold()).isEqualTo(1);
  }

  @Example
  void add_hitThatWasNotAdmitted_isRefused() {
    TopK<String> best = new TopK<>(1);
    best.add(hit(1, (byte) 1));

    assertThatThrownBy(() -> best.add(hit(0, (byte) 0))).isInstanceOf(AssertionError.class);
  }

  private static List<Hit<String>> hits(int count, int distinctScores, Random random) {
    List<Hit<String>> hits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      hits.add(hit(random.nextInt(distinctScores), (byte) i, (byte) random.nextInt()));
    }
    return hits;
  }

  private static Hit<String> hit(float score, byte... key) {
    return new Hit<>(score, key, "", 1);
  }
}
